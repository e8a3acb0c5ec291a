import type { Finding } from "../findings.ts";
import type { PlanSummary } from "../summary.ts";
import { type Danger, levelOf, type Verdict } from "./danger.ts";
import { isRemoval } from "./resource-plan.ts";

/** What a plan comes down to, for somebody who reads nothing else. Security findings count where the plan touches what they are on. */
export function verdictOf(
  summary: PlanSummary,
  dangers: readonly Danger[],
  mode: "apply" | "destroy" = "apply",
  findings: readonly Finding[] = [],
): Verdict {
  if (!summary.changes) {
    const nothing = "Nothing to change: what is deployed is what is declared.";
    return { level: "nothing", sentence: mode === "destroy" ? "There is nothing to destroy." : nothing };
  }
  const found = graveFindings(summary, findings);
  const harmed = worst(dangers);
  const level = harmed === "safe" && found.length > 0 ? "careful" : harmed;
  return { level, sentence: `${sentence(level, summary, dangers, found)}.` };
}

/** Open findings, critical or high, on what the plan makes or changes: those on the rest were there before, and no plan would be safe. */
function graveFindings({ modules }: PlanSummary, findings: readonly Finding[]): Finding[] {
  const made = modules
    .flatMap(({ changes }) => changes)
    .filter(({ action }) => action === "create" || action === "update" || action === "replace");
  const addresses = new Set(made.map(({ address }) => address));
  return findings.filter(
    ({ severity, verdict, address }) =>
      verdict === "fail" && (severity === "critical" || severity === "high") && addresses.has(address),
  );
}

type Level = Exclude<Verdict["level"], "nothing">;

function worst(dangers: readonly Danger[]): Level {
  const levels = new Set(dangers.map(levelOf));
  return levels.has("dangerous") ? "dangerous" : levels.has("careful") ? "careful" : "safe";
}

function sentence(
  level: Level,
  summary: PlanSummary,
  dangers: readonly Danger[],
  found: readonly Finding[],
): string {
  const words: Readonly<Record<Level, string>> = {
    safe: "Safe to apply",
    careful: "Look before you apply",
    dangerous: "Dangerous",
  };
  if (isRemoval(summary)) {
    const lost = lostData(dangers);
    const all = `everything is destroyed, ${counted(summary.counts.delete, "resource")}`;
    return `${words[level]}: ${all}${lost ? `, with the data in ${lost}` : ""}`;
  }
  const hurts =
    level === "safe" ? [] : [...briefly((most) => harms(dangers, summary, most)), ...insecure(found)];
  const done = plainCounts(summary, hurts.length > 0);
  return `${words[level]}: ${[...hurts, ...done].join("; ")}${level === "safe" ? `; ${reassurance(summary)}` : ""}`;
}

/** Rules about what is no longer recorded or protected. */
const switchedOff = ["watching-off", "encryption-off"];

/** Of many harms each names one resource only, so that the line can be read at a glance. */
function briefly(told: (most: number) => string[]): string[] {
  const harms = told(NAMED);
  return harms.length > 2 ? told(1) : harms;
}

/** What hurts, the worst first, each with how often. */
function harms(dangers: readonly Danger[], summary: PlanSummary, most: number): string[] {
  const told = dangers.filter((one) => levelOf(one) !== "safe");
  const of = (kind: Danger["kind"]) => told.filter((one) => one.kind === kind);
  const access = of("access");
  const taken = access.filter(({ opens }) => opens === false);
  const off = access.filter(({ rule = "" }) => switchedOff.includes(rule));
  const opened = access.filter((one) => !taken.includes(one) && !off.includes(one));
  const lost = of("data-loss");
  const interrupted = of("interruption");
  const changed = of("change");
  const refused = dangers.filter((one) => one.refused);
  return [
    refused.length > 0 && `AWS refuses part of it, and the apply stops half-way (${named(refused, most)})`,
    lost.length > 0 && `data is lost (${named(lost, most)})`,
    of("destroy").length > 0 && fate(of("destroy"), "destroyed", countBut(summary, "delete", lost), most),
    of("replace").length > 0 && fate(of("replace"), "replaced", countBut(summary, "replace", lost), most),
    interrupted.length > 0 && `work is interrupted (${named(interrupted, most)})`,
    opened.length > 0 && `more access is given (${named(opened, most)})`,
    off.length > 0 && `logging or encryption is switched off (${named(off, most)})`,
    taken.length > 0 && `rights are taken away (${named(taken, most)})`,
    changed.length > 0 && `${counted(changed.length, "change")} to know of (${named(changed, most)})`,
  ].filter((one) => one !== false);
}

