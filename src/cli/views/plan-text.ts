import type { ChangeAction, PlannedChange } from "../../review/summary.ts";
import type { Look, Paint } from "../paint.ts";

/** Of each action its sign, which says it without colours as well. */
export const MARKS: Readonly<Record<ChangeAction, readonly [mark: string, format: Parameters<Paint>[0]]>> = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  replace: ["±", ["red", "bold"]],
  delete: ["-", "red"],
  forget: ["✂", "yellow"],
  import: ["↓", "cyan"],
  move: ["→", "cyan"],
};

/** A list is as long as a reader takes in; `full` is for those who want each. */
export interface PlanLook extends Look {
  readonly full?: boolean;
}

const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this makes visible
  /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** Text from a plan with its control and direction-changing characters spelled out, so that none is obeyed or unseen. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Breaks words into lines like `wrap`, and words that are longer than a line too: names and ARNs are. */
export function folded(text: string, width: number): string[] {
  const room = Math.max(20, width);
  const lines: string[] = [];
  let line = "";
  for (let word of visible(text).split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = "";
    }
    while (word.length > room) {
      lines.push(word.slice(0, room));
      word = word.slice(room);
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => one.replaceAll("\u00A0", " ").trimEnd());
}

/** Wrapped text behind a mark; further lines under its first letter. */
export function marked(mark: string, text: string, indent: number, { columns }: Look): string[] {
  const margin = " ".repeat(indent);
  return folded(text, columns - indent - 2).map(
    (line, index) => `${margin}${index === 0 ? mark : " "} ${line}`,
  );
}

/** Resources as few words: each by its address when there are few, else `aws_subnet ×6`; with `full` all names by type. */
export function resourceWords(changes: readonly PlannedChange[], few: number): string {
  const types = new Map<string, PlannedChange[]>();
  for (const change of changes) {
    const list = types.get(change.type);
    if (list) list.push(change);
    else types.set(change.type, [change]);
  }
  return [...types]
    .flatMap(([type, list]) =>
      list.length === 1 || changes.length <= few
        ? list.map(({ address }) => address)
        : [`${type}\u00A0×${list.length}`],
    )
    .join(", ");
}
