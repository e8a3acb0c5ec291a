import type { AttributeChange } from "../attributes.ts";
import { type Danger, type DangerKind, levelOf } from "../dangers/danger.ts";
import type { Task } from "../duration.ts";
import type { ReviewedOutput } from "../review.ts";
import type { ChangeAction, ChangeCounts } from "../summary.ts";

/** Signs of the actions, as Terraform's users know them; never a colour alone. */
export const SIGNS: Readonly<Record<ChangeAction, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "−",
  import: "↓",
  forget: "×",
  move: "→",
};

/** What happens to a resource, as a word after its name. */
export const ACTIONS: Readonly<Record<ChangeAction, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "destroyed",
  import: "imported",
  forget: "forgotten",
  move: "moved",
};

/** The graver first: the order in which counts and filters show them. */
export const ACTION_ORDER: readonly ChangeAction[] = [
  "delete",
  "replace",
  "update",
  "create",
  "import",
  "forget",
  "move",
];

export const TASKS: Readonly<Record<Task["action"], string>> = {
  create: "create",
  update: "update",
  retag: "tag",
  delete: "destroy",
  replace: "replace",
};

/** Dangers as a label, the worst first. */
export const DANGERS: Readonly<Record<DangerKind, string>> = {
  "data-loss": "loses data",
  destroy: "destroyed",
  replace: "replaced",
  interruption: "interrupts",
  access: "access",
  change: "changes",
  cosmetic: "cosmetic",
};

/** A danger as a label: access is not only opened, and who approves must not take the one for the other. */
export function labelOf(danger: Danger): string {
  const { kind, opens } = danger;
  if (kind !== "access" || levelOf(danger) === "safe") return DANGERS[kind];
  return opens === false ? "takes rights away" : "opens access";
}

export const DANGER_ORDER = Object.keys(DANGERS) as DangerKind[];

/** Whether a danger deserves to be read before a yes. A change that hurts nobody by its kind may do so by what it changes. */
export function matters(danger: Danger): boolean {
  return danger.kind === "change" ? levelOf(danger) !== "safe" : danger.kind !== "cosmetic";
}

/** US dollars: `$241`, `$9.50`, `under $0.01`; a month is said by who asks. */
export function money(usd: number): string {
  const size = Math.abs(usd);
  const sign = usd < 0 ? "−" : "";
  if (size === 0) return "$0";
  if (size < 0.005) return `${sign}under $0.01`;
  const digits = size < 99.995 ? 2 : 0;
  return `${sign}$${grouped(size, digits)}`;
}

/** A difference in US dollars with its sign: `+$43`, `−$12.40`, `±$0`. */
export function moneyDifference(usd: number): string {
  if (Math.abs(usd) < 0.005) return "±$0";
  return usd > 0 ? `+${money(usd)}` : money(usd);
}

/** `1,460`, `12.5`: no more digits than are known. */
export function amount(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : Math.abs(value) < 1 ? 3 : 1;
  return grouped(value, digits).replace(/\.0+$/, "");
}

function grouped(value: number, digits: number): string {
  const [whole = "", fraction] = Math.abs(value).toFixed(digits).split(".");
  const sign = value < 0 ? "−" : "";
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction ? `.${fraction}` : ""}`;
}

/** `1 resource`, `2 resources`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count, 0)} ${count === 1 ? one : many}`;
}

/** `3 created, 2 updated`, or `nothing`. */
export function countsText(counts: ChangeCounts): string {
  const named = ACTION_ORDER.flatMap((action) => {
    const count = action === "move" ? 0 : counts[action];
    return count > 0 ? [`${grouped(count, 0)} ${ACTIONS[action]}`] : [];
  });
  return named.join(", ") || "nothing";
}

/** A value as people read it: text as it is, JSON in text laid out, everything else as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value !== "string") return JSON.stringify(value, undefined, 2);
  if (value === "") return '""';
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), undefined, 2);
  } catch {
    return value;
  }
}

/** What stands for the value after the apply. */
export function afterText(change: AttributeChange): string {
  if (change.sensitive) return "(sensitive)";
  if (!change.unknown) return valueText(change.after);
  const waits = change.waitsFor ?? [];
  return waits.length > 0 ? `known once ${waits.join(", ")} is there` : "known after the apply";
}

export function beforeText({ sensitive, before }: AttributeChange): string {
  return sensitive ? "(sensitive)" : valueText(before);
}

export function outputText({ sensitive, value }: ReviewedOutput): string {
  if (sensitive) return "(sensitive)";
  return value === undefined ? "known after the apply" : valueText(value);
}
