import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { EngineFailed } from "./errors.ts";
import type { EngineEvent } from "./events.ts";
import { fakeEngine, lines } from "./fake-engine.ts";
import { captureEngine, streamEngine } from "./run.ts";
import { testFolder } from "./test-folder.ts";

/** Runs `apply` of a fake engine whose body is given. */
async function stream(
  body: string,
  options: { signals?: EventEmitter; onEvent?: (event: EngineEvent) => void } = {},
) {
  const engine = await fakeEngine({ commands: { apply: body } });
  const logs = join(engine.folder, "logs");
  const env = { PATH: process.env.PATH };
  return streamEngine({ engine, directory: engine.folder, env, args: ["apply", "-json"], logs, ...options });
}

async function failure(run: Promise<unknown>): Promise<EngineFailed> {
  const error = await run.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EngineFailed);
  return error as EngineFailed;
}

/** A body that says it started, then finishes its work 300 ms after a first SIGINT and gives up on a second. */
const PATIENT = `
  let interrupts = 0;
  process.on("SIGINT", () => {
    interrupts += 1;
    say({ type: "log", "@message": "interrupt " + interrupts });
    if (interrupts === 2) process.exit(9);
    setTimeout(() => { say({ type: "log", "@message": "state saved" }); process.exit(1); }, 300);
  });
  say({ type: "log", "@message": "started" });
  setInterval(() => {}, 1000);
`;

test("events come while the engine runs, and the log holds everything", async () => {
  const events: { type: string; at: number }[] = [];
  const started = performance.now();
  const { logFile, diagnostics, exitCode } = await stream(
    `say(${JSON.stringify(lines.version)}); console.error("plain"); await sleep(400); say(${JSON.stringify(lines.summary("apply", 1))});`,
    { onEvent: ({ type }) => events.push({ type, at: performance.now() - started }) },
  );
  expect(events.map(({ type }) => type)).toEqual(["version", "change_summary"]);
  expect((events[1]?.at ?? 0) - (events[0]?.at ?? 0)).toBeGreaterThan(200);
  expect({ diagnostics, exitCode }).toEqual({ diagnostics: [], exitCode: 0 });
  expect(await readFile(logFile, "utf8")).toContain("plain\n");
  expect((await stat(logFile)).mode & 0o077).toBe(0);
});

test("a large burst arrives whole and in order", async () => {
  const seen: string[] = [];
  await stream('for (let i = 0; i < 20000; i += 1) say({ type: "log", "@message": i + " é".repeat(20) });', {
    onEvent: ({ message }) => seen.push(message.split(" ")[0] ?? ""),
  });
  expect(seen).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index)));
});

test("a failure carries the engine's diagnostics, with addresses", async () => {
  const error = await failure(
    stream(`say(${JSON.stringify(lines.error("bucket taken", "aws_s3_bucket.data"))}); process.exit(1);`),
  );
  expect(error).toMatchObject({ command: "apply", exitCode: 1, interrupted: false });
  expect(error.errors).toMatchObject([{ summary: "bucket taken", address: "aws_s3_bucket.data" }]);
  expect(error.message).toBe("apply failed with exit code 1\naws_s3_bucket.data: bucket taken");
  expect(await readFile(error.logFile ?? "", "utf8")).toContain("bucket taken");
});

test("a crash without diagnostics shows the last lines", async () => {
  const error = await failure(
    stream('console.error("panic: runtime error"); process.kill(process.pid, "SIGKILL"); await sleep(1000);'),
  );
  expect(error.signal).toBe("SIGKILL");
  expect(error.message).toContain("ended by SIGKILL");
  expect(error.output).toContain("panic: runtime error");
});

test("an engine that cannot be started says why", async () => {
  const engine = { ...(await fakeEngine()), path: "/no/such/engine" };
  const options = { engine, directory: engine.folder, env: {}, args: ["plan"] };
  expect((await failure(streamEngine({ ...options, logs: join(engine.folder, "logs") }))).output).toContain(
    "ENOENT",
  );
  expect((await failure(captureEngine(options))).output).toContain("ENOENT");
});

