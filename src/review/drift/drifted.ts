import { type AttributeChange, changedAttributes } from "../attributes.ts";
import type { Danger } from "../dangers/danger.ts";
import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import type { DeclaredResource, PlannedChange, PlanSummary } from "../summary.ts";
import { summarize } from "../summary.ts";
import { type AddedByHand, addedByHand } from "./added.ts";
import { dangersOfAdded, dangersOfDrift } from "./dangers.ts";
import { declaredRules, isVisible, type Rules, rulesOf, topName } from "./put-back.ts";

/** One attribute that differs: `before` is what the state holds, `after` what AWS has now. */
export type DriftedAttribute = Omit<AttributeChange, "unknown" | "waitsFor">;

/** One resource that is no longer as the last apply left it. */
export interface DriftedResource {
  readonly address: string;
  readonly type: string;
  /** `vpc`, `eks`, …, or `(no longer declared)`. */
  readonly module: string;
  /** `added`: something was put to it that nothing declares, and that Terraform looks past. */
  readonly kind: "changed" | "deleted" | "added";
  /** Of what was deleted: nothing, since all of it is gone. */
  readonly attributes: readonly DriftedAttribute[];
  /** Taking this back destroys it and makes it anew. */
  readonly replacedWhenTakenBack: boolean;
  /** The resource's values: as AWS has them, or of what was deleted as the state has them. Sensitive values are in it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What it means to somebody, the worst first; empty where it hurts nobody. */
  readonly dangers: readonly Danger[];
  /** Only of what was added: how to take it away again. */
  readonly added?: AddedByHand;
}

/** What differs between a state and AWS. */
export interface Drift {
  /** What the declaration rules and an apply would put back, what is gone, and what was added beside it. */
  readonly resources: readonly DriftedResource[];
  /** Differences that mean nothing: what AWS computes, and what the declaration leaves to others. */
  readonly harmless: readonly DriftedResource[];
}

/** What of a plan is needed to tell drift: what the refresh found, what an apply would do, and everything as AWS has it. */
export interface RefreshedPlan extends PlanJson {
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly RefreshedResource[] } };
  };
}

export interface RefreshedResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface DriftOptions {
  /** The plan says nothing of what an apply would do: what is declared counts as what it would put back. @default false */
  readonly onlyRefreshed?: boolean;
}

/** Reads drift out of a plan that refreshed; nothing that was merely declared otherwise since the last apply is drift. */
export function driftOf(
  plan: RefreshedPlan,
  declared: readonly DeclaredResource[],
  configuration: DeclaredConfiguration,
  { onlyRefreshed = false }: DriftOptions = {},
): Drift {
  const summary = summarize(plan, declared, configuration);
  const places = placesOf(declared, summary);
  const putBack = changesByAddress(summary);
  const found = (plan.resource_drift ?? [])
    .filter(({ mode, change }) => mode === "managed" && change.actions[0] !== "no-op")
    .map((drift) => {
      const { address } = drift;
      const rules = onlyRefreshed ? declaredRules(configuration, address) : rulesOf(putBack.get(address));
      return drifted(drift, rules, places.of(address));
    });
  const ruled = found.filter(({ kind, attributes }) => kind === "deleted" || attributes.some(isRuled));
  const dangers = dangersOfDrift(plan, ruled.map(only), declared, configuration);
  const resources = [
    ...ruled.map((one) => ({
      ...plain(one),
      dangers: dangers.filter(({ address }) => address === one.address),
    })),
    ...addedByHand(plan.prior_state?.values?.root_module?.resources ?? [], configuration).map(
      ({ address, type, values, ...added }): DriftedResource => ({
        address,
        type,
        module: places.of(address),
        kind: "added",
        attributes: [
          { path: added.attribute, after: added.value, sensitive: false, forcesReplacement: false },
        ],
        replacedWhenTakenBack: false,
        values,
        dangers: dangersOfAdded(added),
        added,
      }),
    ),
  ];
  return { resources: resources.sort(places.order), harmless: found.flatMap(harmlessOf).sort(places.order) };
}

