import type { Context } from "../context.ts";

/** Something that is being made, and may come to nothing some time after AWS said yes. */
export interface Venture {
  readonly kind: "cluster" | "nodegroup" | "instance";
  readonly name: string;
  /** What it may run on; the first that can be had is taken. */
  readonly instanceTypes?: readonly string[];
  /** Availability Zones that it may use. */
  readonly zones?: readonly string[];
}

/** What goes wrong with it: the code and message of a health issue, or of EC2's refusal. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** How a {@link Venture} ends: undefined when it succeeds. */
export type Fate = (venture: Venture) => Failure | undefined;

/** What the faults have in store for something that is being made; undefined when it will succeed. Ask once for each. */
export function outcomeOf(ctx: Context, venture: Venture): Failure | undefined {
  return ctx.fate(venture);
}
