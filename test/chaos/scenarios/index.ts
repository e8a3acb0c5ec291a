import type { Scenario } from "../scenario.ts";
import { contention } from "./contention.ts";
import { destroys } from "./destroy.ts";
import { handMade } from "./drift.ts";
import { staleness } from "./exact.ts";
import { failures } from "./failures.ts";
import { guards } from "./guards.ts";
import { interrupts } from "./interrupts.ts";
import { kills } from "./kills.ts";
import { locks } from "./lock.ts";
import { outages } from "./outages.ts";
import { anySchedule } from "./schedules.ts";
import { states } from "./state.ts";

/** Every scenario, in the order of the table. A new one is an entry of a file beside this one. */
export const scenarios: readonly Scenario[] = [
  ...kills,
  ...interrupts,
  ...outages,
  ...failures,
  contention,
  ...locks,
  ...states,
  ...guards,
  ...handMade,
  ...staleness,
  ...destroys,
  anySchedule,
];
