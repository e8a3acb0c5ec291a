import type { AttributeChange } from "../../review/attributes.ts";
import type { Look } from "../paint.ts";
import { visible } from "./plan-text.ts";
import { cut } from "./text.ts";

/** So much room a value gets beside its name; with less it gets a line of its own. */
const BESIDE = 34;

/** One changed attribute, `name  before → after`, and what an unknown value waits for: in one line, or in two where names are long. */
export function attributeLine(attribute: AttributeChange, indent: number, look: Look): string[] {
  const { paint, columns } = look;
  const path = visible(attribute.path);
  const whole = values(attribute, Number.POSITIVE_INFINITY);
  const [long, short] = attribute.forcesReplacement
    ? ["  ← forces the replacement", "  ← forces it"]
    : ["", ""];
  const room = (note: string) => columns - indent - path.length - 2 - note.length;
  const note = columns >= 72 && whole.length <= room(long) ? long : short;
  const line = (name: string, value: string) =>
    `${" ".repeat(indent)}${name}  ${paint("dim", value)}${paint("red", note)}`;
  if (whole.length <= room(note)) return [line(path, whole)];
  if (room(note) >= BESIDE) return [line(path, values(attribute, room(note)))];
  const fits = columns - indent - note.length;
  // The end of a name says more than where it begins.
  const name = path.length <= fits ? path : `…${path.slice(path.length - fits + 1)}`;
  return [
    `${" ".repeat(indent)}${name}${paint("red", note)}`,
    `${" ".repeat(indent + 2)}${paint("dim", values(attribute, columns - indent - 2))}`,
  ];
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
  const comes = after.filter((_, index) => !old.includes(now[index] ?? "")).map(label);
  const goes = before.filter((_, index) => !now.includes(old[index] ?? "")).map(label);
  const told = [
    ...goes.map((item) => `${comes.includes(item) ? "~" : "-"}${item}`),
    ...comes.filter((item) => !goes.includes(item)).map((item) => `+${item}`),
  ];
  return cut(told.join(" ") || "(another order)", room);
}

/** Both sides have a right to be seen: the longer one is cut first. */
function sides(before: string, after: string, room: number): string {
  const half = Math.floor((room - 3) / 2);
  const left = cut(before, Math.max(half, room - 3 - after.length));
  return `${left} → ${cut(after, room - 3 - left.length)}`;
}

/** As JSON, which also makes control characters visible instead of obeyed. */
const shown = (value: unknown): string => (value === undefined ? "(none)" : visible(JSON.stringify(value)));

/** A block by its own name, where it has one: `"expire"` for a lifecycle rule. */
function label(item: unknown): string {
  const { name, id, sid } = (typeof item === "object" && item !== null ? item : {}) as Record<
    string,
    unknown
  >;
  const own = [name, id, sid].find((one) => typeof one === "string" && one !== "");
  return shown(own ?? item);
}
