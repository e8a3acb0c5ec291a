import { type Job, jobsOf } from "./campaign.ts";
import { scenarios } from "./scenarios/index.ts";

/** The runs that `make test` makes as well: each shows another way of going on. */
const SAMPLE: readonly (readonly [id: string, moment: number])[] = [
  ["kill-apply", 12],
  ["kill-apply", 13],
  ["kill-destroy", 6],
  ["kill-destroy", 8],
  ["lost-answers", 0],
  ["state-refused", 0],
  ["state-lost", 2],
];

export function sampleJobs(): Job[] {
  return SAMPLE.flatMap(([id, moment]) =>
    jobsOf(
      scenarios.filter((scenario) => scenario.id === id),
      moment,
    ),
  );
}
