import { inventory } from "../local-aws/daemon.ts";
import { type Agreement, agreement, type HeldResource } from "../review/agreement.ts";
import type { Deployment } from "./deployment.ts";
import { persist } from "./persist.ts";

export type PlacedItem = Awaited<ReturnType<typeof inventory>>[number];

/** Where an apply or a destroy ended, and whether Terraform's state and AWS then spoke of the same things. */
export interface Stop {
  readonly stage: "apply" | "destroy";
  /** Counts from 1. */
  readonly attempt: number;
  /** What went wrong, a line each; nothing when it went through. */
  readonly failed: readonly string[];
  /** What exists and the state does not know. */
  readonly unknown: readonly Pick<PlacedItem, "type" | "id">[];
  /** What the state holds and does not exist. */
  readonly missing: readonly Pick<HeldResource, "address" | "type">[];
}

/** How often the state is asked for: the request may meet the same bad day. */
const TRIES = 8;

export interface Comparison extends Agreement<PlacedItem> {
  /** Addresses in the state. */
  readonly held: readonly string[];
}

/** Compares the state with what exists. `outside` are things that were there before: they belong to no state of this deployment. */
export async function compare(
  { workspace, local }: Deployment,
  outside: readonly PlacedItem[],
): Promise<Comparison> {
  const held = await persist(() => workspace.stateResources(), { limit: TRIES });
  const known = new Set(outside.map(keyOf));
  const existing = (await inventory(local?.endpoint ?? "")).filter((item) => !known.has(keyOf(item)));
  return { ...agreement(held, existing), held: held.map(({ address }) => address) };
}

/** One thing among all that exist. */
export const keyOf = ({ service, type, id, account, region }: PlacedItem): string =>
  [service, type, id, account, region].join("|");
