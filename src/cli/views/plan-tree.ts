import type { AttributeChange } from "../../review/attributes.ts";
import type { Danger } from "../../review/dangers/danger.ts";
import type { ChangeAction, ModuleChanges, PlannedChange, PlanSummary } from "../../review/summary.ts";
import { folded, MARKS, marked, type PlanLook, resourceWords } from "./plan-text.ts";
import { attributeLine } from "./plan-values.ts";

/** So many resources of a module are named, more are counted by type. */
const NAMED = 4;

/** So many updates and replacements of a module are shown with their attributes. */
const DETAILED = 8;

/** So many attributes of one resource. */
const ATTRIBUTES = 4;

/** Every change under its module, with counts: what is new or goes by type, what changes with its attributes. */
export function renderTree({ modules }: PlanSummary, dangers: readonly Danger[], look: PlanLook): string[] {
  const folds = new Folds(dangers, look);
  return modules.flatMap((module) => ["", ...renderModule(module, folds, look)]);
}

/** What is told elsewhere and only counted here. */
class Folds {
  readonly #cosmetic: ReadonlySet<string>;
  readonly #follows: ReadonlySet<string>;
  readonly #policies: ReadonlySet<string>;

  constructor(dangers: readonly Danger[], { full }: PlanLook) {
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

  /** Of a replacement, all that AWS computes is new as well, which says nothing; policies are shown as statements. */
  telling({ action, address, attributes }: PlannedChange): AttributeChange[] {
    return attributes.filter(
      (one) =>
        (action !== "replace" || one.forcesReplacement || one.sensitive || one.after !== undefined) &&
        !(
          this.#policies.has(address) &&
          /^(assume_role_|access_|key_|resource_)?polic(y|ies)(\.|$)/.test(one.path)
        ),
    );
  }
}

function renderModule({ module, changes }: ModuleChanges, folds: Folds, look: PlanLook): string[] {
  const shown = changes.filter((one) => !folds.isCosmetic(one));
  const plain = shown.filter((one) => folds.isPlain(one));
  const detailed = shown.filter((one) => !folds.isPlain(one));
  const few = look.full ? detailed : detailed.slice(0, DETAILED);
  const rest = detailed.slice(few.length);
  return [
    `  ${look.paint("bold", module)}  ${moduleCounts(changes, look)}`,
    ...(["create", "delete"] as const).flatMap((action) => renderPlain(plain, action, look)),
    ...few.flatMap((change) => renderChange(change, folds, look)),
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

function renderChange(change: PlannedChange, folds: Folds, look: PlanLook): string[] {
  const { paint } = look;
  const [mark, format] = MARKS[change.action];
  const note = change.previousAddress ? ` (was ${change.previousAddress})` : "";
  const telling = folds.telling(change);
  // What forces a replacement comes first, since lists are cut at their end.
  const sorted = [...telling].sort((a, b) => Number(b.forcesReplacement) - Number(a.forcesReplacement));
  const few = look.full
    ? sorted
    : sorted.slice(0, telling.length === ATTRIBUTES + 1 ? ATTRIBUTES + 1 : ATTRIBUTES);
  const rest = sorted.length - few.length;
  return [
    ...marked(paint(format, mark), `${change.address}${note}`, 4, look),
    ...few.map((attribute) => attributeLine(attribute, 8, look)),
    ...(rest > 0 ? [`        ${paint("dim", `… and ${rest} more attributes`)}`] : []),
  ];
}
