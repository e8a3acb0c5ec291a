import type { AttributeChange } from "../../review/attributes.ts";
import type { BasisDifference, NamedChange, StateVersion, VersionChange } from "../../review/plan-basis.ts";
import type { Look } from "../paint.ts";
import type { FoundPlan, SavedPlan } from "../planning/saved-plan.ts";
import { visible } from "./plan-text.ts";
import { beside, cut, plural, wrap } from "./text.ts";

const LABEL = 14;
/** So many settings get a line each, so many names are told. */
const SETTINGS = 8;
const NAMES = 3;
/** A plan of yesterday is worth a second thought. */
const OLD_SECONDS = 86_400;

/** Why a saved plan is not applied: one line for each part that is not what it was. */
export function staleLines(found: FoundPlan, now: number, look: Look): string[] {
  const { plan, differences } = found;
  const { paint, columns } = look;
  if (!plan)
    return warning(
      "The saved plan was made by another version of this tool, so it is not applied. Planning anew.",
      look,
    );
  const age = ago((now - plan.madeAt) / 1000);
  return [
    ...warning(
      `The plan that was saved ${age} no longer fits, so it is not applied. What changed since:`,
      look,
    ),
    ...differences.flatMap((one) =>
      textsOf(one, now, found).flatMap((text, index) =>
        beside(index === 0 ? one.part : "", text, { width: LABEL, columns, indent: 4 }),
      ),
    ),
    paint("dim", "  Planning anew."),
  ];
}

/** Says so when a plan is older than a day: what it says may be of yesterday. */
export function ageLines({ madeAt }: SavedPlan, now: number, look: Look): string[] {
  const seconds = (now - madeAt) / 1000;
  return seconds < OLD_SECONDS
    ? []
    : warning(
        `This plan was made ${ago(seconds)}. It still fits; prices and versions in it are of then.`,
        look,
      );
}

function textsOf(difference: BasisDifference, now: number, found: FoundPlan): string[] {
  switch (difference.part) {
    case "settings":
      return settingTexts(difference.changes);
    case "code":
      return [named(difference.changes)];
    case "files":
      return [named(difference.changes)];
    case "provider lock":
      return difference.changes.length > 0
        ? difference.changes.map(version)
        : ["other checksums of the same provider versions"];
    case "engine":
      return [`${visible(difference.before)} → ${visible(difference.after)}`];
    case "state":
      return [`${serials(difference.before, difference.after)}${written(found, now)}`];
    case "plan":
      return [difference.gone ? "its file is gone" : "its file was replaced by another plan"];
  }
}

function settingTexts(changes: readonly AttributeChange[]): string[] {
  const told = changes
    .slice(0, SETTINGS)
    .map(({ path, before, after }) => `${visible(path)} ${value(before)} → ${value(after)}`);
  const more = changes.length - told.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

const value = (given: unknown): string =>
  given === undefined
    ? "(none)"
    : cut(visible(typeof given === "string" ? given : JSON.stringify(given)), 60);

function named(changes: readonly NamedChange[]): string {
  const told = changes
    .slice(0, NAMES)
    .map(({ name, change }) => (change === "changed" ? visible(name) : `${visible(name)} (${change})`));
  const more = changes.length - told.length;
  return more > 0 ? `${told.join(", ")}, ${more} more` : told.join(", ");
}

function version({ name, before = "(none)", after = "(none)" }: VersionChange): string {
  return `${visible(name)} ${before} → ${after}`;
}

function serials(before: StateVersion | "none", after: StateVersion | "none"): string {
  if (before === "none" || after === "none") {
    const text = (state: StateVersion | "none") => (state === "none" ? "none" : `serial ${state.serial}`);
    return `${text(before)} → ${text(after)}`;
  }
  if (before.lineage === after.lineage) return `serial ${before.serial} → ${after.serial}`;
  return `another state altogether (lineage ${before.lineage.slice(0, 8)} → ${after.lineage.slice(0, 8)})`;
}

function written({ stateWrittenAt: at, stateWriter: by }: FoundPlan, now: number): string {
  return at ? `, written ${ago((now - at.getTime()) / 1000)}${by ? ` by ${visible(by)}` : ""}` : "";
}

/** `just now`, `3 min ago`, `2 h ago`, `4 days ago`. */
function ago(seconds: number): string {
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 2 * OLD_SECONDS) return `${Math.round(seconds / 3600)} h ago`;
  return `${plural(Math.round(seconds / OLD_SECONDS), "day")} ago`;
}

function warning(text: string, { paint, columns }: Look): string[] {
  return wrap(text, columns - 5).map(
    (line, index) => `  ${index === 0 ? paint("yellow", "!") : " "} ${line}`,
  );
}
