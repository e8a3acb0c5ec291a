import type { CostInputs, Saving } from "../estimate.ts";
import type { Priced } from "../priced.ts";
import { gp3Volumes, logRetention, noDataEvents, standardSupport } from "./cluster.ts";
import { endpointsInsteadOfNat, natInsteadOfEndpoints, oneNatGateway } from "./network.ts";
import { amdNodes, higherSpotShare, idleNodes } from "./nodes.ts";
import { type Suggestion, situation } from "./suggestion.ts";

/** Every way to pay less that is known here. None of them breaks a deployment: each says what one loses. */
const suggestions: readonly Suggestion[] = [
  standardSupport,
  oneNatGateway,
  natInsteadOfEndpoints,
  endpointsInsteadOfNat,
  idleNodes,
  higherSpotShare,
  amdNodes,
  gp3Volumes,
  logRetention,
  noDataEvents,
];

/** Less than a dollar a month is not worth anybody's minute. */
const WORTH_READING = 1;

/** What would make a bill smaller, each taken by itself, the most first. */
export function savingsOf(priced: Priced, inputs: Omit<CostInputs, "resources">): Saving[] {
  const now = situation(priced, inputs);
  return suggestions
    .flatMap(({ id, find }) => {
      const found = find(now);
      return found ? [{ id, ...found, monthly: Math.round(found.monthly * 100) / 100 }] : [];
    })
    .filter(({ monthly }) => monthly >= WORTH_READING)
    .sort((a, b) => b.monthly - a.monthly);
}
