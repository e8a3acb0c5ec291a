import type { Danger } from "../../review/dangers/danger.ts";
import type { PlanSummary } from "../../review/summary.ts";
import { type Look, type Paint, plain } from "../paint.ts";
import { renderDangers } from "./plan-dangers.ts";
import { folded, MARKS, marked, type PlanLook } from "./plan-text.ts";
import { renderTree } from "./plan-tree.ts";
import { plural } from "./text.ts";

/** What the heading of a plan says. */
export interface PlanHeading {
  readonly environment: string;
  /** `account 123456789012, ap-southeast-1` or `the embedded AWS`. */
  readonly place: string;
  readonly destroy: boolean;
  /** The command that says more of what changed outside. @default nothing is said of it */
  readonly drift?: string;
}

/** What a plan says, and what of it matters. */
export interface ShownPlan {
  readonly summary: PlanSummary;
  readonly dangers: readonly Danger[];
}

/** So many drifted resources are named. */
const DRIFTED = 6;

/** A plan for people: every change under its module, the counts, what changed outside, then what matters, the worst first. */
export function renderPlan({ summary, dangers }: ShownPlan, heading: PlanHeading, look: PlanLook): string[] {
  const { paint } = look;
  const title = `${heading.destroy ? "Destroy" : "Plan for"} ${heading.environment} on ${heading.place}`;
  if (!summary.changes) return [paint("bold", title), ...renderDrift(summary, heading, look)];
  return [
    paint("bold", title),
    ...renderTree(summary, dangers, look),
    ...(heading.destroy ? [] : renderOutputs(summary, look)),
    "",
    ...renderCounts(summary, look),
    ...(heading.destroy ? [] : renderDrift(summary, heading, look)),
    ...renderDangers(summary, dangers, look),
  ];
}

/** In colours where it fits a line. */
function renderCounts(summary: PlanSummary, { paint, columns }: Look): string[] {
  const lines = folded(countsLine(summary, plain), columns - 2);
  return (lines.length === 1 ? [countsLine(summary, paint)] : lines).map((line) => `  ${line}`);
}

/** `97 to create, 2 to update, 1 to replace`, or once it is done `97 created, …`; what is zero is left out. */
export function countsLine(
  { counts, outputs }: PlanSummary,
  paint: Paint,
  tense: "future" | "past" = "future",
): string {
  const say = (count: number, verb: string, past: string) =>
    `${count} ${tense === "past" ? past : `to ${verb}`}`;
  const parts = [
    counts.create > 0 && paint("green", say(counts.create, "create", "created")),
    counts.update > 0 && paint("yellow", say(counts.update, "update", "updated")),
    counts.replace > 0 && paint(["red", "bold"], say(counts.replace, "replace", "replaced")),
    counts.delete > 0 && paint("red", say(counts.delete, "destroy", "destroyed")),
    counts.import > 0 && say(counts.import, "import", "imported"),
    counts.forget > 0 && say(counts.forget, "forget", "forgotten"),
    counts.noop > 0 && `${counts.noop} unchanged`,
  ].filter((part) => part !== false);
  const resources = counts.create + counts.update + counts.replace + counts.delete;
  const onlyOutputs = outputs.length > 0 && resources === 0;
  const changed = `${plural(outputs.length, "output")} ${tense === "past" ? "changed" : "to change"}`;
  return [...parts, ...(onlyOutputs ? [changed] : [])].join(", ");
}

function renderOutputs({ outputs, modules }: PlanSummary, look: Look): string[] {
  // On a first apply every output is new, which says nothing.
  const news = outputs.filter(({ action }) => action !== "create" || modules.length === 0);
  if (news.length === 0) return [];
  const names = news.map(({ name, action }) => `${MARKS[action][0]} ${name}`).join(", ");
  return [
    "",
    `  ${look.paint("bold", "outputs")}`,
    ...folded(names, look.columns - 4).map((line) => `    ${line}`),
  ];
}

function renderDrift(
  { drifted }: PlanSummary,
  { drift }: Pick<PlanHeading, "drift">,
  look: PlanLook,
): string[] {
  if (drifted.length === 0) return [];
  const few = look.full || drifted.length <= DRIFTED + 1 ? drifted : drifted.slice(0, DRIFTED);
  const more = drifted.length - few.length;
  const text = `${plural(drifted.length, "resource")} changed outside Terraform since the last apply: ${few.join(", ")}${more > 0 ? ` and ${more} more` : ""}${drift ? `. ${drift} says who and when.` : ""}`;
  return ["", ...marked(look.paint("yellow", "!"), text, 2, look)];
}
