import type { Scenario } from "../scenario.ts";
import { interrupts } from "./interrupts.ts";
import { kills } from "./kills.ts";

/** Every scenario, in the order of the table. A new one is an entry of a file beside this one. */
export const scenarios: readonly Scenario[] = [...kills, ...interrupts];
