import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../terraform/events.ts";
import { fakeEngine, lines } from "../terraform/fake-engine.ts";
import { run } from "./run.ts";
import { beginRunLog } from "./run-log.ts";
import { testAccount } from "./test-account.ts";
import { testIo } from "./test-io.ts";

const cache = () => mkdtempSync(join(tmpdir(), "infra-"));
const now = () => Date.parse("2026-11-23T14:00:00Z");

function log(cacheDir: string, argv: readonly string[] = ["dev"], at = now()) {
  const begun = beginRunLog({ cacheDir, command: "apply", argv, now: () => at });
  if (!begun) throw new Error("no log");
  begun.keep();
  return begun;
}

describe("the log of a run", () => {
  it("has what the screen said and what the engine did, with times and without colours", () => {
    const { file, say, event } = log(cache(), ["dev", "--local"]);
    say(["", "\u001b[32m  + 10 s\u001b[39m  aws_vpc.vpc"]);
    event({
      type: "outputs",
      message: "Outputs: 2",
      timestamp: "2026-11-23T14:00:01.500123Z",
      outputs: { a: { sensitive: false, value: "seen" }, b: { sensitive: true, value: "s3cret" } },
    } as EngineEvent);
    expect(readFileSync(file, "utf8")).toBe(
      `2026-11-23T14:00:00.000Z  infra      apply dev --local
2026-11-23T14:00:00.000Z  screen
2026-11-23T14:00:00.000Z  screen       + 10 s  aws_vpc.vpc
2026-11-23T14:00:01.500Z  terraform  Outputs: 2  {"type":"outputs","outputs":{"a":{"sensitive":false,"value":"seen"},"b":{"sensitive":true}}}
`,
    );
  });

  it("is for the user's eyes only, and keeps what --var was given to itself", () => {
    const { file } = log(cache(), ["dev", "--var", "a=s3cret", "--var=b=s3cret", "-var=c=s3cret", "--yes"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toContain("apply dev --var a=… --var=b=… -var=c=… --yes\n");
  });

  it("is one of the last twenty; other files of the folder stay", () => {
    const cacheDir = cache();
    const first = log(cacheDir).file;
    writeFileSync(join(cacheDir, "logs", "notes.txt"), "");
    for (let day = 0; day < 25; day++)
      beginRunLog({ cacheDir, command: "plan", argv: [], now: () => now() + day * 86_400_000 })?.keep();
    const names = readdirSync(join(cacheDir, "logs"));
    expect(names.filter((name) => name.endsWith(".log"))).toHaveLength(20);
    expect(names).toContain("notes.txt");
    expect(names.map((name) => join(cacheDir, "logs", name))).not.toContain(first);
  });

  it("stays while its run goes on, whatever else runs meanwhile", () => {
    const cacheDir = cache();
    const logs = join(cacheDir, "logs");
    mkdirSync(logs);
    // The process that runs these tests' workers is there; of the other there never is one.
    const long = `2020-01-01T00-00-00.000Z-${process.ppid}-apply.log`;
    const dead = "2020-01-01T00-00-00.000Z-999999999-apply.log";
    for (const name of [long, dead]) writeFileSync(join(logs, name), "");
    for (let minute = 0; minute < 25; minute++) log(cacheDir, [], now() + minute * 60_000);
    expect(readdirSync(logs)).toContain(long);
    expect(readdirSync(logs)).not.toContain(dead);
  });

  it("has one clock, wherever the user is, and says how the run ended", () => {
    const { file, event, end } = log(cache());
    event({ type: "other", message: "a", timestamp: "2026-11-24T03:34:38.326123+08:00" } as EngineEvent);
    event({ type: "other", message: "b", timestamp: "" } as EngineEvent);
    end(2);
    expect(readFileSync(file, "utf8").split("\n").slice(1)).toEqual([
      '2026-11-23T19:34:38.326Z  terraform  a  {"type":"other"}',
      '2026-11-23T14:00:00.000Z  terraform  b  {"type":"other"}',
      "2026-11-23T14:00:00.000Z  infra      ended with exit code 2 after 0.0 s",
      "",
    ]);
  });

  it("that cannot be written stops nothing, and says why", () => {
    const cacheDir = cache();
    writeFileSync(join(cacheDir, "logs"), "");
    const one = log(cacheDir);
    one.event({ type: "other", message: "a", timestamp: "" } as EngineEvent);
    one.say(["b"]);
    expect(one.problem).toMatch(/EEXIST.*logs/);
  });

  it("is not broken by what else lies in its folder", () => {
    const cacheDir = cache();
    for (let index = 0; index < 25; index++)
      mkdirSync(join(cacheDir, "logs", `${index}.log`), { recursive: true });
    expect(existsSync(log(cacheDir).file)).toBe(true);
  });

  it("is not written by commands that only look", () => {
    expect(beginRunLog({ cacheDir: cache(), command: "output", argv: [], now })).toBeUndefined();
  });
});

testAccount();

/** What a plan says that AWS is out for. */
async function failing(cacheDir: string) {
  const engine = await fakeEngine({
    commands: {
      init: `fs.mkdirSync(".terraform", { recursive: true }); say(${JSON.stringify(lines.version)});`,
      plan: `say(${JSON.stringify(lines.version)}); say(${JSON.stringify(lines.error("AWS is out", "aws_vpc.vpc"))}); process.exitCode = 1;`,
    },
    big: true,
  });
  const env = {
    ...process.env,
    INFRA_CACHE_DIR: cacheDir,
    INFRA_TERRAFORM: engine.path,
    AWS_SECRET_ACCESS_KEY: "s3cret",
  };
  const io = testIo({ env });
  const code = await run(["plan", "dev", "--var", "account_id=123456789012", "--var", "environment=dev"], io);
  return { code, stderr: io.written.stderr };
}

it("a failed command says where its log is, and the log has all of it", async () => {
  const cacheDir = cache();
  const { stderr } = await failing(cacheDir);
  const [, place = ""] = /Everything that happened, with times: (\S+)/.exec(stderr) ?? [];
  expect(place).toContain(join(cacheDir, "logs"));
  const text = readFileSync(place, "utf8");
  expect(text).toMatch(/terraform {2}\S.*AWS is out/);
  expect(text).toMatch(/screen {5}.*✗ AWS is out/);
  expect(text).toMatch(/infra {6}ended with exit code 2 after \d/);
  expect(text).not.toContain("s3cret");
});

it("a failed command says what failed, also when its log cannot be written", async () => {
  const cacheDir = cache();
  writeFileSync(join(cacheDir, "logs"), "");
  const { code, stderr } = await failing(cacheDir);
  expect(code).toBe(2);
  expect(stderr).toContain("✗ AWS is out");
  expect(stderr).toContain("This run could not be written down: EEXIST");
});

it("a cache that cannot be used is told as such, with what to do", async () => {
  const file = join(cache(), "file");
  writeFileSync(file, "");
  const { code, stderr } = await failing(join(file, "cache"));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^\s*The cache folder cannot be used: ENOTDIR/);
  expect(stderr).toMatch(/point INFRA_CACHE_DIR at a folder that\s+you\s+may write to\./);
  expect(stderr).not.toContain("This is a bug");
});
