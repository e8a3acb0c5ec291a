import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { LocalAws } from "../../../local-aws/local-aws.ts";
import { memoryTransport } from "../../../local-aws/memory-transport.ts";
import { services } from "../../../local-aws/services/index.ts";
import { type RunNote, readRunNote } from "../../../operate/run-note.ts";
import { ensureStateBucket } from "../../../operate/state-bucket.ts";
import {
  readStateLock,
  releaseStateLock,
  type StateLock,
  takeStateLock,
  thisUser,
} from "../../../operate/state-lock.ts";
import { overwrittenSince } from "../../../operate/state-lock-overwritten.ts";
import { StateStore } from "../../../operate/state-store.ts";
import { EngineFailed } from "../../../terraform/errors.ts";
import type { Running } from "./alone.ts";
import { diedIn, type FolderHold, holdFolder, noteEngine, otherRunIn } from "./folder.ts";
import { holderOf, lifeOf } from "./life.ts";
import { listened } from "./listening.ts";
import { isRunning, processOf, thisMachine } from "./process-identity.ts";
import { againAfter } from "./trouble.ts";
import { isHolder, takeTurn } from "./turn.ts";
import { lockTimeout } from "./waiting.ts";
import { Watch } from "./watch.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const aRun = (over: Partial<RunNote> = {}): RunNote => ({
  run: "one",
  who: thisUser(),
  ...thisMachine(),
  command: "infra apply dev",
  ...(processOf(process.pid) ?? { pid: 0, started: "" }),
  since: secondsAgo(180),
  at: secondsAgo(9),
  ...over,
});

const ended = { pid: 2 ** 22 - 1, started: "1" };

const aLock = (over: Partial<StateLock> = {}): StateLock => ({
  ...{ ID: "lock-1", Operation: "OperationTypeApply", Info: "", Who: thisUser(), Version: "1.11.4" },
  Created: secondsAgo(170),
  Path: "b/dev/terraform.tfstate",
  ...over,
});

/** A process that lives until the test ends. */
function aProcess(): { readonly pid: number; end(): Promise<void> } {
  const child = spawn("sleep", ["60"]);
  const end = () =>
    new Promise<void>((done) => {
      child.once("exit", () => done());
      child.kill("SIGKILL");
    });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return { pid: child.pid as number, end };
}

async function aStore(): Promise<{ aws: LocalAws; store: StateStore }> {
  const aws = new LocalAws({ services, seed: 1 });
  const place = {
    account: "123456789012",
    region: "ap-southeast-1",
    bucket: "terraform-state-x",
    key: "dev/terraform.tfstate",
  };
  const access = {
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId: place.account, secretAccessKey: "local" },
    requestHandler: memoryTransport(aws),
  };
  await ensureStateBucket({ ...place, access });
  return { aws, store: new StateStore({ ...place, access }) };
}

const folder = () => mkdtempSync(join(tmpdir(), "infra-"));

