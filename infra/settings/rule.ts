import type { z } from "zod";

/** What a value breaks, and how to mend it. */
export interface Violation {
  /** What is allowed, e.g. `12 digits`. */
  readonly expected: string;
  /** What to do, as an order: `Write "10.0.0.0/16".` */
  readonly fix: string;
  /** Where in the value it is. @default the value itself */
  readonly path?: readonly (string | number)[];
}

/** A schema with a rule of our own: every violation becomes one problem, at its path, with its fix. */
export function ruled<S extends z.ZodType>(schema: S, rule: (value: z.output<S>) => readonly Violation[]): S {
  return schema.check((context) => {
    for (const { expected, fix, path = [] } of rule(context.value as z.output<S>)) {
      context.issues.push({
        code: "custom",
        input: context.value,
        path: [...path],
        message: `must be ${expected}`,
        params: { expected, fix },
      });
    }
  }) as S;
}

/** The violations of each element of a list, at the element's index. */
export function eachOf<T>(values: readonly T[], rule: (value: T) => readonly Violation[]): Violation[] {
  return values.flatMap((value, index) =>
    rule(value).map((violation) => ({ ...violation, path: [index, ...(violation.path ?? [])] })),
  );
}

/** A violation for each element that an earlier one already says. */
export function repeated(values: readonly string[]): Violation[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [{ expected: "each entry once", fix: `Remove the second ${JSON.stringify(value)}.`, path: [index] }]
      : [],
  );
}
