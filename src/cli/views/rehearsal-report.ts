import type { Look } from "../paint.ts";
import type { DenialCount, RehearsalReport } from "../rehearsal/report.ts";
import type { Stop } from "../stops.ts";
import { beside, plural } from "./text.ts";

/** More kinds of errors than these are not told; `--json` has them all. */
const MOST_ERRORS = 6;
const MOST_DENIALS = 20;

/** The provider asks for much that a resource need not have: on any day, such answers are most of all refusals. */
const asksWhetherThere = /NotFound|NoSuch/;

/** What a rehearsal went through: nothing but the calls on a good day, whose refusals are the provider's questions; faults and tries on a bad one. */
export function renderReport(report: RehearsalReport, look: Look): string[] {
  const { calls, retries, errors, faults, seed, replay, attempts, stops } = report;
  const row = (label: string, text: string) =>
    beside(label, text, { width: 10, columns: Math.min(look.columns, 110), indent: 2 });
  const injected = counts(faults);
  const refusals = Object.entries(errors).filter(([code]) => !asksWhetherThere.test(code));
  const told = refusals.slice(0, MOST_ERRORS);
  const left = refusals.length - told.length;
  const agreed = stops.filter(({ unknown, missing }) => unknown.length + missing.length === 0).length;
  return [
    "",
    look.paint("bold", "What it took"),
    ...row("calls", `${calls} to AWS, ${retries === 0 ? "none" : retries} of them repeated by clients`),
    ...(injected && told.length > 0
      ? row(
          "refusals",
          `${counts(Object.fromEntries(told))}${left > 0 ? `, and ${plural(left, "other kind")}` : ""}`,
        )
      : []),
    ...(injected ? row("faults", `${injected}${seed === undefined ? "" : ` (seed ${seed})`}`) : []),
    ...(Object.values(attempts).some((count) => count > 1) ? row("tries", counts(attempts)) : []),
    ...(stops.length > 0 ? row("agreement", agreement(agreed, stops.length)) : []),
    ...(report.allowed
      ? row("deployer", `${plural(report.allowed.length, "action")} used; --json lists them`)
      : []),
    ...renderDenials(report.denials, look),
    // Whole, however narrow the screen is: it is to be copied.
    ...(replay ? ["", `  The same faults again: --faults '${replay}'`] : []),
  ];
}

function agreement(agreed: number, stops: number): string {
  if (agreed < stops) return `state and AWS disagreed at ${stops - agreed} of ${plural(stops, "stop")}`;
  return `state and AWS agreed at ${stops === 1 ? "the one stop" : `all ${stops} stops`}`;
}

/** What state and AWS do not agree on, a line each. */
export function renderDisagreement({ unknown, missing }: Pick<Stop, "unknown" | "missing">): string[] {
  return [
    ...unknown.map(({ type, id }) => `exists, but the state does not know it: ${type} ${id}`),
    ...missing.map(({ address }) => `in the state, but does not exist: ${address}`),
  ];
}

/** Which requests IAM refused, and what decided so. */
export function renderDenials(denials: readonly DenialCount[], look: Look): string[] {
  if (denials.length === 0) return [];
  const shown = denials.slice(0, MOST_DENIALS);
  const left = denials.length - shown.length;
  return [
    "",
    `  ${look.paint("bold", "Denied by IAM")}`,
    ...shown.flatMap((denial) => [
      `    ${look.paint("red", denial.action)} on ${denial.resource}${denial.count > 1 ? ` (${denial.count} times)` : ""}`,
      `      ${look.paint("dim", `${denial.caller}: ${decidedBy(denial)}`)}`,
    ]),
    ...(left > 0 ? [`    and ${left} more`] : []),
  ];
}

/** What decided a denial: the statement that denies, or whose silence it was. */
function decidedBy({ action, by, policy, statement }: DenialCount): string {
  if (policy) return `denied by ${[statement, `${by} policy ${policy}`].filter(Boolean).join(" of ")}`;
  if (by === "resource" && action.startsWith("sts:AssumeRole"))
    return "the role's trust policy does not allow it";
  return by ? `no ${by} policy allows it` : "no policy allows it";
}

const counts = (named: Readonly<Record<string, number>>): string =>
  Object.entries(named)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
