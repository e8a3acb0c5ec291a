import { type Job, jobsOf } from "./campaign.ts";
import { scenarios } from "./scenarios/index.ts";

/** The runs that `make test` makes as well: each shows another way of going on. */
const SAMPLE: readonly (readonly [id: string, moment: number])[] = [
  ["kill-apply", 13],
  ["kill-apply", 14],
  ["kill-destroy", 7],
  ["interrupt-once", 0],
];

export function sampleJobs(): Job[] {
  return SAMPLE.flatMap(([id, moment]) =>
    jobsOf(
      scenarios.filter((scenario) => scenario.id === id),
      moment,
    ),
  );
}
