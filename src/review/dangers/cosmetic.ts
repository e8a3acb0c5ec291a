import type { AttributeChange } from "../attributes.ts";
import { statementsOf } from "./policies/document.ts";
import { statementChanges } from "./policies/statements.ts";
import type { ResourcePlan } from "./resource-plan.ts";

/** Attributes that describe and decide nothing. Names that AWS shows are not among them: policies and scripts go by names. */
const descriptive = /^(tags|tags_all|timeouts|description|comment)($|[.[])/;

/** Tags that something acts on: Kubernetes' load balancers and autoscaler find subnets and groups by them. */
const acting = /kubernetes\.io|k8s\.io|karpenter|eks:/;

/** An update after which nothing behaves differently: tags, descriptions, the order of a list, one spelling of nothing for another. */
export function isCosmetic(resource: ResourcePlan): boolean {
  const { action, attributes } = resource.change;
  return (
    action === "update" &&
    attributes.length > 0 &&
    attributes.every((one) => isCosmeticChange(one) || saysTheSame(one, resource))
  );
}

function isCosmeticChange({
  path,
  before,
  after,
  unknown,
  sensitive,
  forcesReplacement,
}: AttributeChange): boolean {
  if (sensitive || forcesReplacement) return false;
  if (descriptive.test(path)) return !acting.test(path) && !acting.test(JSON.stringify([before, after]));
  return !unknown && normal(before) === normal(after);
}

/** A policy written another way: other Sids, another order, a list for a single value. */
function saysTheSame({ path, unknown }: AttributeChange, { before, after }: ResourcePlan): boolean {
  const [, name] = /^(\w+)\.Statement/.exec(path) ?? [];
  if (!name || unknown) return false;
  const [old, now] = [statementsOf(before?.[name]), statementsOf(after?.[name])];
  return old !== undefined && now !== undefined && statementChanges(old, now).length === 0;
}

/** Sets come in any order, numbers as text, and nothing as null, "", [] or {}. */
export function normal(value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (Array.isArray(value)) {
    const items = value.map(normal);
    return items.length === 0 ? "" : `[${items.sort().join()}]`;
  }
  if (typeof value === "object") {
    const entries = Object.entries(value).flatMap(([name, one]) =>
      normal(one) ? [`${name}:${normal(one)}`] : [],
    );
    return entries.length === 0 ? "" : `{${entries.sort().join()}}`;
  }
  return JSON.stringify(String(value));
}
