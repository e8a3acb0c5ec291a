import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../terraform/events.ts";
import { fakeEngine, lines } from "../terraform/fake-engine.ts";
import { run } from "./run.ts";
import { beginRunLog } from "./run-log.ts";
import { testIo } from "./test-io.ts";

const cache = () => mkdtempSync(join(tmpdir(), "infra-"));
const now = () => Date.parse("2026-11-23T14:00:00Z");

function log(cacheDir: string, argv: readonly string[] = ["dev"]) {
  const begun = beginRunLog({ cacheDir, command: "apply", argv, now });
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

  it("is not written by commands that only look", () => {
    expect(beginRunLog({ cacheDir: cache(), command: "output", argv: [], now })).toBeUndefined();
  });
});

it("a failed command says where its log is, and the log has all of it", async () => {
  const cacheDir = cache();
  const engine = await fakeEngine({
    commands: {
      init: `fs.writeFileSync(".terraform.lock.hcl", ""); fs.mkdirSync(".terraform", { recursive: true }); say(${JSON.stringify(lines.version)});`,
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
  await run(["plan", "dev", "--var", "account_id=123456789012", "--var", "environment=dev"], io);
  const [, place = ""] = /Everything that happened, with times: (\S+)/.exec(io.written.stderr) ?? [];
  expect(place).toContain(join(cacheDir, "logs"));
  const text = readFileSync(place, "utf8");
  expect(text).toMatch(/terraform {2}\S.*AWS is out/);
  expect(text).toMatch(/screen {5}.*✗ AWS is out/);
  expect(text).not.toContain("s3cret");
});
