import type { AttributeChange } from "../attributes.ts";
import type { ResourcePlan } from "./resource-plan.ts";

/** Attributes that describe and decide nothing. Names that AWS shows are not among them: policies and scripts go by names. */
const descriptive = /^(tags|tags_all|description|comment)($|[.[])/;

/** Tags that something acts on: Kubernetes' load balancers and autoscaler find subnets and groups by them. */
const acting = /kubernetes\.io|k8s\.io|karpenter|eks:/;

/** An update after which nothing behaves differently: tags, descriptions, the order of a list, one spelling of nothing for another. */
export function isCosmetic(resource: ResourcePlan): boolean {
  const { action, attributes } = resource.change;
  return action === "update" && attributes.length > 0 && attributes.every(isCosmeticChange);
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
  if (/(^|\.)Statement(\[\d+\])?\.Sid$/.test(path)) return true;
  if (descriptive.test(path)) return !acting.test(path) && !acting.test(JSON.stringify([before, after]));
  return !unknown && normal(before) === normal(after);
}

/** Sets come in any order, numbers as text, and nothing as null, "", [] or {}. */
function normal(value: unknown): string {
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
