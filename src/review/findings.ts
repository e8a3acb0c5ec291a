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

/** The part of Terraform's JSON configuration that rules read: attributes by resource type and name. */
export interface DeclaredConfiguration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/**
 * Reads what is declared by the rules, before anything is planned or called: settings are literal in the configuration, and what is only
 * known after the apply stands there as a reference.
 */
export function findings(
  { resource = {} }: DeclaredConfiguration,
  rules: readonly Rule[],
  exceptions: readonly Exception[] = [],
): Findings {
  const results = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, attributes]) =>
      examine(`${type}.${name}`, type, attributes, rules),
    ),
  );
  return {
    checked: results.length,
    findings: results
      .flatMap(({ verdict, ...rest }) => (verdict === "pass" ? [] : [{ ...rest, verdict }]))
      .map((finding) => excused(finding, exceptions))
      .sort(byDanger),
  };
}

type Examined = Omit<Finding, "verdict"> & { readonly verdict: Verdict };

function examine(address: string, type: string, attributes: Attributes, rules: readonly Rule[]): Examined[] {
  return rules
    .filter(({ resourceType }) => resourceType === type)
    .map(({ id, severity, title, why, fix, check }) => ({
      rule: id,
      severity,
      address,
      title,
      why,
      fix,
      verdict: check(attributes, (attribute) => isReference(attributes[attribute])),
    }));
}

/** The whole value is an expression: only the apply tells. */
function isReference(value: unknown): boolean {
  return typeof value === "string" && /^\$\{[^}]*\}$/.test(value);
}

function excused(finding: Finding, exceptions: readonly Exception[]): Finding {
  const exception = exceptions.find(
    ({ rule, address }) => rule === finding.rule && address === finding.address,
  );
  return exception && finding.verdict === "fail"
    ? { ...finding, verdict: "accepted", why: exception.why, fix: "Nothing: this is accepted." }
    : finding;
}

function byDanger(a: Finding, b: Finding): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    a.address.localeCompare(b.address)
  );
}
