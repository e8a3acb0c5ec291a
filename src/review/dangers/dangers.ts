import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson } from "../plan.ts";
import type { PlanSummary } from "../summary.ts";
import { rootCauses } from "./causes.ts";
import { isCosmetic } from "./cosmetic.ts";
import { type Danger, type DangerKind, levelOf } from "./danger.ts";
import { plainly, REASONS } from "./plainly.ts";
import { goes, type ResourcePlan, resourcePlans } from "./resource-plan.ts";
import type { Told } from "./rule.ts";
import { dangerRules } from "./rules/index.ts";

export { verdictOf } from "./verdict.ts";

/**
 * What a plan does that matters, the worst first; creations are no danger. With the configuration, also what removals and creations
 * without the engine's details mean.
 */
export function dangersOf(
  summary: PlanSummary,
  plan: PlanJson,
  configuration: DeclaredConfiguration = {},
): Danger[] {
  const plans = resourcePlans(summary, plan, configuration);
  const roots = rootCauses(plans);
  return plans
    .flatMap((resource) => dangersOfOne(resource, roots.get(resource.change.address)))
    .map((danger) => [rank(danger), danger] as const)
    .sort(([a], [b]) => a - b)
    .map(([, danger]) => danger);
}

/** By what it is, then how bad; what only follows comes after what it follows, and like comes to like. */
function rank(danger: Danger): number {
  const rule = dangerRules.findIndex(({ id }) => id === danger.rule);
  return (
    kinds.indexOf(danger.kind) * 1e4 +
    levels.indexOf(levelOf(danger)) * 1e3 +
    (danger.follows ? 500 : 0) +
    (rule < 0 ? dangerRules.length : rule)
  );
}

const kinds: readonly DangerKind[] = [
  "data-loss",
  "destroy",
  "replace",
  "interruption",
  "access",
  "change",
  "cosmetic",
];
const levels = ["dangerous", "careful", "safe"];

type Found = Told & { readonly rule?: string };

function dangersOfOne(resource: ResourcePlan, follows: string | undefined): Danger[] {
  const { change, module } = resource;
  return found(resource, follows).map(
    ({ rule, kind, what, advice = [], statements = [], level, refused, opens = true }) => ({
      kind,
      address: change.address,
      ...(rule ? { rule } : {}),
      ...(level ? { level } : {}),
      ...(refused ? { refused } : {}),
      ...(follows ? { follows } : {}),
      module,
      ...(kind === "access" ? { opens } : {}),
      what,
      advice,
      forcedBy: change.attributes.filter((one) => one.forcesReplacement),
      statements,
    }),
  );
}

/** What the rules say; and where none says what becomes of the resource itself, that in plain words. */
function found(resource: ResourcePlan, follows: string | undefined): Found[] {
  const { change, owner } = resource;
  const { action, deposed } = change;
  const plain = [plainly(resource, follows)].filter((one) => one !== undefined);
  if (deposed || action === "forget" || action === "import" || action === "move") return plain;
  // What comes with its owner opens nothing that was there, and what goes with it loses nothing besides.
  if (action === "create" && owner?.action === "create") return [];
  if (goes(resource) && (owner?.action === "delete" || owner?.action === "replace")) return plain;
  if (isCosmetic(resource)) return [{ kind: "cosmetic", what: "Only what describes it changes." }];
  const told = ruled(resource)
    .filter(({ kind }) => !follows || kind === "data-loss")
    .map((one) => withReason(one, resource));
  const fate: readonly DangerKind[] = ["data-loss", "destroy", "replace"];
  const answered = action === "replace" ? told.some(({ kind }) => fate.includes(kind)) : told.length > 0;
  return answered ? told : [...told, ...plain];
}

/** No attribute shows why something is replaced that an earlier apply left unfinished, or that somebody wants anew. */
function withReason(found: Found, { change }: ResourcePlan): Found {
  const reason = REASONS[change.reason ?? ""];
  if (change.action !== "replace" || !reason || found.kind === "access") return found;
  return { ...found, advice: [`It is replaced because ${reason}.`, ...(found.advice ?? [])] };
}

function ruled(resource: ResourcePlan): Found[] {
  return dangerRules
    .filter(({ types }) => types === "all" || types.includes(resource.change.type))
    .flatMap(({ id, check }) => {
      const told = check(resource);
      return told ? [{ ...told, rule: id }] : [];
    });
}
