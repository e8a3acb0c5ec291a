import type { Danger, DangerKind, StatementChange } from "../../review/dangers/danger.ts";
import { levelOf } from "../../review/dangers/danger.ts";
import { isRemoval } from "../../review/dangers/resource-plan.ts";
import type { PlannedChange, PlanSummary } from "../../review/summary.ts";
import { folded, MARKS, marked, type PlanLook, resourceWords } from "./plan-text.ts";
import { attributeLine } from "./plan-values.ts";
import { plural } from "./text.ts";

const HEADINGS: readonly (readonly [kind: DangerKind, heading: string])[] = [
  ["data-loss", "Data is lost"],
  ["destroy", "Destroyed"],
  ["replace", "Replaced"],
  ["interruption", "Interrupted"],
  ["access", "Access"],
  ["change", "Good to know"],
];

/** So many of one sort are told, more are named. */
const TOLD = 3;

/** So many statements of one policy. */
const STATEMENTS = 5;

/** What of a plan matters, the worst first: each in a sentence, with what forces it, statements and advice; what only describes is counted. */
export function renderDangers(summary: PlanSummary, dangers: readonly Danger[], look: PlanLook): string[] {
  const changes = new Map(summary.modules.flatMap(({ changes }) => changes.map((one) => [one.address, one])));
  const matters = dangers.filter((one) => one.kind !== "cosmetic" && !(one.kind === "change" && isSafe(one)));
  // Where everything goes, what goes with what says nothing, and what nobody misses is counted above.
  const removal = isRemoval(summary);
  const told = look.full
    ? matters
    : matters.filter((one) => (removal ? one.rule : !one.follows) || one.kind === "data-loss");
  const view = new DangersView(changes, removal ? [] : dangers, look);
  const sections = HEADINGS.flatMap(([kind, heading]) =>
    view.section(
      heading,
      told.filter((one) => one.kind === kind),
    ),
  );
  const cosmetic = dangers.filter(({ kind }) => kind === "cosmetic");
  return [
    ...(sections.length > 0 ? ["", look.paint("bold", "What matters"), ...sections] : []),
    ...(cosmetic.length > 0 ? ["", ...view.cosmetic(cosmetic)] : []),
  ];
}

const isSafe = (danger: Danger): boolean => levelOf(danger) === "safe";

class DangersView {
  readonly #changes: ReadonlyMap<string, PlannedChange>;
  readonly #followers = new Map<string, PlannedChange[]>();
  readonly #look: PlanLook;

  constructor(changes: ReadonlyMap<string, PlannedChange>, dangers: readonly Danger[], look: PlanLook) {
    this.#changes = changes;
    this.#look = look;
    for (const { follows, address } of dangers) {
      const change = changes.get(address);
      if (!follows || !change) continue;
      this.#followers.set(follows, [...(this.#followers.get(follows) ?? []), change]);
    }
  }

