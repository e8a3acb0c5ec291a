import type { AttributeChange } from "../../review/attributes.ts";
import type { ChangeAction, ModuleChanges, PlannedChange, PlanSummary } from "../../review/summary.ts";
import type { Look, Paint } from "../paint.ts";
import { cut, plural, wrap } from "./text.ts";

/** What the heading of a plan says. */
export interface PlanHeading {
  readonly environment: string;
  /** `account 123456789012, ap-southeast-1` or `the embedded AWS`. */
  readonly place: string;
  readonly destroy: boolean;
}

const MARKS: Readonly<Record<ChangeAction, readonly [mark: string, format: Parameters<Paint>[0]]>> = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  replace: ["±", ["red", "bold"]],
  delete: ["-", "red"],
  forget: ["✂", "yellow"],
  import: ["↓", "cyan"],
  move: ["→", "cyan"],
};

/** A plan for people: every change under its module, then what is irreversible, then the counts. */
export function renderPlan(summary: PlanSummary, heading: PlanHeading, look: Look): string[] {
  const { paint } = look;
  const title = `${heading.destroy ? "Destroy" : "Plan for"} ${heading.environment} on ${heading.place}`;
  if (!summary.changes) {
    const nothing = heading.destroy
      ? "There is nothing to destroy."
      : "Nothing to change: what is deployed is what is declared.";
    return [paint("bold", title), "", `  ${paint("green", "✓")} ${nothing}`, ...renderDrift(summary, look)];
  }
  return [
    paint("bold", title),
    ...summary.modules.flatMap((module) => ["", ...renderModule(module, look)]),
    ...(heading.destroy ? [] : renderOutputs(summary, look)),
    ...(heading.destroy ? [] : [...renderDrift(summary, look), ...renderWarnings(summary, look)]),
    "",
    `  ${countsLine(summary, paint)}`,
  ];
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

function renderModule({ module, changes }: ModuleChanges, look: Look): string[] {
  const plain = changes.filter(isPlain);
  return [
    `  ${look.paint("bold", module)}`,
    ...(["create", "delete"] as const).flatMap((action) =>
      renderByType(
        plain.filter((change) => change.action === action),
        action,
        look,
      ),
    ),
    ...changes.filter((change) => !isPlain(change)).flatMap((change) => renderChange(change, look)),
  ];
}

const isPlain = ({ action }: PlannedChange): boolean => action === "create" || action === "delete";

/** Creations and deletions need no detail: one line per type, `+ aws_subnet  private_a private_b`. */
function renderByType(changes: readonly PlannedChange[], action: "create" | "delete", look: Look): string[] {
  const types = new Map<string, string[]>();
  for (const { type, address } of changes) {
    types.set(type, [...(types.get(type) ?? []), address.slice(type.length + 1)]);
  }
  const [mark, format] = MARKS[action];
  const width = Math.max(0, ...[...types.keys()].map((type) => type.length));
  const room = look.columns - width - 9;
  return [...types].flatMap(([type, names]) => {
    // Where names would be squeezed beside a long type, they go below it.
    const lines = room >= 24 ? wrap(names.join(" "), room) : [];
    const [first = "", ...rest] = lines;
    const head = `    ${look.paint(format, mark)} ${type.padEnd(room >= 24 ? width : 0)}`;
    if (lines.length === 0)
      return [head, ...wrap(names.join(" "), look.columns - 9).map((line) => `        ${line}`)];
    return [`${head}  ${first}`, ...rest.map((line) => `${" ".repeat(width + 8)}${line}`)];
  });
}

function renderChange(change: PlannedChange, look: Look): string[] {
  const { paint } = look;
  const [mark, format] = MARKS[change.action];
  const note = change.previousAddress ? paint("dim", `  was ${change.previousAddress}`) : "";
  const how = change.action === "replace" ? `  ${paint(format, "REPLACED")}` : "";
  return [
    `    ${paint(format, mark)} ${change.address}${how}${note}`,
    ...(change.action === "replace" ? [`        ${replacement(change)}`] : []),
    ...change.attributes
      .filter((one) => isTelling(one, change))
      .map((attribute) => renderAttribute(attribute, look)),
  ];
}

const replacement = (change: PlannedChange): string => {
  const order = change.createBeforeDestroy ? "the new one first" : "destroyed, then made anew";
  const why = REASONS[change.reason ?? ""];
  return `${order}${why ? `, ${why}` : ""}`;
};

/** Reasons that no attribute shows. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "since an earlier apply left it unfinished",
  replace_by_request: "as asked for",
  replace_by_triggers: "since something it depends on is",
};

/** Of a replacement, everything that AWS computes is new as well, which says nothing. */
const isTelling = (attribute: AttributeChange, { action }: PlannedChange): boolean =>
  action !== "replace" || attribute.forcesReplacement || attribute.sensitive || attribute.after !== undefined;

function renderAttribute(attribute: AttributeChange, { paint, columns }: Look): string {
  const forced = attribute.forcesReplacement ? "  ← forces the replacement" : "";
  const room = columns - 8 - attribute.path.length - 2 - forced.length;
  return `        ${attribute.path}  ${paint("dim", cut(values(attribute), Math.max(20, room)))}${paint("red", forced)}`;
}

function values({ before, after, sensitive, unknown }: AttributeChange): string {
  if (sensitive) return "(sensitive)";
  if (unknown) return `${shown(before)} → (known after apply)`;
  if (!Array.isArray(before) || !Array.isArray(after)) return `${shown(before)} → ${shown(after)}`;
  // Of a list, only what comes and goes.
  const [old, now] = [before.map(shown), after.map(shown)];
  const comes = now.filter((item) => !old.includes(item)).map((item) => `+${item}`);
  const goes = old.filter((item) => !now.includes(item)).map((item) => `-${item}`);
  return [...goes, ...comes].join(" ") || "(another order)";
}

/** As JSON, which also makes control characters visible instead of obeyed. */
const shown = (value: unknown): string => (value === undefined ? "(none)" : JSON.stringify(value));

function renderOutputs({ outputs, modules }: PlanSummary, look: Look): string[] {
  // On a first apply every output is new, which says nothing.
  const news = outputs.filter(({ action }) => action !== "create" || modules.length === 0);
  if (news.length === 0) return [];
  return [
    "",
    `  ${look.paint("bold", "outputs")}`,
    ...news.map(({ name, action }) => `    ${look.paint(MARKS[action][1], MARKS[action][0])} ${name}`),
  ];
}

function renderDrift({ drifted }: PlanSummary, look: Look): string[] {
  if (drifted.length === 0) return [];
  return [
    "",
    `  ${look.paint("yellow", "!")} ${plural(drifted.length, "resource")} changed outside Terraform since the last apply:`,
    ...wrap(drifted.join(" "), look.columns - 6).map((line) => `      ${line}`),
  ];
}

function renderWarnings({ modules, counts }: PlanSummary, look: Look): string[] {
  if (counts.replace + counts.delete === 0) return [];
  const gone = modules.flatMap(({ changes }) =>
    changes.filter(({ action }) => action === "replace" || action === "delete"),
  );
  const heading = [
    counts.delete > 0 && `${plural(counts.delete, "resource")} destroyed`,
    counts.replace > 0 && `${plural(counts.replace, "resource")} replaced`,
  ].filter((part) => part !== false);
  return [
    "",
    `  ${look.paint(["red", "bold"], `Look twice: ${heading.join(", ")}, with what they hold.`)}`,
    ...gone.map((change) => {
      const [mark, format] = MARKS[change.action];
      const why = change.forcedBy.length > 0 ? `  because of ${change.forcedBy.join(", ")}` : "";
      return `    ${look.paint(format, mark)} ${change.address}${look.paint("dim", cut(why, Math.max(20, look.columns - change.address.length - 6)))}`;
    }),
  ];
}
