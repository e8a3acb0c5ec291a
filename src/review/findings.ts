import type { PlanJson, ResourceChange } from "./plan.ts";
import type { Exception } from "./rules/exceptions.ts";
import type { Attributes, Rule, Severity, Verdict } from "./rules/rule.ts";

/** What a rule says of a resource. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly address: string;
  /** `accepted`: it fails, and an exception says why that is right. */
  readonly verdict: Exclude<Verdict, "pass"> | "accepted";
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

export interface Findings {
  /** How many times a rule met a resource. */
  readonly checked: number;
  /** Failures, then unknowns, then what is accepted; the most severe first. */
  readonly findings: readonly Finding[];
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
const verdicts: readonly Finding["verdict"][] = ["fail", "unknown", "accepted"];

/** Reads a plan by the rules: what each resource will be after the apply, or is already. */
export function findings(
  plan: PlanJson,
  rules: readonly Rule[],
  exceptions: readonly Exception[] = [],
): Findings {
  const results = (plan.resource_changes ?? []).flatMap((resource) => examine(resource, rules));
  return {
    checked: results.length,
    findings: results
      .flatMap(({ verdict, ...rest }) => (verdict === "pass" ? [] : [{ ...rest, verdict }]))
      .map((finding) => excused(finding, exceptions))
      .sort(byDanger),
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

function excused(finding: Finding, exceptions: readonly Exception[]): Finding {
  const exception = exceptions.find(
    ({ rule, address }) => rule === finding.rule && address === finding.address,
  );
  return exception && finding.verdict === "fail"
    ? { ...finding, verdict: "accepted", why: exception.why }
    : finding;
}

function byDanger(a: Finding, b: Finding): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    a.address.localeCompare(b.address)
  );
}
