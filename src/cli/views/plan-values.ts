import type { AttributeChange } from "../../review/attributes.ts";
import type { Look } from "../paint.ts";
import { visible } from "./plan-text.ts";
import { cut } from "./text.ts";

/** One changed attribute in one line: `name  before → after`, and what an unknown value waits for. */
export function attributeLine(attribute: AttributeChange, indent: number, { paint, columns }: Look): string {
  const note = columns < 72 ? "  ← forces it" : "  ← forces the replacement";
  const forced = attribute.forcesReplacement ? note : "";
  const least = 20;
  const path = cut(visible(attribute.path), columns - indent - least - 2 - forced.length);
  const room = columns - indent - path.length - 2 - forced.length;
  return `${" ".repeat(indent)}${path}  ${paint("dim", values(attribute, Math.max(least, room)))}${paint("red", forced)}`;
}

function values({ before, after, sensitive, unknown, waitsFor = [] }: AttributeChange, room: number): string {
  if (sensitive) return "(sensitive)";
  if (unknown) {
    const [first, ...more] = waitsFor;
    const known = first
      ? `(known after ${first}${more.length > 0 ? ` and ${more.length} more` : ""})`
      : "(known after apply)";
    // The reason is worth more than the old value, which is cut first.
    const left = room - known.length - 3;
    return left >= 8 ? `${cut(shown(before), left)} → ${known}` : cut(`→ ${known}`, room);
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return sides(shown(before), shown(after), room);
  // Of a list, only what comes and goes.
  const [old, now] = [before.map(shown), after.map(shown)];
  const comes = now.filter((item) => !old.includes(item)).map((item) => `+${item}`);
  const goes = old.filter((item) => !now.includes(item)).map((item) => `-${item}`);
  return cut([...goes, ...comes].join(" ") || "(another order)", room);
}

/** Both sides have a right to be seen: the longer one is cut first. */
function sides(before: string, after: string, room: number): string {
  const half = Math.floor((room - 3) / 2);
  const left = cut(before, Math.max(half, room - 3 - after.length));
  return `${left} → ${cut(after, room - 3 - left.length)}`;
}

/** As JSON, which also makes control characters visible instead of obeyed. */
const shown = (value: unknown): string => (value === undefined ? "(none)" : visible(JSON.stringify(value)));
