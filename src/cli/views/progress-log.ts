import { waitOf } from "../../facts/waits.ts";
import type { Remaining } from "../../review/remaining.ts";
import type { EngineEvent } from "../../terraform/events.ts";
import type { Look } from "../paint.ts";
import { type Progress, type RunningGroup, runningGroups } from "./progress.ts";
import { countsText, doing, headline, leftTexts, markOf, timeTexts } from "./progress-words.ts";
import { cut, duration, plural, wrap } from "./text.ts";

/** The line that stays when a step is finished, with its id and how long it took; nothing for other events. */
export function finishedLine(
  event: EngineEvent,
  { since, now, needing = 0 }: { since?: number; now: number; needing?: number },
  { paint, columns }: Look,
): string[] {
  if (event.type !== "apply_complete" && event.type !== "apply_errored") return [];
  const { resource, action, elapsed_seconds, id_value } = event.hook;
  if (action === "read" || action === "noop") return [];
  // The engine counts whole seconds; our own clock says more about the short ones.
  const took = duration(since === undefined ? elapsed_seconds : (now - since) / 1000).padStart(7);
  const address = cut(resource.addr, columns - took.length - 6);
  const room = columns - address.length - took.length - 6;
  if (event.type === "apply_errored") {
    const known = needing > 0 ? `failed; ${plural(needing, "other")} will not begin` : "failed";
    const short = needing > 0 ? `failed, blocks ${needing}` : "failed";
    const end = [`  ${known}`, `  ${short}`, "  failed"].find((text) => text.length <= room) ?? "";
    return [`  ${paint("red", "✗")} ${paint("dim", took)}  ${address}${paint("red", end)}`];
  }
  const { mark, format } = markOf(action);
  const id = id_value && action === "create" && id_value.length + 2 <= room ? `  ${id_value}` : "";
  return [`  ${paint(format, mark)} ${paint("dim", took)}  ${address}${paint("dim", id)}`];
}

/** Lines name so many kinds at most, those that take longest. */
const MOST_TOLD = 3;

export interface HeartbeatOptions {
  readonly now: number;
  readonly left?: Remaining;
  /** Kinds whose waiting was explained already, as {@link slowestKind} names them. */
  readonly explained?: ReadonlySet<string>;
  /** Ctrl-C was pressed: nothing else begins. */
  readonly interrupted?: boolean;
}

/** Some lines for a log: how far it is, what is left, what is under way; and why the slowest takes long, once for each kind. */
export function heartbeat(progress: Progress, options: HeartbeatOptions, { columns }: Look): string[] {
  const { now, left, explained = new Set(), interrupted = false } = options;
  const groups = runningGroups(progress);
  const [slowest] = groups;
  if (!slowest) return [];
  const counted = countsText(progress, interrupted ? undefined : left);
  const [leftText] = interrupted ? ["stopping"] : leftTexts(progress, left, now);
  const standing = [headline(progress, now), counted, leftText].filter(Boolean).join("; ");
  const more = groups.slice(MOST_TOLD).flatMap(({ names }) => names).length;
  const under = groups.slice(0, MOST_TOLD).map((group) => groupText(group, now));
  const why = explained.has(kindOf(slowest)) ? undefined : waitOf(slowest.type, slowest.action)?.why;
  return [
    ...wrap(standing, columns - 4).map((line, index) => `  ${index === 0 ? "…" : " "} ${line}`),
    ...under.flatMap((text, index) => [
      ...indented(text, columns),
      ...(why && index === 0 ? wrap(why, columns - 10).map((line) => `        ${line}`) : []),
    ]),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function groupText(group: RunningGroup, now: number): string {
  return `${doing(group.action)} ${group.type} ${group.names.join(" ")} (${timeTexts(group, now)[0]})`;
}

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - 8).map((line, index) => `    ${index === 0 ? "" : "  "}${cut(line, columns - 8)}`);

/** What has been under way longest, as `heartbeat` explains it: `aws_vpc create`. */
export function slowestKind(progress: Progress): string | undefined {
  const [slowest] = runningGroups(progress);
  return slowest && kindOf(slowest);
}

const kindOf = ({ type, action }: RunningGroup): string => `${type} ${action}`;