/** `aws_eks_node_group.main, aws_eip.a and 2 more are replaced`: what weighs most by name, and as many as the plan counts. */
function fate(found: readonly Danger[], verb: string, count: number, most: number): string {
  const grave = found.filter((one) => levelOf(one) === "dangerous");
  const told = grave.length > 0 ? grave : found.toSorted((a, b) => Number(!!a.follows) - Number(!!b.follows));
  const total = Math.max(count, found.length);
  const rest = total - Math.min(told.length, most);
  const more = rest > 0 ? ` and ${grave.length > 0 ? counted(rest, "more resource") : `${rest} more`}` : "";
  const addresses = told.slice(0, most).map(({ address }) => address);
  return `${addresses.join(", ")}${more} ${total === 1 ? "is" : "are"} ${verb}`;
}

/** How many resources a plan destroys or replaces, but for those that are told of already. */
function countBut({ modules }: PlanSummary, action: "delete" | "replace", told: readonly Danger[]): number {
  const addresses = new Set(told.map(({ address }) => address));
  const all = modules.flatMap(({ changes }) => changes);
  return all.filter((one) => one.action === action && !addresses.has(one.address)).length;
}

/** `1 critical security finding (aws_eks_cluster.eks)`. */
function insecure(found: readonly Finding[]): string[] {
  return (["critical", "high"] as const).flatMap((severity) => {
    const of = found.filter((one) => one.severity === severity);
    return of.length > 0 ? [`${counted(of.length, `${severity} security finding`)} (${named(of)})`] : [];
  });
}

/** What is done besides, which hurts nobody. */
function plainCounts({ counts, outputs, modules }: PlanSummary, besides: boolean): string[] {
  const is = (count: number, verb: string) =>
    `${besides ? count : counted(count, "resource")} ${count === 1 ? "is" : "are"} ${verb}`;
  const moved = modules.flatMap(({ changes }) => changes).filter(({ action }) => action === "move").length;
  const done = [
    counts.create > 0 && is(counts.create, "created"),
    !besides && counts.update > 0 && is(counts.update, "updated"),
    !besides && counts.replace + counts.delete > 0 && is(counts.replace + counts.delete, "tidied away"),
    counts.import > 0 && is(counts.import, "taken over"),
    !besides && moved > 0 && is(moved, "renamed"),
  ].filter((one) => one !== false);
  return done.length > 0 || besides ? done : [`only ${counted(outputs.length, "output")} change`];
}

function reassurance({ counts }: PlanSummary): string {
  return counts.update + counts.replace + counts.delete === 0
    ? "nothing that exists is touched"
    : "nothing is lost, interrupted or opened";
}

/** What data a removal takes along: `3 buckets, 2 repositories`. */
function lostData(dangers: readonly Danger[]): string {
  const nouns: Readonly<Record<string, readonly [string, string]>> = {
    aws_s3_bucket: ["bucket", "buckets"],
    aws_ecr_repository: ["repository", "repositories"],
    aws_cloudwatch_log_group: ["log group", "log groups"],
  };
  const kinds = new Map<string, number>();
  for (const { kind, address } of dangers) {
    const type = address.slice(0, address.indexOf("."));
    // A key holds no data of its own: what it encrypts is named.
    if (kind !== "data-loss" || type.startsWith("aws_kms_")) continue;
    kinds.set(type in nouns ? type : "", (kinds.get(type in nouns ? type : "") ?? 0) + 1);
  }
  const texts = [...kinds].map(([type, count]) =>
    counted(count, ...(nouns[type] ?? ["other store", "other stores"])),
  );
  return texts.length > 1 ? `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}` : (texts[0] ?? "");
}

/** So many are named. */
const NAMED = 2;

/** The first ones by address, then how many more. */
function named(found: readonly { readonly address: string }[], most = NAMED): string {
  const addresses = [...new Set(found.map(({ address }) => address))];
  const more = addresses.length - most;
  return `${addresses.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
