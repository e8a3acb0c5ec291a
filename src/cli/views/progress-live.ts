import { waitOf } from "../../facts/waits.ts";
import type { Remaining } from "../../review/remaining.ts";
import type { Look, Paint } from "../paint.ts";
import type { Note } from "./notes.ts";
import { type Progress, type RunningGroup, runningGroups } from "./progress.ts";
import { renderNote } from "./progress-note.ts";
import { countsText, doing, headline, leftTexts, timeTexts } from "./progress-words.ts";
import { spinner } from "./spinner.ts";
import { cut, wrap } from "./text.ts";

export interface LiveOptions {
  readonly now: number;
  readonly frame: number;
  readonly rows: number;
  readonly left?: Remaining;
  readonly note?: Note;
  readonly interrupted?: boolean;
}

/**
 * What is under way, for the redrawn region: the count, what is left and what that waits for, each kind of resource with its time and why it
 * takes long, and a note. No line is wider than the screen, and all of them fit on it: reasons go first, then what began last.
 */
export function liveLines(progress: Progress, options: LiveOptions, look: Look): string[] {
  const { now, rows, note, interrupted } = options;
  const head = headLines(progress, options, look);
  const room = Math.max(2, rows - 2 - head.length);
  const groups = runningGroups(progress);
  const explained = groups.flatMap((group) => renderGroup(group, now, look, true));
  const notes = note && !interrupted ? renderNote(note, look) : [];
  if (explained.length + notes.length <= room) return [...head, ...explained, ...notes];
  if (explained.length <= room) return [...head, ...explained];
  const names = groups.map((group) => renderGroup(group, now, look, false));
  return [...head, ...fitting(names, room)];
}

/** Whole groups as far as they fit, and how many kinds more there are. */
function fitting(groups: readonly string[][], room: number): string[] {
  const lines: string[] = [];
  for (const [index, group] of groups.entries()) {
    const rest = groups.length - index;
    if (lines.length + group.length + (rest > 1 ? 1 : 0) > room) {
      // Of a long list of names, the first line says what they are.
      const title = rest === 1 || lines.length + 2 <= room ? group.slice(0, 1) : [];
      const more = rest - title.length;
      return [...lines, ...title, ...(more > 0 ? [`    and ${more} more kinds`] : [])];
    }
    lines.push(...group);
  }
  return lines;
}

function headLines(progress: Progress, { now, frame, left, interrupted }: LiveOptions, look: Look): string[] {
  const { paint, columns } = look;
  const sign = paint("cyan", spinner(frame));
  const count = headline(progress, now);
  const barred = progress.total > 0 && count.length + BAR_WIDTH + 5 <= columns;
  const room = columns - 4;
  const until = interrupted
    ? paint("yellow", first(STOPPING, room))
    : paint("bold", first(leftTexts(progress, left, now), room));
  return [
    "",
    `  ${sign} ${barred ? `${bar(progress, paint)} ` : ""}${cut(count, room)}`,
    ...(until ? [`    ${until}`] : []),
    ...(left && progress.running.length > 0
      ? [`    ${paint("dim", first(standingTexts(progress, interrupted ? undefined : left), room))}`]
      : []),
  ];
}

const STOPPING = [
  "Stopping at the next safe point, then saving the state.",
  "Stopping, then saving the state.",
];

/** After Ctrl-C nothing else begins, and the end waits for what runs. */
function standingTexts(progress: Progress, left: Remaining | undefined): string[] {
  const counts = countsText(progress, left);
  return left?.waitsFor ? [`${counts}; the end waits for ${left.waitsFor.address}`, counts] : [counts];
}

/** The first that fits, else as much of the last as fits. */
function first(texts: readonly string[], room: number): string {
  return texts.find((text) => text.length <= room) ?? cut(texts.at(-1) ?? "", room);
}

const BAR_WIDTH = 24;

/** How much is done, at a glance. */
function bar({ done, total }: Progress, paint: Paint): string {
  const filled = Math.min(BAR_WIDTH, Math.round((done / total) * BAR_WIDTH));
  return `${paint("green", "━".repeat(filled))}${paint("dim", "─".repeat(BAR_WIDTH - filled))}`;
}

/** Reasons are for what lasts; seconds. */
const LASTING = 3;

function renderGroup(group: RunningGroup, now: number, { paint, columns }: Look, explain: boolean): string[] {
  const { type, action, names, since } = group;
  const verb = `${doing(action)} ${type}`;
  const whole = `${verb} ${names.join(" ")}`;
  // Where there is little room, what it takes now says more than what it usually takes.
  const times = timeTexts(group, now);
  const time = times.find((text) => verb.length + text.length + 6 <= columns) ?? (times.at(-1) as string);
  const room = columns - time.length - 6;
  const fits = whole.length <= room;
  const why = explain && (now - since) / 1000 >= LASTING ? waitOf(type, action)?.why : undefined;
  return [
    `    ${fits ? whole : cut(verb, room)}  ${paint("cyan", time)}`,
    // Names that do not fit beside the type go below it.
    ...(fits ? [] : wrap(names.join(" "), columns - 8).map((text) => `      ${cut(text, columns - 6)}`)),
    ...(why ? wrap(why, columns - 8).map((text) => `      ${paint("dim", text)}`) : []),
  ];
}
