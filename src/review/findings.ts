import type { PlanJson, ResourceChange } from "./plan.ts";
import type { Attributes, Rule, Severity, Verdict } from "./rules/rule.ts";

/** What a rule says of a resource. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly address: string;
  readonly verdict: Exclude<Verdict, "pass">;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

export interface Findings {
  /** How many times a rule met a resource. */
  readonly checked: number;
  /** Failures before unknowns, the most severe first. */
  readonly findings: readonly Finding[];
}

const order: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Reads a plan by the rules: what each resource will be after the apply, or is already. */
export function findings(plan: PlanJson, rules: readonly Rule[]): Findings {
  const results = (plan.resource_changes ?? []).flatMap((resource) => examine(resource, rules));
  return {
    checked: results.length,
    findings: results
      .flatMap(({ verdict, ...rest }) => (verdict === "pass" ? [] : [{ ...rest, verdict }]))
      .sort(bySeverity),
  };
}

function examine(
  { mode, type, address, change }: ResourceChange,
  rules: readonly Rule[],
): (Omit<Finding, "verdict"> & { verdict: Verdict })[] {
  const after = change.after as Attributes | null | undefined;
  if (mode !== "managed" || !after) return [];
  const unknown = (change.after_unknown ?? {}) as Record<string, unknown>;
  return rules
    .filter(({ resourceType }) => resourceType === type)
    .map(({ id, severity, title, why, fix, check }) => ({
      rule: id,
      severity,
      address,
      title,
      why,
      fix,
      verdict: check(after, (attribute) => unknown[attribute] === true),
    }));
}

function bySeverity(a: Finding, b: Finding): number {
  if (a.verdict !== b.verdict) return a.verdict === "fail" ? -1 : 1;
  return order.indexOf(a.severity) - order.indexOf(b.severity) || a.address.localeCompare(b.address);
}
