import { type AttributeChange, isTelling } from "../../review/attributes.ts";
import type { Danger } from "../../review/dangers/danger.ts";
import type { ChangeAction, ModuleChanges, PlannedChange, PlanSummary } from "../../review/summary.ts";
import { folded, MARKS, marked, type PlanLook, resourceWords } from "./plan-text.ts";
import { attributeLine } from "./plan-values.ts";

/** So many resources of a module are named, more are counted by type. */
const NAMED = 4;

/** So many updates and replacements are shown with their attributes, and so many of a module at least. */
const DETAILED = { plan: 24, module: 3 };

/** So many attributes of one resource. */
const ATTRIBUTES = 4;

/** Every change under its module, with counts: what is new or goes by type, what changes with its attributes. */
export function renderTree({ modules }: PlanSummary, dangers: readonly Danger[], look: PlanLook): string[] {
  const folds = new Folds(dangers, look);
  const most = look.full
    ? Number.POSITIVE_INFINITY
    : Math.max(DETAILED.module, DETAILED.plan / modules.length);
  let apart = true;
  return modules.flatMap((module) => {
    const line = look.full ? undefined : moduleInALine(module, folds, look);
    const before = apart || !line ? [""] : [];
    apart = !line;
    return [...before, ...(line ?? renderModule(module, folds, { ...look, most }))];
  });
}

/** What is told elsewhere and only counted here. */
class Folds {
  readonly #cosmetic: ReadonlySet<string>;
  readonly #follows: ReadonlySet<string>;
  readonly #policies: ReadonlySet<string>;
  readonly #full: boolean;

  constructor(dangers: readonly Danger[], { full = false }: PlanLook) {
    this.#full = full;
    const addresses = (wanted: (danger: Danger) => unknown) =>
      new Set(full ? [] : dangers.filter(wanted).map(({ address }) => address));
    this.#cosmetic = addresses(({ kind }) => kind === "cosmetic");
    this.#follows = addresses(({ follows }) => follows);
    this.#policies = addresses(({ rule }) => rule === "policy-statements");
  }

  isCosmetic({ address, action }: PlannedChange): boolean {
    return action === "update" && this.#cosmetic.has(address);
  }

