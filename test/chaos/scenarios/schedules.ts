import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { check } from "../check.ts";
import { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

/** Something that befalls a run, after so many resources have begun. */
interface Blow {
  readonly after: number;
  readonly what: keyof typeof blows;
}

type Run = ReturnType<Sandbox["start"]>;

/** Everything that a run can be hit with. */
const blows = {
  "kill terraform": async (_: Sandbox, run: Run) => run.kill("terraform"),
  "kill tool": async (_: Sandbox, run: Run) => run.kill("tool"),
  "kill both": async (_: Sandbox, run: Run) => run.kill("both"),
  "kill provider": async (_: Sandbox, run: Run) => run.kill("provider"),
  "Ctrl-C": async (_: Sandbox, run: Run) => run.kill("tool", "SIGINT"),
  throttling: (sandbox: Sandbox) => sandbox.faults("throttle=0.3,latency=30-200"),
  "lost answers": (sandbox: Sandbox) => sandbox.faults("drop-after=0.05,latency=30-200"),
  errors: (sandbox: Sandbox) => sandbox.faults("error=0.1,latency=30-200"),
  lag: (sandbox: Sandbox) => sandbox.faults("stale=2s,latency=30-200"),
  "no endpoint": async (sandbox: Sandbox) => {
    const { endpoint } = await sandbox.server();
    await sandbox.stopServer();
    await sleep(4000);
    await sandbox.server({ port: Number(new URL(endpoint).port) });
  },
} as const;

/** Two to three broken runs, each with one or two blows. */
const schedules = fc.array(
  fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 100 }),
      what: fc.constantFrom(...(Object.keys(blows) as (keyof typeof blows)[])),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  { minLength: 1, maxLength: 3 },
);

/** A failure is tried with less for this long, in milliseconds. */
const SHRINKING_MS = 420_000;

/** Any schedule of faults, then a run without. */
export const anySchedule: Scenario = {
  id: "any-schedule",
  title: "a random schedule of all of these, then an apply on a good day",
  happens: "Several of these at once, in any order, over several runs",
  sees: "each time what broke off and what is taken over",
  types: "`infra apply dev`",
  moments: 6,
  from: "nothing",
  ends: "deployed",
  async run(sandbox, moment) {
    let [tries, told] = [0, ""];
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        told ||= JSON.stringify(schedule);
        // A shrunk schedule begins anew beside the first one.
        const own =
          tries++ === 0 ? sandbox : new Sandbox(join(sandbox.cacheDir, `shrunk-${tries}`), sandbox.seed);
        await play(own, schedule);
        if (own !== sandbox) await own.close();
      }),
      { seed: sandbox.seed * 31 + moment, numRuns: 1, interruptAfterTimeLimit: SHRINKING_MS, verbose: 1 },
    );
    return told;
  },
};

async function play(sandbox: Sandbox, schedule: readonly (readonly Blow[])[]): Promise<void> {
  await sandbox.faults(`latency=30-200,seed=${sandbox.seed}`);
  for (const hit of schedule) {
    const running = sandbox.start(...APPLY);
    for (const { after, what } of [...hit].sort((a, b) => a.after - b.after))
      if (await running.event("apply_start", after)) await blows[what](sandbox, running);
    await running.ended;
    await sandbox.faults("");
  }
  await sandbox.quiet();
  // A day of several blows may leave more than one thing to mend.
  await converges(sandbox, APPLY, 2);
  const { problems, lost, duplicated } = await check(sandbox, anySchedule);
  const all = [
    ...problems,
    ...lost.map((one) => `lost: ${one}`),
    ...duplicated.map((one) => `twice: ${one}`),
  ];
  sandbox.expect(all.length === 0, `all is well in the end\n${all.join("\n")}`);
}
