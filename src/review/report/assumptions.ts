import type { Usage } from "../cost/estimate.ts";
import { type Assumption, assumptions } from "../cost/usage.ts";

/** An assumption with the value that the estimate was made with. */
export interface MadeAssumption extends Assumption {
  readonly value: number;
}

/** The assumptions that an estimate used, in the order of their definition; a slider reaches at least to the value. */
export function madeAssumptions(used: Usage): MadeAssumption[] {
  return assumptions.flatMap((assumption) => {
    const value = used[assumption.name];
    return value === undefined ? [] : [{ ...assumption, value, max: Math.max(assumption.max, value) }];
  });
}
