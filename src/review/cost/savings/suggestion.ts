import { estateFrom, type OwnedResource } from "../estate.ts";
import type { CostInputs, NotPriced, Saving, Usage } from "../estimate.ts";
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
  /** US dollars a month that another declaration or another use would save; none where it would be without a price. */
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
      const known = new Set(priced.notPriced.map(gap));
      // What has no price here costs nothing in a total: taking it instead would save everything, and does not.
      return otherwise.notPriced.every((one) => known.has(gap(one))) ? priced.total - otherwise.total : 0;
    },
  };
}

const gap = ({ address, what }: NotPriced): string => `${address} ${what}`;

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