  section(heading: string, dangers: readonly Danger[]): string[] {
    if (dangers.length === 0) return [];
    const format = dangers.some((one) => levelOf(one) === "dangerous")
      ? (["red", "bold"] as const)
      : "yellow";
    const safe = dangers.every(isSafe);
    return [
      `  ${this.#look.paint(safe ? "bold" : format === "yellow" ? format : ["red", "bold"], heading)}`,
      ...groups(dangers).flatMap((group) => this.#group(group)),
    ];
  }

  cosmetic(dangers: readonly Danger[]): string[] {
    const changes = dangers.flatMap(({ address }) => this.#changes.get(address) ?? []);
    const names = new Set(
      changes.flatMap(({ action, attributes }) =>
        action === "move" ? ["names here"] : attributes.map(({ path }) => path.replace(/[.[].*$/, "")),
      ),
    );
    const text = `${plural(dangers.length, "cosmetic change")} (${[...names].join(", ")}): ${resourceWords(changes, TOLD)}`;
    return folded(text, this.#look.columns - 2).map((line) => `  ${this.#look.paint("dim", line)}`);
  }

  /** Those of one sort: the first ones told, the others named, and their advice once. */
  #group(group: readonly Danger[]): string[] {
    const few = this.#look.full || group.length <= TOLD + 1 ? group : group.slice(0, TOLD);
    const rest = group.slice(few.length).flatMap(({ address }) => this.#changes.get(address) ?? []);
    const more =
      rest.length > 0
        ? marked(" ", `… and ${rest.length} more of these: ${resourceWords(rest, TOLD)}`, 4, this.#look)
        : [];
    const [first] = group;
    return [
      ...sameWords(few).flatMap((same) => this.#told(same)),
      ...more,
      ...(first?.advice ?? []).flatMap((line) =>
        marked("→", line, 6, this.#look).map((text) => this.#look.paint("cyan", text)),
      ),
    ];
  }

  #told(same: readonly Danger[]): string[] {
    const [danger] = same;
    if (!danger) return [];
    const [mark, format] = MARKS[this.#changes.get(danger.address)?.action ?? "update"];
    const addresses = same.map(({ address }) => address).join(", ");
    const followers = this.#look.full
      ? []
      : same.flatMap(({ address }) => this.#followers.get(address) ?? []);
    return [
      ...marked(
        this.#look.paint(format, mark),
        `${addresses}: ${same.length > 1 ? danger.what.replace(/^It is /, "They are ") : danger.what}`,
        4,
        this.#look,
      ),
      ...danger.forcedBy
        // What a rule inside a document says of itself forces nothing by itself.
        .filter(({ path }) => !path.endsWith(".description"))
        .flatMap((attribute) => attributeLine(attribute, 8, this.#look)),
      ...this.#statements(danger.statements),
      ...(followers.length > 0 ? marked(" ", `With it: ${resourceWords(followers, 2)}.`, 4, this.#look) : []),
    ];
  }

  #statements(statements: readonly StatementChange[]): string[] {
    // What opens first, since long lists are cut at their end.
    const sorted = [...statements].sort((a, b) => Number(b.opens) - Number(a.opens));
    const few = this.#look.full ? sorted : sorted.slice(0, STATEMENTS);
    const rest = sorted.length - few.length;
    return [
      ...few.flatMap((one) => this.#statement(one)),
      ...(rest > 0 ? [`        … and ${plural(rest, "more statement")}`] : []),
    ];
  }

  #statement({ change, text, opens, differences = [] }: StatementChange): string[] {
    const [mark, format] =
      MARKS[({ added: "create", removed: "delete", changed: "update" } as const)[change]];
    const note = opens ? " (opens)" : "";
    const few = this.#look.full ? differences : differences.slice(0, STATEMENTS);
    const rest = differences.length - few.length;
    return [
      ...marked(this.#look.paint(format, mark), `${text}${note}`, 8, this.#look),
      ...few.flatMap((line) => marked(" ", line, 10, this.#look)),
      ...(rest > 0 ? [`            … and ${plural(rest, "more difference")}`] : []),
    ];
  }
}

/** Dangers of one rule that give the same advice, in order. */
function groups(dangers: readonly Danger[]): Danger[][] {
  const found = new Map<string, Danger[]>();
  for (const danger of dangers) {
    const key = JSON.stringify([danger.rule ?? "", danger.rule ? danger.advice : danger.what]);
    found.set(key, [...(found.get(key) ?? []), danger]);
  }
  return [...found.values()];
}

/** Dangers that the same words tell of, as long as nothing else is to be shown of them. */
function sameWords(dangers: readonly Danger[]): Danger[][] {
  const found = new Map<string, Danger[]>();
  for (const [index, danger] of dangers.entries()) {
    const alone = danger.forcedBy.length + danger.statements.length > 0;
    const key = alone ? String(index) : danger.what;
    found.set(key, [...(found.get(key) ?? []), danger]);
  }
  return [...found.values()];
}
