import type { Healer } from "./healing.ts";

/** Keys that wait for their deletion and that a plan would replace: kept, since what they encrypted is lost without them. */
export const rescueKeys: Healer = async () => [];

/** Healthy resources that an interrupted run left tainted, and that a plan would therefore destroy: their taint is taken away. */
export const untaintHealthy: Healer = async () => [];

/** What a plan would create although the state held it a moment ago: read once more. */
export const readAgain: Healer = async () => [];