test.each([
  [undefined, 0],
  ["0", 0],
  ["30s", 30_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["1.5m", 90_000],
  ["250ms", 250],
])("--lock-timeout %s is %d ms", (text, expected) => {
  expect(lockTimeout(text)).toBe(expected);
});

test.each(["10", "ten minutes", "10m!", "-5s", ""])(
  "--lock-timeout %s is refused, with what was received",
  (text) => {
    expect(() => lockTimeout(text)).toThrow(
      expect.objectContaining({
        name: "UserError",
        problems: [expect.objectContaining({ subject: "--lock-timeout", received: text })],
      }),
    );
  },
);

describe("whether a holder lives", () => {
  test("a process of this machine is looked for, and a later one with its number is not taken for it", () => {
    expect(lifeOf(aRun(), now)).toMatchObject({ life: "alive", why: `this machine, process ${process.pid}` });
    expect(lifeOf(aRun({ started: "1" }), now).life).toBe("dead");
    expect(lifeOf(aRun(ended), now)).toMatchObject({
      life: "dead",
      why: `process ${ended.pid} of this machine has ended`,
    });
  });

  test("Terraform may outlive its tool", async () => {
    const engine = aProcess();
    const run = aRun({ ...ended, engine: processOf(engine.pid) });
    expect(lifeOf(run, now)).toMatchObject({
      life: "alive",
      orphan: true,
      why: expect.stringContaining(`${engine.pid}`),
    });
    await engine.end();
    expect(lifeOf(run, now).life).toBe("dead");
  });

  test("of another machine only its signs of life tell, and their silence proves nothing", () => {
    const there = { host: "laptop-anna", life: "" };
    expect(lifeOf(aRun(there), now)).toEqual({
      life: "alive",
      why: "last sign of life 9 s ago on laptop-anna",
    });
    expect(lifeOf(aRun({ ...there, at: secondsAgo(840) }), now)).toEqual({
      life: "unknown",
      why: "no sign of life from laptop-anna for 14 min",
    });
    // A container of the same name counts its own processes.
    expect(lifeOf(aRun({ ...ended, life: "another container", at: secondsAgo(840) }), now).life).toBe(
      "unknown",
    );
  });

  test("a lock is dead only when a run that is known to be dead took it", () => {
    const dead = aRun(ended);
    expect(holderOf(aLock(), dead, [], now)?.life).toBe("dead");
    expect(holderOf(aLock(), undefined, [dead], now)?.life).toBe("dead");
    expect(holderOf(aLock({ Created: secondsAgo(600) }), undefined, [dead], now)?.life).toBe("unknown");
    // Taken by somebody of the same name long after that run's last sign of life.
    const silent = aRun({ ...ended, at: secondsAgo(170) });
    expect(holderOf(aLock({ Created: secondsAgo(60) }), undefined, [silent], now)?.life).toBe("unknown");
    expect(holderOf(aLock({ Who: "anna@laptop" }), undefined, [dead], now)).toMatchObject({
      life: "unknown",
      why: "no sign of life from laptop",
    });
  });

  test("a silent run's note without a lock holds nothing", () => {
    expect(holderOf(undefined, aRun(ended), [], now)).toBeUndefined();
    expect(holderOf(undefined, aRun({ host: "other", at: secondsAgo(840) }), [], now)).toBeUndefined();
    expect(holderOf(undefined, undefined, [], now)).toBeUndefined();
  });
});

describe("the working directory", () => {
  test("is one run's at a time", () => {
    const directory = folder();
    const hold = holdFolder(directory, aRun()) as FolderHold;
    expect(holdFolder(directory, aRun({ run: "two" }))).toMatchObject({ holder: { run: "one" } });
    hold.release("success");
    expect(holdFolder(directory, aRun({ run: "two" }))).toMatchObject({ died: [] });
  });

  test("is taken over from a run that died, which is remembered as the proof of what it left", () => {
    const directory = folder();
    holdFolder(directory, aRun({ ...ended, engine: ended }));
    expect(otherRunIn(directory)).toBeUndefined();
    expect(diedIn(directory)).toMatchObject([{ run: "one" }]);
    const hold = holdFolder(directory, aRun({ run: "two" })) as FolderHold;
    expect(hold.died).toMatchObject([{ run: "one" }]);
    hold.forgetDied();
    hold.release("success");
    expect(diedIn(directory)).toEqual([]);
    expect(existsSync(join(directory, "run.json"))).toBe(false);
  });

  test("a failed run is remembered for the lock that its Terraform may have left, one that only waited is not", () => {
    const directory = folder();
    (holdFolder(directory, aRun()) as FolderHold).release("failure");
    expect(diedIn(directory)).toEqual([]);
    (holdFolder(directory, aRun({ engine: ended })) as FolderHold).release("failure");
    expect(diedIn(directory)).toMatchObject([{ run: "one" }]);
  });

  test("is not free while the Terraform of a killed tool works in it", async () => {
    const directory = folder();
    const engine = aProcess();
    holdFolder(directory, aRun());
    noteEngine(directory, engine.pid);
    const hold = holdFolder(directory, aRun({ run: "two" }));
    expect(hold).toMatchObject({ holder: { engine: processOf(engine.pid) } });
  });
});

describe("the environment", () => {
  test("of eight at once exactly one gets it, the others learn who has it", async () => {
    const { store } = await aStore();
    const runs = Array.from({ length: 8 }, (_, index) => aRun({ run: `run ${index}` }));
    const outcomes = await Promise.all(runs.map((run) => takeTurn(store, run, [])));
    expect(outcomes.filter((one) => !isHolder(one))).toHaveLength(1);
    const winner = (await readRunNote(store))?.note.run;
    for (const one of outcomes.filter(isHolder))
      expect(one).toMatchObject({ life: "alive", note: { run: winner } });
  });

  test("where AWS refuses the note, Terraform's own lock is what keeps others out", async () => {
    const { store } = await aStore();
    const send = store.s3.send.bind(store.s3);
    vi.spyOn(store.s3, "send").mockImplementation((command: object) =>
      command instanceof PutObjectCommand
        ? Promise.reject(Object.assign(new Error("no PutObject"), { $metadata: { httpStatusCode: 403 } }))
        : send(command as never),
    );
    const outcome = await takeTurn(store, aRun(), []);
    expect(outcome).toEqual({ problem: "no PutObject" });
  });

  test("a run of another machine that seems silent is listened to, since clocks differ", async () => {
    const { store } = await aStore();
    const there = aRun({ host: "laptop-anna", at: new Date(Date.now() - 600_000).toISOString() });
    await store.write(store.lockKey, JSON.stringify(aLock({ Who: there.who, Created: there.since })));
    await store.write(store.noteKey("run.json"), JSON.stringify({ ...there, lockId: "lock-1" }));
    const silent = await listened(store, [], { patient: true, beatMs: 40 });
    expect(silent).toMatchObject({ life: "unknown", why: expect.stringContaining("nor in the last") });
    setTimeout(() => {
      const beat = { ...there, lockId: "lock-1", at: new Date(Date.now() - 590_000).toISOString() };
      void store.write(store.noteKey("run.json"), JSON.stringify(beat));
    }, 60);
    expect(await listened(store, [], { patient: true, beatMs: 400 })).toMatchObject({ life: "alive" });
  });
});

describe("while a run goes on", () => {
  async function watched() {
    const { store } = await aStore();
    const engine = aProcess();
    const since = new Date(Date.now() - 1000).toISOString();
    const directory = folder();
    const run = aRun({ since, at: since });
    const hold = holdFolder(directory, run) as FolderHold;
    noteEngine(directory, engine.pid);
    const lock = aLock({ Created: new Date().toISOString() });
    await takeStateLock(store, lock);
    const turn = await takeTurn(store, run, []);
    // Taken by this very run: its lock is dead or alive with it.
    const etag = isHolder(turn) ? undefined : turn.etag;
    const said: string[] = [];
    const watch = new Watch({ store, hold, etag, warn: (text) => said.push(text), lookMs: 20, beatMs: 40 });
    const until = async (holds: () => boolean | Promise<boolean>) => {
      while (!(await holds())) await delay(10);
    };
    await until(() => hold.note().lockId === "lock-1");
    return { store, engine, said, watch, until, hold };
  }

  test("a lock that is taken away is noticed and taken again", async () => {
    const { store, said, watch, until } = await watched();
    await releaseStateLock(store, "lock-1");
    await until(() => said.length > 0);
    expect(said[0]).toMatch(/released the lock of this run.*taken again/);
    expect(await readStateLock(store)).toMatchObject({ ID: "lock-1" });
    expect(watch.lostSince).toBeDefined();
    await watch.end();
    expect(await readStateLock(store)).toBeUndefined();
  });

  test("a lock that somebody else has by now is said once, and left to them", async () => {
    const { store, said, watch, until } = await watched();
    await store.write(store.lockKey, JSON.stringify(aLock({ ID: "lock-2", Who: "anna@laptop" })));
    await until(() => said.length > 0);
    expect(said[0]).toMatch(/anna@laptop \(lock lock-2\) holds it now/);
    await watch.end();
    expect(said).toHaveLength(1);
    expect(await readStateLock(store)).toMatchObject({ ID: "lock-2" });
  });

  test("a lock that goes because Terraform is done is nothing to speak of", async () => {
    const { store, engine, said, watch } = await watched();
    await engine.end();
    await releaseStateLock(store, "lock-1");
    await delay(100);
    await watch.end();
    expect(said).toEqual([]);
    expect(watch.lostSince).toBeUndefined();
  });
});

test("what one of two runs made and the other overwrote is named, what was deleted on purpose is not", async () => {
  const { store } = await aStore();
  const state = (...ids: string[]) =>
    JSON.stringify({
      version: 4,
      resources: ids.map((id) => ({
        mode: "managed",
        type: "aws_vpc",
        name: id,
        instances: [{ attributes: { id } }],
      })),
    });
  await store.write(store.props.key, state("old", "deleted"));
  await delay(1100);
  const since = new Date();
  await store.write(store.props.key, state("old", "deleted", "theirs"));
  await store.write(store.props.key, state("old", "ours"));
  expect(await overwrittenSince(store, since)).toEqual([{ address: "aws_vpc.theirs", id: "theirs" }]);
});

test("a process that was killed has ended, also before its parent asks how", async () => {
  const { pid, end } = aProcess();
  const identity = processOf(pid);
  expect(identity && isRunning(identity)).toBe(true);
  await end();
  expect(identity && isRunning(identity)).toBe(false);
});

describe("when Terraform says that the state is locked", () => {
  async function met(
    who: string,
    { summary = "Error acquiring the state lock", command = "plan", gone = false } = {},
  ) {
    const { store } = await aStore();
    const lock = aLock({ Who: who, Created: new Date().toISOString() });
    await takeStateLock(store, lock);
    const created = lock.Created.replace("T", " ").replace("Z", " +0000 UTC");
    if (gone)
      await store.s3.send(new DeleteObjectCommand({ Bucket: store.props.bucket, Key: store.lockKey }));
    const locked = `Error message: api error PreconditionFailed: At least one\nLock Info:\n  ID:        ${lock.ID}\n  Operation: OperationTypePlan\n  Who:       ${who}\n  Created:   ${created}\n`;
    // As Terraform 1.11 says it: without a lock there is nothing to say of it.
    const detail = gone ? "Error message: unable to retrieve file from S3 bucket: NoSuchKey" : locked;
    const failure = new EngineFailed({
      ...{ command, exitCode: 1, interrupted: false, output: "" },
      diagnostics: [{ severity: "error", summary, detail }],
    });
    const said: string[] = [];
    const hold = holdFolder(folder(), aRun({ since: new Date(Date.now() - 5000).toISOString() }));
    const screen = {
      say: (...lines: string[]) => said.push(...lines),
      look: { paint: (_: string, text: string) => text, columns: 400 },
    };
    const running = { store, hold, patience: { invocation: { screen } } } as unknown as Running;
    return { store, said, begin: (tries = 1) => againAfter(failure, running, tries) };
  }

  test("a lock of this run's own, whose answer was lost, is released, and the run begins again", async () => {
    const { store, said, begin } = await met(thisUser());
    expect(await begin()).toBe(true);
    expect(said.join()).toContain("Terraform met its own lock");
    expect(await readStateLock(store)).toBeUndefined();
  });

  test("somebody else's stays, and is waited for or told as any other; not for ever", async () => {
    const { store, said, begin } = await met("anna@laptop");
    expect(await begin()).toBe(true);
    expect(await begin(3)).toBe(false);
    expect(said).toEqual([]);
    expect(await readStateLock(store)).toMatchObject({ Who: "anna@laptop" });
  });

  test("a release that failed once is made again, and what was done is not done twice", async () => {
    const { store, said, begin } = await met(thisUser(), {
      summary: "Error releasing the state lock",
      command: "apply",
    });
    expect(await begin()).toBe(false);
    expect(said.join()).toContain("at a second try");
    expect(await readStateLock(store)).toBeUndefined();
  });

  test("a plan whose lock somebody's late request took away is made again; not for ever", async () => {
    const { begin } = await met(thisUser(), { summary: "Error releasing the state lock", gone: true });
    expect(await begin()).toBe(true);
    expect(await begin(3)).toBe(false);
  });

  test("a plan whose lock stays is not made again: the lock is shown first", async () => {
    const { store, begin } = await met(thisUser(), { summary: "Error releasing the state lock" });
    const other = aLock({ ID: "another", Who: "anna@laptop" });
    await store.write(store.lockKey, JSON.stringify(other));
    expect(await begin()).toBe(false);
    expect(await readStateLock(store)).toMatchObject({ ID: other.ID });
  });
});
