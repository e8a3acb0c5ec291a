import { isTelling } from "../attributes.ts";
import type { Review } from "../review.ts";
import type { ModuleChanges, PlannedChange } from "../summary.ts";
import { code, cut, prose } from "./markdown-text.ts";
import { ACTIONS, afterText, beforeText, countsText, SIGNS } from "./words.ts";

/** Attributes of one change that are written out. */
const ATTRIBUTES = 8;
const VALUE_LENGTH = 80;
/** Names of one type in a row. */
const NAMES_LENGTH = 400;

/** Every change under its module, folded; as many lines as there is room for, in characters. */
export function foldedChanges({ summary }: Review, room: number): string {
  if (summary.modules.length === 0) return "";
  const open = `<details><summary>Changes: ${countsText(summary.counts)}</summary>\n\n`;
  const close = "\n</details>\n";
  const lines = summary.modules.flatMap(moduleLines);
  const kept: string[] = [];
  let left = room - open.length - close.length - 100;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.push(line);
  }
  if (kept.length < lines.length)
    kept.push("", `…and more: ${lines.length - kept.length} lines that a comment has no room for.`);
  return `${open}${kept.join("\n")}\n${close}`;
}

function moduleLines({ module, changes }: ModuleChanges): string[] {
  const created = changes.filter(({ action }) => action === "create");
  return [
    `**${prose(module)}**`,
    "",
    ...changes.filter(({ action }) => action !== "create").flatMap(changeLines),
    ...(created.length > 0 ? [`- ${SIGNS.create} created: ${byType(created)}`] : []),
    "",
  ];
}

function changeLines({ action, address, attributes: all }: PlannedChange): string[] {
  const attributes = all.filter((one) => isTelling(one, action));
  const rest = attributes.length - ATTRIBUTES;
  return [
    `- ${SIGNS[action]} ${code(address)} is ${ACTIONS[action]}`,
    ...attributes
      .slice(0, ATTRIBUTES)
      .map(
        (one) =>
          `  - ${code(one.path || "(all of it)")}: ${code(beforeText(one), VALUE_LENGTH)} → ${code(afterText(one), VALUE_LENGTH)}${one.forcesReplacement ? " (forces it)" : ""}`,
      ),
    ...(rest > 0 ? [`  - and ${rest} more`] : []),
  ];
}

/** `3 × aws_subnet (private_a, private_b, private_c)`. */
function byType(changes: readonly PlannedChange[]): string {
  const types = new Map<string, string[]>();
  for (const { type, address } of changes)
    types.set(type, [...(types.get(type) ?? []), address.slice(type.length + 1)]);
  return [...types]
    .map(([type, names]) => {
      const named = names.slice(0, 6).join(", ") + (names.length > 6 ? `, and ${names.length - 6} more` : "");
      return `${names.length > 1 ? `${names.length} × ` : ""}${code(type)} (${prose(cut(named, NAMES_LENGTH))})`;
    })
    .join("; ");
}