test("an interrupt reaches the engine once, however often the terminal repeats it, and the engine finishes", async () => {
  const signals = new EventEmitter();
  const messages: string[] = [];
  const run = stream(PATIENT, {
    signals,
    onEvent: ({ message }) => {
      messages.push(message);
      if (message === "started") for (const signal of ["SIGINT", "SIGINT", "SIGTERM"]) signals.emit(signal);
    },
  });
  const error = await failure(run);
  expect(messages).toEqual(["started", "interrupt 1", "state saved"]);
  expect(error).toMatchObject({ interrupted: true, exitCode: 1 });
  expect(error.message).toBe("apply was interrupted");
  expect(signals.eventNames()).toEqual([]);
});

test("a second interrupt, sent on purpose, reaches it too", async () => {
  const signals = new EventEmitter();
  const body = PATIENT.replace("300", "10000");
  const run = stream(body, {
    signals,
    onEvent: ({ message }) => message === "started" && signals.emit("SIGINT"),
  });
  const outcome = failure(run);
  await delay(1900);
  signals.emit("SIGINT");
  expect(await outcome).toMatchObject({ interrupted: true, exitCode: 9 });
});

test("when a listener throws, the engine is stopped before the error goes on", async () => {
  const engine = await fakeEngine({
    commands: { apply: `${PATIENT} fs.writeFileSync("pid", String(process.pid));` },
  });
  const run = streamEngine({
    engine,
    directory: engine.folder,
    env: {},
    args: ["apply"],
    logs: join(engine.folder, "logs"),
    onEvent: () => {
      throw new TypeError("a bug in a view");
    },
  });
  await expect(run).rejects.toThrow("a bug in a view");
  const pid = Number(await readFile(join(engine.folder, "pid"), "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("when our process is killed, the engine still finishes, and its log is whole", async () => {
  const { folder } = await fakeEngine({
    commands: {
      apply: `
        say({ type: "log", "@message": "creating" });
        for (let i = 0; i < 20; i += 1) { await sleep(20); say({ type: "log", "@message": "line " + i }); }
        say({ type: "log", "@message": "state saved" });`,
    },
  });
  const script = join(folder, "owner.mjs");
  await build({
    stdin: {
      contents: `import { streamEngine } from "./run.ts";
        const engine = { path: ${JSON.stringify(join(folder, "terraform"))} };
        const [directory, logs] = [${JSON.stringify(folder)}, ${JSON.stringify(join(folder, "logs"))}];
        await streamEngine({ engine, directory, env: {}, args: ["apply"], logs, onEvent: ({ message }) => console.log(message) });`,
      resolveDir: import.meta.dirname,
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const owner = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => owner.stdout.once("data", resolve));
  owner.kill("SIGKILL");
  const [name = ""] = await readdir(join(folder, "logs"));
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await readFile(join(folder, "logs", name), "utf8")).includes("state saved")) return;
    await delay(50);
  }
  expect.fail("the engine did not finish");
});

test("old logs make room", async () => {
  const engine = await fakeEngine({ commands: { plan: "" } });
  const logs = await testFolder();
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      writeFile(join(logs, `2020-01-01T00-00-${index + 10}-plan.jsonl`), ""),
    ),
  );
  const { logFile } = await streamEngine({ engine, directory: engine.folder, env: {}, args: ["plan"], logs });
  const kept = await readdir(logs);
  expect(kept).toHaveLength(30);
  expect(kept.map((name) => join(logs, name))).toContain(logFile);
});

test("documents are returned whole and leave no log, since they hold secrets", async () => {
  const engine = await fakeEngine({
    commands: { show: 'process.stdout.write(JSON.stringify("x".repeat(5_000_000)));' },
  });
  const { stdout } = await captureEngine({ engine, directory: engine.folder, env: {}, args: ["show"] });
  expect(stdout).toHaveLength(5_000_002);
  expect(await readdir(engine.folder)).not.toContain("logs");
});

test("a document that fails shows what was said on standard error, without colours", async () => {
  const engine = await fakeEngine({
    commands: { output: 'console.error("\\u001b[31mError: no state\\u001b[0m"); process.exit(1);' },
  });
  const error = await failure(captureEngine({ engine, directory: engine.folder, env: {}, args: ["output"] }));
  expect(error).toMatchObject({ command: "output", exitCode: 1, output: "Error: no state" });
});
