import { setTimeout as sleep } from "node:timers/promises";
import { readStateLock, releaseStateLock } from "../../../src/operate/state-lock.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY } from "./kills.ts";

/** Locks that stay although nobody works, and that go although somebody does. */
export const locks: readonly Scenario[] = [
  {
    id: "dead-lock",
    title: "a lock of a dead process",
    happens: "The machine kills a run with its Terraform; the lock stays",
    sees: "who held the lock, since when, and that its process has ended",
    types: "`infra apply dev`, or `infra unlock dev`",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const running = sandbox.start("plan", "dev", "--local");
      const id = await locked(sandbox);
      running.kill("both");
      await running.ended;
      const told = await sandbox.run("plan", "dev", "--local");
      sandbox.expect(
        told.code === 1 && /holder: dead: process \d+/.test(told.stderr),
        "the lock is said to be dead",
      );
      const { code } = await sandbox.run(...APPLY);
      sandbox.expect(code === 0, "the next apply releases it and goes on");
      return `lock ${id}`;
    },
  },
  {
    id: "force-unlock-live",
    title: "force-unlock of a live run",
    happens: "Somebody releases the lock of a run that goes on, with `terraform force-unlock` or by hand",
    sees: "that the lock was taken away while the run goes on, and that it is taken again",
    types: "nothing; `infra unlock` refuses",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      await sandbox.faults("latency=300-600");
      const running = sandbox.start("plan", "dev", "--local");
      const id = await locked(sandbox);
      // The run looks every three seconds, and has seen its lock once by then.
      await sleep(4_000);
      const refused = await sandbox.run("unlock", "dev", "--local", "--yes");
      sandbox.expect(refused.code === 1 && refused.stderr.includes("Its holder is alive"), "unlock refuses");
      const released = await sandbox.store((store) => releaseStateLock(store, id));
      const noticed = released.released && (await running.prints("released the lock of this run"));
      await running.ended;
      await sandbox.faults("");
      sandbox.expect(noticed !== false, "the run notices that its lock was taken away");
      sandbox.expect((await sandbox.store(readStateLock)) === undefined, "no lock remains");
      return noticed === undefined ? "the run had ended before" : undefined;
    },
  },
];

/** Waits until Terraform has taken its lock; returns its id. */
async function locked(sandbox: Sandbox): Promise<string> {
  for (;;) {
    const lock = await sandbox.store(readStateLock);
    if (lock) return lock.ID;
    await sleep(20);
  }
}
