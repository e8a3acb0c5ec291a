import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStateLock } from "../../src/operate/state-lock.ts";
import { root, Sandbox } from "../chaos/sandbox.ts";

const minutes = 60_000;

/** Several checkouts, each with its own working directory, that share one embedded AWS. */
describe("one command at a time", { timeout: 5 * minutes }, () => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache", "lock-"));
  const first = new Sandbox(join(folder, "0"), 1);
  const others = Array.from({ length: 7 }, (_, index) => new Sandbox(join(folder, String(index + 1)), index));

  beforeAll(async () => {
    await first.server();
    for (const other of others) symlinkSync(first.stateDir, other.stateDir);
    // Reading and planning take long enough to meet.
    await first.faults("s3 latency=80-120");
    expect(await first.run("plan", "dev", "--local")).toMatchObject({ code: 0 });
  }, minutes);

  afterAll(async () => {
    await first.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("of two in the same checkout one works, and the other says which process does", async () => {
    const [one, two] = await Promise.all([
      first.run("plan", "dev", "--local"),
      first.run("plan", "dev", "--local"),
    ]);
    expect([one.code, two.code].sort()).toEqual([0, 1]);
    const refused = one.code === 1 ? one : two;
    expect(refused.stderr).toMatch(/Somebody else works on dev: nothing was started\./);
    expect(refused.stderr).toMatch(/holder: alive: this machine, process \d+/);
    expect(refused.stderr).toContain("infra plan dev --local --lock-timeout 10m");
  });

  it("of eight checkouts one works, the others say who does; with --lock-timeout all end, one after the other", async () => {
    const all = [first, ...others];
    const ran = await Promise.all(all.map((one) => one.run("plan", "dev", "--local")));
    expect(ran.filter(({ code }) => code === 0)).toHaveLength(1);
    for (const { stderr } of ran.filter(({ code }) => code !== 0))
      expect(stderr).toMatch(/held by: \S+@\S+\nfor: infra plan dev --local[\s\S]*holder: alive/);
    const two = all.slice(0, 2);
    const waited = await Promise.all(
      two.map((one) => one.run("plan", "dev", "--local", "--lock-timeout", "3m")),
    );
    expect(waited.map(({ code }) => code)).toEqual([0, 0]);
    expect(waited.filter(({ stdout }) => stdout.includes("Waiting for "))).toHaveLength(1);
    expect(await first.store(readStateLock)).toBeUndefined();
  });

  it("a lock whose run was killed is said to be dead, and released after a yes", async () => {
    const running = first.start("plan", "dev", "--local");
    await locked(first);
    running.kill("both");
    await running.ended;
    await first.quiet();
    const lock = await first.store(readStateLock);
    expect(lock).toMatchObject({ Operation: "OperationTypePlan" });

    const refused = await first.run("plan", "dev", "--local");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holder: dead: process \d+ of this machine has ended/),
    });
    // Another checkout of the same machine knows it as well, by the run's note in the bucket.
    const elsewhere = await others[0]?.run("unlock", "dev", "--local");
    expect(elsewhere?.stdout).toMatch(/holder {3}dead: process \d+ of this machine has ended/);
    expect(elsewhere?.stderr).toContain(`infra unlock dev --local --id ${lock?.ID} --yes`);
    const wrong = await first.run("unlock", "dev", "--local", "--id", "another", "--yes");
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining(lock?.ID ?? "?") });

    const unlocked = await first.json<object>("unlock", "dev", "--local", "--yes");
    expect(unlocked).toMatchObject({
      formatVersion: 1,
      life: "dead",
      released: true,
      lock: { ID: lock?.ID },
    });
    expect(await first.run("unlock", "dev", "--local")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Nobody holds dev"),
    });
    expect(await first.run("plan", "dev", "--local")).toMatchObject({ code: 0 });
  });

  it("Terraform that outlives its killed tool is not disturbed: the next command goes on after it", async () => {
    const running = first.start("plan", "dev", "--local");
    await locked(first);
    running.kill("tool");
    await running.ended;
    expect(await first.run("plan", "dev", "--local")).toMatchObject({ code: 0 });
    expect(await first.store(readStateLock)).toBeUndefined();
  });

  it("a live run's lock is not released, and stays until its run is done", async () => {
    const running = first.start("plan", "dev", "--local");
    const id = await locked(first);
    const refused = await others[0]?.run("unlock", "dev", "--local", "--id", id, "--yes");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Its holder is alive[\s\S]*may be missing/),
    });
    expect(await first.store(readStateLock)).toMatchObject({ ID: id });
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(await first.store(readStateLock)).toBeUndefined();
    expect(() => readFileSync(join(first.directory, "run.json"))).toThrow("ENOENT");
  });
});

/** Waits until Terraform has taken its lock; returns its id. */
async function locked(sandbox: Sandbox): Promise<string> {
  for (;;) {
    const lock = await sandbox.store(readStateLock);
    if (lock) return lock.ID;
    await sleep(20);
  }
}