/** A resource as the refresh found it, each difference with whether an apply would put it back. */
interface Found extends Omit<DriftedResource, "attributes" | "dangers"> {
  readonly attributes: readonly (DriftedAttribute & { readonly ruled: boolean })[];
  readonly change: ResourceChange;
}

const isRuled = ({ ruled }: { readonly ruled: boolean }): boolean => ruled;

function drifted(drift: ResourceChange, rules: Rules, module: string): Found {
  const { address, type, change } = drift;
  const deleted = change.actions.includes("delete");
  const attributes = deleted ? [] : changedAttributes(change).filter(isVisible);
  const differences = withoutRepeated(attributes);
  return {
    address,
    type,
    module,
    kind: deleted ? "deleted" : "changed",
    attributes: differences.map((difference) => {
      const { unknown: _, waitsFor: __, ...one } = difference;
      return { ...one, ruled: rules.isPutBack(difference, differences) };
    }),
    replacedWhenTakenBack: !deleted && rules.replaces,
    values: ((deleted ? change.before : change.after) ?? {}) as Readonly<Record<string, unknown>>,
    change: drift,
  };
}

/** Tags stand twice: those of the resource, and with them those of the provider. */
function withoutRepeated(attributes: readonly AttributeChange[]): AttributeChange[] {
  const paths = new Set(attributes.map(({ path }) => path));
  return attributes.filter(
    ({ path }) => !paths.has(path.replace(/^tags_all\b/, "tags")) || !path.startsWith("tags_all"),
  );
}

/** The part that an apply would put back. */
function plain({ change: _, attributes, ...one }: Found): Omit<DriftedResource, "dangers"> {
  return { ...one, attributes: attributes.filter(isRuled).map(({ ruled: __, ...attribute }) => attribute) };
}

/** The same as a change of a plan: from what the state holds to what AWS has, and only in what an apply would put back. */
function only({ change: drift, kind, attributes }: Found): ResourceChange {
  if (kind === "deleted") return drift;
  const { before, after } = drift.change as Record<"before" | "after", Readonly<Record<string, unknown>>>;
  const names = new Set(attributes.filter(isRuled).map(topName));
  const now = Object.fromEntries(
    Object.entries(before).map(([name, value]) => [name, names.has(name) ? after[name] : value]),
  );
  return { ...drift, change: { ...drift.change, after: now } };
}

function harmlessOf({ change: _, attributes, ...one }: Found): DriftedResource[] {
  const rest = attributes.filter(({ ruled }) => !ruled).map(({ ruled: __, ...attribute }) => attribute);
  if (one.kind === "deleted" || rest.length === 0) return [];
  return [{ ...one, replacedWhenTakenBack: false, attributes: rest, dangers: [] }];
}

const changesByAddress = ({ modules }: PlanSummary): Map<string, PlannedChange> =>
  new Map(
    modules.flatMap(({ changes }) =>
      changes.filter(({ deposed }) => !deposed).map((change) => [change.address, change] as const),
    ),
  );

/** Where a reader looks for a resource: its module, in the order of declaration. */
function placesOf(declared: readonly DeclaredResource[], { modules }: PlanSummary) {
  const known = new Map(declared.map(({ address, module }, index) => [address, { module, index }]));
  const planned = new Map(
    modules.flatMap(({ module, changes }) => changes.map(({ address }) => [address, module] as const)),
  );
  const at = (address: string) => known.get(address) ?? known.get(address.replace(/\[[^\]]*\]$/, ""));
  const index = ({ address }: DriftedResource) => at(address)?.index ?? declared.length;
  return {
    of: (address: string) => at(address)?.module ?? planned.get(address) ?? "(no longer declared)",
    order: (a: DriftedResource, b: DriftedResource) => index(a) - index(b),
  };
}
