import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import { declaredAttributes } from "../references.ts";
import type { Attributes } from "../rules/rule.ts";
import type { PlannedChange, PlanSummary } from "../summary.ts";
import { Owners } from "./owners.ts";

/** One changing resource as the rules look at it. Sensitive values are absent. */
export interface ResourcePlan {
  readonly change: PlannedChange;
  readonly module: string;
  /** As deployed; of a removal without the engine's details, as declared. */
  readonly before?: Attributes;
  /** As planned, without what is known only after the apply; of a creation without the engine's details, as declared. */
  readonly after?: Attributes;
  readonly declared?: Attributes;
  /** The resource that this one is a part or a setting of, as far as the plan changes it too. */
  readonly owner?: PlannedChange;
  /** What else the plan changes, and whether anything stays. */
  readonly whole: WholePlan;
}

export interface WholePlan {
  readonly changes: ReadonlyMap<string, PlannedChange>;
  /** Every resource goes and none is made. */
  readonly removal: boolean;
  /** Ids of what is destroyed or replaced, as far as they are known. */
  readonly goingIds: ReadonlySet<string>;
  /** What is gone from AWS, or was changed there, since the last apply. */
  readonly drifted: ReadonlySet<string>;
  /** Addresses of clusters that the plan neither creates nor destroys. */
  readonly stayingClusters: readonly string[];
}

/** What the rules look at: the changes of a summary with both sides, their owners and the plan around them. */
export function resourcePlans(
  summary: PlanSummary,
  plan: PlanJson,
  configuration: DeclaredConfiguration,
): ResourcePlan[] {
  const changes = new Map(summary.modules.flatMap(({ changes }) => changes.map((one) => [keyOf(one), one])));
  const details = new Map((plan.resource_changes ?? []).map((one) => [keyOf(one), one]));
  const clusters = Object.keys(configuration.resource?.aws_eks_cluster ?? {}).map(
    (name) => `aws_eks_cluster.${name}`,
  );
  const whole: WholePlan = {
    changes,
    removal: isRemoval(summary),
    goingIds: new Set(
      (plan.resource_changes ?? [])
        .filter(({ change }) => change.actions.includes("delete"))
        .map(({ change }) => String((change.before as Attributes | null | undefined)?.id ?? "")),
    ),
    drifted: new Set(summary.drifted),
    stayingClusters: clusters.filter((one) => !/create|replace|delete/.test(changes.get(one)?.action ?? "")),
  };
  const plans = summary.modules.flatMap(({ module, changes }) =>
    changes.map((change): ResourcePlan => {
      const declared = declaredAttributes(configuration, change.address);
      const literal = declared && withLiterals(declared, configuration);
      return { change, module, declared, whole, ...sides(change, literal, details.get(keyOf(change))) };
    }),
  );
  const owners = new Owners(plans);
  return plans.map((one) => ({ ...one, owner: owners.of(one) }));
}

/** Everything goes: what `destroy` plans. */
export function isRemoval({ counts }: PlanSummary): boolean {
  return counts.delete > 0 && counts.create + counts.update + counts.replace + counts.noop === 0;
}

/** A value by its path (`vpc_config.endpoint_public_access`), whether a block is written as an object or as a list of one. */
export function valueAt(attributes: Attributes | undefined, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => {
    const block = Array.isArray(value) ? value[0] : value;
    return typeof block === "object" && block !== null ? (block as Attributes)[step] : undefined;
  }, attributes);
}

/** The same as a list of texts; empty when there is none. */
export function listAt(attributes: Attributes | undefined, path: string): string[] {
  return [valueAt(attributes, path) ?? []].flat().map(String);
}

/** Whether a change touches an attribute or anything in it. */
export function touches({ change }: ResourcePlan, attribute: string): boolean {
  return change.attributes.some(
    ({ path }) =>
      path === attribute || (/^[.[]/.test(path.slice(attribute.length)) && path.startsWith(attribute)),
  );
}

/** Whether it is destroyed, for good or to be made anew. */
export const goes = ({ change }: ResourcePlan): boolean =>
  change.action === "delete" || change.action === "replace";

const keyOf = ({ address, deposed }: { readonly address: string; readonly deposed?: string }): string =>
  deposed ? `${address} (deposed ${deposed})` : address;

const reference = /^\$\{([a-z]\w*\.[\w-]+)\.(\w+)\}$/;

/** `${aws_iam_role.node.name}` as what that name is declared to be; the id of a role or a bucket is its name. */
function withLiterals(declared: Attributes, configuration: DeclaredConfiguration): Attributes {
  const literal = (value: unknown): unknown => {
    const [, address = "", name = ""] = reference.exec(String(value)) ?? [];
    const other = address ? declaredAttributes(configuration, address) : undefined;
    const found = other?.[name] ?? (name === "id" ? (other?.name ?? other?.bucket) : undefined);
    return typeof found === "string" && !found.includes("${") ? found : value;
  };
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [
      name,
      typeof value === "string" ? literal(value) : value,
    ]),
  );
}

function sides(
  { action }: PlannedChange,
  declared: Attributes | undefined,
  detail: ResourceChange | undefined,
): Pick<ResourcePlan, "before" | "after"> {
  const { before, before_sensitive, after, after_sensitive } = detail?.change ?? {};
  const was = without(before, before_sensitive) ?? (action === "delete" ? declared : undefined);
  const is = without(after, after_sensitive) ?? (action === "create" ? declared : undefined);
  return { ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) };
}

/** Attributes without those that are sensitive, or hold something that is. */
function without(attributes: unknown, sensitive: unknown): Attributes | undefined {
  if (typeof attributes !== "object" || attributes === null || sensitive === true) return undefined;
  const hidden = (sensitive ?? {}) as Attributes;
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => !JSON.stringify(hidden[name] ?? false).includes("true")),
  );
}
