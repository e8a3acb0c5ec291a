import { estateFrom, type OwnedResource } from "../estate.ts";
import type { CostInputs, Saving, Usage } from "../estimate.ts";
import { type Priced, priceEstate } from "../priced.ts";

/** One way to pay less. */
export interface Suggestion {
  /** Kebab-case, e.g. `one-nat-gateway`. */
  readonly id: string;
  /** Undefined where it does not apply; one that would save less than it is worth reading about is left out by who asks. */
  readonly find: (situation: Situation) => Omit<Saving, "id"> | undefined;
}

/** A bill, and what it would be if things were otherwise. */
export interface Situation {
  readonly priced: Priced;
  /** US dollars a month that another declaration or another use would save. */
  readonly savedBy: (change: Change) => number;
}

export interface Change {
  readonly resources?: (all: readonly OwnedResource[]) => readonly OwnedResource[];
  readonly usage?: Usage;
}

export function situation(priced: Priced, inputs: Omit<CostInputs, "resources">): Situation {
  return {
    priced,
    savedBy({ resources = (all) => all, usage }) {
      const changed = estateFrom(resources(priced.estate.all));
      const otherwise = priceEstate(changed, { ...inputs, usage: { ...inputs.usage, ...usage } });
      return priced.total - otherwise.total;
    },
  };
}

/** The same resources, those of a type with other attributes. */
export function withAttributes(
  type: string,
  change: (resource: OwnedResource) => Readonly<Record<string, unknown>>,
): NonNullable<Change["resources"]> {
  return (all) =>
    all.map((one) =>
      one.type === type ? { ...one, attributes: { ...one.attributes, ...change(one) } } : one,
    );
}
