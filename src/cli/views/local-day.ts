import type { FaultReport } from "../../local-aws/faults/injector.ts";
import type { TimeReport } from "../../local-aws/time-control.ts";
import type { Look } from "../paint.ts";
import { duration, plural } from "./text.ts";

/** What is under way is told up to so many. */
const MOST_WAITING = 15;

/** What kind of day AWS has, and what came of it. */
export function renderFaults(
  { rules, seed, injected, byService, journal }: FaultReport,
  look: Look,
): string[] {
  if (rules === "") return ["A good day: no faults.", "Make it a bad one: infra local faults bad-day"];
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  const happened = counts(injected);
  return [
    look.paint("bold", "Not AWS's best day:"),
    ...rules.split("\n").map((line) => `  ${line}`),
    happened ? `So far: ${happened} (${counts(byService)})` : "Nothing has happened yet.",
    ...(seed === undefined ? [] : [`Seed: ${seed}`]),
    ...(journal ? [`Journal: ${journal}`] : []),
    "Make it a good one: infra local faults off",
  ];
}

/** How fast AWS's time passes, and what waits for it. */
export function renderTime({ awsTime, waiting }: TimeReport, look: Look): string[] {
  const shown = waiting.slice(0, MOST_WAITING);
  return [
    `AWS's time: ${look.paint("bold", awsTime)} ${look.paint("dim", `(${speeds[awsTime] ?? `${awsTime.slice(1)} times as fast as AWS`})`)}`,
    waiting.length === 0 ? "Nothing is under way." : `${plural(waiting.length, "thing")} under way:`,
    ...shown.map(
      ({ transition, dueInSeconds, payload }) =>
        `  ${duration(dueInSeconds).padStart(7)}  ${transition}  ${look.paint("dim", briefly(payload))}`,
    ),
    ...(waiting.length > shown.length ? [`  and ${waiting.length - shown.length} more`] : []),
  ];
}

const speeds: Readonly<Record<string, string>> = {
  off: "everything is ready at once",
  real: "as long as AWS takes",
};

function briefly(payload: unknown): string {
  if (typeof payload !== "object" || payload === null) return String(payload);
  return Object.values(payload)
    .filter((value) => typeof value === "string" || typeof value === "number")
    .join(" ");
}
