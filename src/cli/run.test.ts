import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "./commands/index.ts";
import { run } from "./run.ts";
import { testIo } from "./test-io.ts";

async function infra(...argv: string[]) {
  const cacheDir = mkdtempSync(join(tmpdir(), "infra-"));
  const io = testIo({ env: { INFRA_CACHE_DIR: cacheDir } });
  const code = await run(argv, io);
  return { code, ...io.written, cache: readdirSync(cacheDir) };
}

describe("help", () => {
  test("without a command: every command with its line, on stdout", async () => {
    const { code, stdout } = await infra();
    expect(code).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`\n  ${name}`);
  });

  test.each(commands.map(({ name }) => name))("%s --help has a complete example", async (name) => {
    const { code, stdout } = await infra(name, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n {2}.*infra ${name}`));
  });

  test("fits 80 columns, apart from examples", async () => {
    for (const { name } of commands) {
      const [usage = ""] = (await infra(name, "--help")).stdout.split("Examples:");
      expect(Math.max(...usage.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });
});

describe("mistakes on the command line exit with 1 and say what was meant", () => {
  test.each([
    [["pan", "dev"], "Did you mean plan?"],
    [["plan"], "missing required argument 'env'"],
    [["plan", "dev", "--lokal"], "Did you mean --local?"],
    [["plan", "dev", "prod"], "too many arguments"],
    [["local", "sart"], "start, status, stop, reset"],
    [["plan", "dve"], 'did you mean "dev"?'],
    [["rehearse", "nowhere"], "one of dev, staging, prod"],
    [["local", "start", "--port", "99999"], "1 to 65535"],
    [["local", "faults", "bad-day"], "infra local start"],
    [["local", "status", "x60"], "only faults and time take one"],
    [["local", "token"], "<namespace>/<name>"],
    [["rehearse", "dev", "--aws-time", "60x", "--attempts", "none"], "x60 is 60 times as fast as AWS"],
    [["rehearse", "dev", "--quota", "vpc:vpc=1"], 'is it "vpc:vpcs"?'],
  ])("infra %j", async (argv, advice) => {
    const { code, stdout, stderr } = await infra(...argv);
    expect(code).toBe(1);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).not.toContain("Usage");
  });
});

describe("settings", () => {
  const bad = [
    "--var",
    "account_id=12",
    "--var",
    "region=ap-southest-1",
    "--var",
    "vpc_cdr=10.0.0.0/16",
    "--var",
    'zones=["a"',
  ];

  test("every problem at once, and nothing is written or called", async () => {
    const { code, stderr, cache } = await infra("plan", "dev", "--local", ...bad);
    expect(code).toBe(1);
    expect(stderr).toContain("have 4 problems");
    expect(stderr).toContain('Did you mean "vpc_cidr"');
    expect(stderr).toContain('Did you mean "ap-southeast-1"');
    expect(cache).toEqual([]);
  });

  test("as data with --json, and nothing else on stdout", async () => {
    const { code, stdout } = await infra("plan", "dev", "--json", "--local", ...bad);
    expect(code).toBe(1);
    const { formatVersion, error } = JSON.parse(stdout);
    expect(formatVersion).toBe(1);
    expect(error.kind).toBe("user");
    expect(error.problems.map(({ subject }: { subject: string }) => subject)).toEqual([
      "zones",
      "vpc_cdr",
      "account_id",
      "region",
    ]);
  });

  test("a variable of the environment is named as such", async () => {
    const io = testIo({ env: { TF_VAR_ecr_keep_images: "-1" } });
    expect(await run(["plan", "dev", "--local"], io)).toBe(1);
    expect(io.written.stderr).toContain("ecr_keep_images  environment variable TF_VAR_ecr_keep_images");
  });
});

test("with --detailed-exitcode every error is 1, since 2 means changes", async () => {
  expect((await infra("plan", "nowhere", "-detailed-exitcode")).code).toBe(1);
});

test("Terraform's own spelling of options is understood", async () => {
  const { stderr } = await infra("destroy", "nowhere", "-auto-approve", "-var=region=x", "-json");
  expect(stderr).toContain('There is no environment "nowhere"');
});

test("--version is the version command", async () => {
  const { code, stdout } = await infra("--version", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, node: process.versions.node });
});
