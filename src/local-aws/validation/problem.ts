/** A member's name, an item's number counted from 1, or a map's key. */
export type PathPart = string | number | { readonly key: string };

/** One rule of a shape, as a value can break it. */
export type Rule =
  | { readonly kind: "required" }
  | { readonly kind: "min" | "max"; readonly limit: number; readonly of: "length" | "value" | "bytes" }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  /** Of the simple items of a list, or of a map's keys or values. */
  | { readonly kind: "item" | "key" | "value"; readonly rules: readonly Rule[]; readonly broken: Broken };

/** Which of the items breaks which of their rules. */
export interface Broken {
  readonly rule: Rule;
  readonly at: PathPart;
  readonly value: unknown;
}

/** One rule that an input breaks. */
export interface Problem {
  readonly path: readonly PathPart[];
  readonly rule: Rule;
  /** As received; undefined when it is missing. */
  readonly value: unknown;
  /** Name of the shape whose rule it is, where it has one. */
  readonly shape?: string;
  /** Whether the value must not be repeated to anyone: passwords, key material. */
  readonly sensitive: boolean;
}
