import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

/** Longer than repeats of the same Ctrl-C may be apart, in milliseconds. */
const SECOND_INTERRUPT_MS = 1700;

/** Ctrl-C, with requests under way. */
export const interrupts: readonly Scenario[] = [
  {
    id: "interrupt-once",
    title: "Ctrl-C once, in the middle of a create",
    happens: "Ctrl-C, SIGTERM or a closed terminal, once, in the middle of an apply",
    sees: "that Terraform stops at the next safe point, saves its state and releases the lock; what was interrupted is named",
    types: "`infra apply dev`",
    moments: 3,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      await sandbox.faults(`latency=200-600,seed=${sandbox.seed}`);
      const running = sandbox.start(...APPLY);
      const count = 10 + moment * 30;
      sandbox.expect(await running.event("apply_start", count), `a resource number ${count} begins`);
      running.kill("tool", (["SIGINT", "SIGTERM", "SIGHUP"] as const)[moment]);
      const { code } = await running.ended;
      sandbox.expect(code !== 0, "a run that was interrupted does not end with 0");
      await sandbox.faults("");
      const { endpoint } = await sandbox.server();
      const locks = (await (await fetch(`${endpoint}/_local/locks`)).json()) as unknown[];
      sandbox.expect(locks.length === 0, "the lock is free after Ctrl-C");
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
  {
    id: "interrupt-twice",
    title: "Ctrl-C twice",
    happens: "Ctrl-C twice: Terraform gives up at once",
    sees: "that what was under way may be there without the state knowing it; the next apply takes it over",
    types: "`infra apply dev`",
    moments: 2,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      await sandbox.faults(`latency=1500-3000,seed=${sandbox.seed}`);
      const running = sandbox.start(...APPLY);
      sandbox.expect(await running.event("apply_start", 8 + moment * 20), "there is something to interrupt");
      running.kill("tool", "SIGINT");
      await sleep(SECOND_INTERRUPT_MS);
      running.kill("tool", "SIGINT");
      await running.ended;
      await sandbox.faults("");
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
];
