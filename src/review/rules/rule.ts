export type Severity = "critical" | "high" | "medium" | "low";

/** `unknown`: the attributes that decide are only known after the apply. */
export type Verdict = "pass" | "fail" | "unknown";

/** Attributes of one declared resource, by Terraform's names. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One security rule over one type of resource. */
export interface Rule {
  /** Kebab-case; users name it in exceptions and reports. */
  readonly id: string;
  readonly severity: Severity;
  /** What should be so, in a few words. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** What to change here. */
  readonly fix: string;
  /** Terraform's resource type, e.g. `aws_kms_key`. */
  readonly resourceType: string;
  /** Which published rules ask for the same. */
  readonly sources: readonly string[];
  /** `isUnknown(path)` tells whether an attribute is known only after the apply. */
  readonly check: (attributes: Attributes, isUnknown: (attribute: string) => boolean) => Verdict;
  /** Attributes that satisfy the rule and that break it: documentation, and its tests. */
  readonly passing: Attributes;
  readonly failing: Attributes;
}

/** `pass` or `fail`. */
export function verdict(ok: boolean): Verdict {
  return ok ? "pass" : "fail";
}

/** The first nested block of a kind (`vpc_config`): Terraform's JSON writes a single block as an object or as a list of one. */
export function block(attributes: Attributes, name: string): Attributes | undefined {
  return [attributes[name]].flat()[0] as Attributes | undefined;
}