  isPlain(change: PlannedChange): boolean {
    const { action, address } = change;
    return action === "create" || action === "delete" || (action === "replace" && this.#follows.has(address));
  }

  /** Changes of which the same is to be said, together, in order. */
  alike(changes: readonly PlannedChange[]): PlannedChange[][] {
    const found = new Map<string, PlannedChange[]>();
    for (const change of changes) {
      const { type, action, address, previousAddress } = change;
      const key =
        this.#full || previousAddress ? address : JSON.stringify([type, action, this.telling(change)]);
      const same = found.get(key);
      if (same) same.push(change);
      else found.set(key, [change]);
    }
    return [...found.values()];
  }

  /** What says something; policies are shown as statements. */
  telling({ action, address, attributes }: PlannedChange): AttributeChange[] {
    return attributes.filter(
      (one) =>
        isTelling(one, action) &&
        !(
          this.#policies.has(address) &&
          /^(assume_role_|access_|key_|resource_)?polic(y|ies)(\.|$)/.test(one.path)
        ),
    );
  }
}

/** A module in which everything comes, or everything goes, is a line of its types. */
function moduleInALine(
  { module, changes }: ModuleChanges,
  folds: Folds,
  look: PlanLook,
): string[] | undefined {
  if (changes.every((one) => folds.isCosmetic(one)))
    return [
      `  ${look.paint("bold", module)}  ${moduleCounts(changes, look)}  ${look.paint("dim", "cosmetic only")}`,
    ];
  const [first] = changes;
  const alike = changes.every((one) => one.action === first?.action && folds.isPlain(one));
  if (!alike || !first) return undefined;
  const counts = `${MARKS[first.action][0]}${changes.length}`;
  const text = `${module}  ${counts}  ${resourceWords(changes, NAMED)}`;
  const [head = "", ...rest] = folded(text, look.columns - 6);
  const painted = head
    .replace(module, look.paint("bold", module))
    .replace(counts, look.paint(MARKS[first.action][1], counts));
  return [`  ${painted}`, ...rest.map((line) => `      ${line}`)];
}

function renderModule(
  { module, changes }: ModuleChanges,
  folds: Folds,
  look: PlanLook & { readonly most: number },
): string[] {
  const shown = changes.filter((one) => !folds.isCosmetic(one));
  const plain = shown.filter((one) => folds.isPlain(one));
  const detailed = folds.alike(shown.filter((one) => !folds.isPlain(one)));
  const few = detailed.slice(0, look.most);
  const rest = detailed.slice(few.length).flat();
  return [
    `  ${look.paint("bold", module)}  ${moduleCounts(changes, look)}`,
    ...(["create", "delete"] as const).flatMap((action) => renderPlain(plain, action, look)),
    ...few.flatMap((same) => renderChanges(same, folds, look)),
    ...renderPlain(plain, "replace", look),
    ...(rest.length > 0
      ? marked(" ", `… and ${rest.length} more: ${resourceWords(rest, NAMED)} (--full shows them)`, 4, look)
      : []),
  ];
}

/** `+21 ~2 ±1`. */
function moduleCounts(changes: readonly PlannedChange[], { paint }: PlanLook): string {
  return (Object.keys(MARKS) as ChangeAction[])
    .flatMap((action) => {
      const count = changes.filter((one) => one.action === action).length;
      return count > 0 ? [paint(MARKS[action][1], `${MARKS[action][0]}${count}`)] : [];
    })
    .join(" ");
}

function renderPlain(
  plain: readonly PlannedChange[],
  action: "create" | "delete" | "replace",
  look: PlanLook,
): string[] {
  const changes = plain.filter((one) => one.action === action);
  if (changes.length === 0) return [];
  const [mark, format] = MARKS[action];
  if (look.full) return renderNames(changes, look.paint(format, mark), look);
  return marked(look.paint(format, mark), resourceWords(changes, NAMED), 4, look);
}

/** One line per type, `+ aws_subnet  private_a private_b`. */
function renderNames(changes: readonly PlannedChange[], mark: string, look: PlanLook): string[] {
  const types = new Map<string, string[]>();
  for (const { type, address } of changes) {
    types.set(type, [...(types.get(type) ?? []), address.slice(type.length + 1)]);
  }
  return [...types].flatMap(([type, names]) => {
    const room = look.columns - type.length - 8;
    if (room < 24)
      return [
        `    ${mark} ${type}`,
        ...folded(names.join(" "), look.columns - 8).map((line) => `        ${line}`),
      ];
    return folded(names.join(" "), room).map((line, index) =>
      index === 0 ? `    ${mark} ${type}  ${line}` : `${" ".repeat(type.length + 8)}${line}`,
    );
  });
}

/** Resources of which the same is to be said. */
function renderChanges(same: readonly PlannedChange[], folds: Folds, look: PlanLook): string[] {
  const [change] = same;
  if (!change) return [];
  const { paint } = look;
  const [mark, format] = MARKS[change.action];
  const note = change.previousAddress ? ` (was ${change.previousAddress})` : "";
  // What forces a replacement comes first, since lists are cut at their end.
  const sorted = [...folds.telling(change)].sort(
    (a, b) => Number(b.forcesReplacement) - Number(a.forcesReplacement),
  );
  const most = look.full ? sorted.length : ATTRIBUTES;
  const few = sorted.length <= most + 1 ? sorted : sorted.slice(0, most);
  const rest = sorted.length - few.length;
  return [
    ...marked(paint(format, mark), `${resourceWords(same, NAMED)}${note}`, 4, look),
    ...few.flatMap((attribute) => attributeLine(attribute, 8, look)),
    ...(rest > 0 ? [`        ${paint("dim", `… and ${rest} more attributes`)}`] : []),
  ];
}
