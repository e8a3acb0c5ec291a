import { givesUpAfter } from "../../../infra/timeouts.ts";
import { about, between } from "../../review/approximate.ts";
import type { Remaining } from "../../review/remaining.ts";
import { taskKey } from "../../review/task-graph.ts";
import type { Paint } from "../paint.ts";
import type { Progress, RunningGroup } from "./progress.ts";
import { duration, plural } from "./text.ts";

type Format = Parameters<Paint>[0];

const VERBS: Readonly<Record<string, readonly [doing: string, mark: string, format: Format]>> = {
  create: ["creating", "+", "green"],
  update: ["updating", "~", "yellow"],
  delete: ["destroying", "-", "red"],
};

export const doing = (action: string): string => VERBS[action]?.[0] ?? action;

/** The sign of a finished step, and its colour. */
export function markOf(action: string): { mark: string; format: Format } {
  const [, mark = "·", format = "dim"] = VERBS[action] ?? [];
  return { mark, format };
}

/** `34 of 108 done, 1 failed, 3 min 20 s`. */
export function headline({ done, failed, total, startedAt }: Progress, now: number): string {
  const count = total > 0 ? `${done} of ${total}` : plural(done, "resource");
  return `${count} done${failed > 0 ? `, ${failed} failed` : ""}, ${duration((now - startedAt) / 1000)}`;
}

/** `6 running, 68 waiting`; what a failure keeps from beginning is told apart. */
export function countsText({ running }: Progress, left: Remaining | undefined): string {
  return [
    `${running.length} running`,
    ...(left && left.waiting > 0 ? [`${left.waiting} waiting`] : []),
    ...(left && left.blocked > 0 ? [`${left.blocked} blocked by what failed`] : []),
  ].join(", ");
}

/** `3 min 05 s of about 10 min`; beyond the slow end, what is usual and when Terraform gives up. The fullest first. */
export function timeTexts({ type, action, since, usual }: RunningGroup, now: number): string[] {
  const seconds = (now - since) / 1000;
  const short = duration(seconds);
  if (!usual) return [short];
  if (!isOverdue(seconds, usual)) return [`${short} of about ${about(usual.seconds)}`, short];
  const late = `${short}, usually about ${about(usual.seconds)}`;
  const end = givesUpAfter(type, action);
  const ending = `${short}, usually ${about(usual.seconds)}, gives up after ${end} min`;
  return end === undefined ? [late, short] : [ending, late, short];
}

/** A little over is nothing to speak of, nor are a few seconds. */
function isOverdue(seconds: number, { seconds: typical, high }: { seconds: number; high: number }): boolean {
  return seconds > high + Math.max(5, typical * 0.1);
}

/** An end that is nearer needs no time of day, in seconds. */
const NEAR = 120;

/**
 * How long it still takes, the fullest text first: `about 9 min left (7 to 12 min), until about 14:32`. When what it waits for takes longer
 * than usual, nobody knows; then what comes after it is told.
 */
export function leftTexts(progress: Progress, left: Remaining | undefined, now: number): string[] {
  if (!left) return [];
  const late = lateStep(progress, left, now);
  if (late) {
    const rest = left.seconds >= 1 ? `, then about ${about(left.seconds)} more` : "";
    return [`longer than usual: waits for ${late}${rest}`, `longer than usual${rest}`, "longer than usual"];
  }
  if (left.seconds < 1)
    return [left.waiting + progress.running.length > 0 ? "about to end" : "saving the state"];
  const text = `about ${about(left.seconds)} left`;
  const spread = left.high - left.low > Math.max(20, left.seconds * 0.15);
  const ends = spread ? ` (${between(left.low, left.high)})` : "";
  const until = left.seconds >= NEAR ? `, until about ${timeOfDay(now + left.seconds * 1000)}` : "";
  return [`${text}${ends}${until}`, `${text}${ends}`, text];
}

/** What everything waits for too long: the step that the end waits for, or all there is, where Terraform begins nothing else. */
function lateStep({ running, graph }: Progress, { waitsFor }: Remaining, now: number): string | undefined {
  const late = running.filter(({ address, action, since }) => {
    const task = graph.get(taskKey(address, action));
    return task && isOverdue((now - since) / 1000, task);
  });
  const awaited = late.find(({ address }) => address === waitsFor?.address);
  const only = late.length === running.length ? late[0] : undefined;
  return (awaited ?? only)?.address;
}

/** Hours and minutes where the user is. */
function timeOfDay(milliseconds: number): string {
  const date = new Date(milliseconds);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
