import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { fakeEngine, lines } from "../terraform/fake-engine.ts";
import { run } from "./run.ts";
import { testAccount } from "./test-account.ts";
import { testIo } from "./test-io.ts";

const settings = ["--var", "account_id=123456789012", "--var", "environment=dev"];

const resource = {
  addr: "aws_vpc.vpc",
  resource_type: "aws_vpc",
  module: "",
  resource: "aws_vpc.vpc",
  implied_provider: "aws",
  resource_name: "vpc",
  resource_key: null,
};

/** What `show -json` says of a plan that moves the VPC to other addresses. */
const replacement = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [
    {
      address: "aws_vpc.vpc",
      mode: "managed",
      type: "aws_vpc",
      name: "vpc",
      change: {
        actions: ["delete", "create"],
        before: { cidr_block: "10.0.0.0/16" },
        after: { cidr_block: "10.1.0.0/16" },
        replace_paths: [["cidr_block"]],
      },
    },
  ],
};

const planned = (action: string) => ({ ...hook(), type: "planned_change", change: { resource, action } });

const hook = (more = {}) => ({
  "@message": "",
  "@timestamp": "2026-01-01T00:00:00Z",
  hook: {
    resource,
    action: "create",
    id_key: "id",
    id_value: "vpc-0a1b",
    elapsed_seconds: 1,
    ...more,
  },
});

const say = (...events: object[]) => events.map((event) => `say(${JSON.stringify(event)});`).join("");
const fail = (summary: string, address?: string) =>
  `${say(lines.version, lines.error(summary, address))} process.exitCode = 1;`;

const engineCommands = {
  // Without a lock file: it would be written back to where a user commits it.
  init: `fs.mkdirSync(".terraform", { recursive: true }); ${say(lines.version)}`,
  plan: `fs.writeFileSync("plan.tfplan", ""); ${say(lines.version, planned("create"), lines.summary("plan", 1))} process.exitCode = 2;`,
  state: "",
  show: say(replacement),
  apply: say(
    lines.version,
    { type: "apply_start", ...hook() },
    { type: "apply_complete", ...hook() },
    lines.summary("apply", 1),
    {
      ...hook(),
      type: "outputs",
      outputs: { vpc_id: { sensitive: false, type: "string", value: "vpc-0a1b" } },
    },
  ),
  output: say({ vpc_id: { sensitive: false, type: "string", value: "vpc-0a1b" } }),
};

interface Machine {
  /** Runs `infra` in this machine, whose cache stays from command to command. */
  infra(
    argv: readonly string[],
    answers?: readonly string[],
  ): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Subcommands that the engine was called with, in order, but for its version and pulling the state. */
  calls(): string[];
  /** The command lines of those that planned, and did not only look. */
  plans(): string[][];
}

testAccount();

async function machine(commands: Partial<typeof engineCommands> = {}): Promise<Machine> {
  const engine = await fakeEngine({ commands: { ...engineCommands, ...commands }, big: true });
  const env = {
    ...process.env,
    CI: undefined,
    INFRA_CACHE_DIR: mkdtempSync(join(tmpdir(), "infra-")),
    INFRA_TERRAFORM: engine.path,
  };
  const log = join(engine.folder, "calls.log");
  const called = (): string[][] =>
    existsSync(log)
      ? readFileSync(log, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [];
  return {
    async infra(argv, answers) {
      const io = testIo({ env, answers });
      return { code: await run([...argv, ...settings], io), ...io.written };
    },
    calls: () =>
      called()
        .map(([name = ""]) => name)
        .filter((name) => name !== "version" && name !== "state"),
    plans: () => called().filter(([name, ...args]) => name === "plan" && !args.includes("-refresh-only")),
  };
}

describe("plan and apply", () => {
  let on: Machine;
  beforeEach(async () => {
    on = await machine();
  });

  test("apply applies the plan that plan showed, after one more look at AWS, without planning again", async () => {
    const planned = await on.infra(["plan", "dev"]);
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining("1 to create") });
    const applied = await on.infra(["apply", "dev", "--yes"]);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain("vpc  +1  aws_vpc.vpc");
    expect(applied.stdout).toMatch(/Applied to account 123456789012, ap-southeast-1 in .*: 1 created/);
    expect(applied.stdout).toMatch(/aws_vpc\.vpc {2}vpc-0a1b/);
    expect(applied.stdout).toMatch(/vpc_id +vpc-0a1b/);
    expect(on.plans()).toHaveLength(1);
    expect(on.calls().at(-1)).toBe("apply");
  });

  test("a replacement is read from the engine in full: what forces it, and both values", async () => {
    const plan = `fs.writeFileSync("plan.tfplan", ""); ${say(lines.version, planned("replace"))} process.exitCode = 2;`;
    const other = await machine({ plan });
    const { stdout } = await other.infra(["plan", "dev"]);
    expect(stdout).toContain('cidr_block  "10.0.0.0/16" → "10.1.0.0/16"  ← forces the replacement');
    expect(other.calls()).toEqual(["init", "plan", "show"]);
  });

  test("what is to be destroyed is read from the engine in full: only it knows what goes with it", async () => {
    const plan = `fs.writeFileSync("plan.tfplan", ""); ${say(lines.version, planned("delete"))} process.exitCode = 2;`;
    const before = { cidr_block: "10.0.0.0/16" };
    const gone = { ...replacement.resource_changes[0], change: { actions: ["delete"], before, after: null } };
    const stays = {
      ...gone,
      address: "aws_vpc.other",
      change: { actions: ["no-op"], before, after: before },
    };
    const other = await machine({ plan, show: say({ ...replacement, resource_changes: [gone, stays] }) });
    const { stdout } = await other.infra(["plan", "dev"]);
    expect(stdout).toContain("The VPC 10.0.0.0/16 is destroyed");
    expect(other.calls()).toEqual(["init", "plan", "show"]);
    // Declared or not, it goes as it is deployed: here with another block than the declared one.
    const whole = await machine({ plan, show: say({ ...replacement, resource_changes: [gone] }) });
    const removal = await whole.infra(["destroy", "dev"], ["no"]);
    expect(removal.stdout).toContain("everything is destroyed");
    expect(whole.calls()).toEqual(["init", "plan", "show"]);
  });

  test("the last line of a plan is what it comes down to; before an apply as well", async () => {
    const planned = await on.infra(["plan", "dev"]);
    const lines = planned.stdout.trimEnd().split("\n");
    expect(lines.slice(-3).join(" ")).toMatch(/✓ Safe to apply: 1 resource is created;.*a month\.$/);
    expect(planned.stdout).toContain(`Next: infra apply dev ${settings.join(" ")}\n\n✓ Safe to apply`);
    const { stdout } = await on.infra(["plan", "dev", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      dangers: [],
      verdict: { level: "safe", sentence: expect.stringMatching(/^Safe to apply: 1 resource is created/) },
    });
  });

  test("a plan serves once", async () => {
    await on.infra(["plan", "dev"]);
    await on.infra(["apply", "dev", "--yes"]);
    await on.infra(["apply", "dev", "--yes"]);
    expect(on.plans()).toHaveLength(2);
  });

  test("nothing is applied without a yes where nobody can be asked", async () => {
    const { code, stderr } = await on.infra(["apply", "dev"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`infra apply dev ${settings.join(" ")} --yes`);
    expect(on.calls()).not.toContain("apply");
  });

  test("a no is a no, a yes is a yes", async () => {
    expect(await on.infra(["apply", "dev"], ["no"])).toMatchObject({
      code: 1,
      stderr: "\nNothing was changed.\n",
    });
    expect(on.calls()).not.toContain("apply");
    expect((await on.infra(["apply", "dev"], ["yes"])).code).toBe(0);
    expect(on.calls()).toContain("apply");
  });

  test("--json: one object on stdout, progress on stderr", async () => {
    const { stdout, stderr } = await on.infra(["apply", "dev", "--yes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      environment: "dev",
      target: "aws",
      applied: { changes: true, counts: { create: 1 } },
      outputs: { vpc_id: { value: "vpc-0a1b" } },
    });
    expect(stderr).toContain("aws_vpc.vpc");
  });

  test("output: one value alone, and the nearest name for a wrong one", async () => {
    expect(await on.infra(["output", "dev", "vpc_id"])).toMatchObject({
      code: 0,
      stdout: "vpc-0a1b\n",
    });
    expect(await on.infra(["output", "dev", "vpcid"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('did you mean "vpc_id"?'),
    });
  });
});

describe("destroy", () => {
  test("goes on only when the environment's name was typed", async () => {
    const on = await machine();
    expect(await on.infra(["destroy", "dev"], ["prod"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('"prod" is not "dev"'),
    });
    expect(on.calls()).not.toContain("apply");
    expect((await on.infra(["destroy", "dev"], ["dev"])).code).toBe(0);
    expect(on.calls()).toContain("apply");
  });

  test("a removal that was planned is never taken for a plan to apply", async () => {
    const on = await machine();
    await on.infra(["destroy", "dev"], ["no"]);
    await on.infra(["apply", "dev", "--yes"]);
    expect(on.calls()).toEqual(["init", "plan", "plan", "apply"]);
  });
});

test("Ctrl-C during an apply says what happens, and what to do next", async () => {
  const started = say(lines.version, { type: "apply_start", ...hook() });
  const engine = await fakeEngine({
    commands: {
      ...engineCommands,
      apply: `${started} await sleep(400); ${say({ ...hook(), type: "apply_errored" }, lines.error("execution halted"))} process.exitCode = 1;`,
    },
    big: true,
  });
  const io = testIo({
    env: {
      ...process.env,
      CI: undefined,
      INFRA_CACHE_DIR: mkdtempSync(join(tmpdir(), "infra-")),
      INFRA_TERRAFORM: engine.path,
    },
  });
  const running = run(["apply", "dev", "--yes", ...settings], io);
  const pressing = setInterval(() => io.interrupt(1), 50);
  const code = await running;
  clearInterval(pressing);
  expect(code).toBe(2);
  expect(io.written.stdout).toContain("Terraform stops at the next safe point");
  expect(io.written.stdout).toMatch(/aws_vpc\.vpc {2}interrupted/);
  expect(io.written.stdout).not.toContain("failed");
  expect(io.written.stdout).toContain("Ctrl-C again ends it at once");
  expect(io.written.stderr).toContain("To go on: infra plan dev, then apply");
});

test("a Terraform that was killed is said to be, and nobody is told that all is in the state", async () => {
  const on = await machine({ apply: `${say(lines.version)} process.kill(process.pid, "SIGKILL");` });
  const { code, stderr } = await on.infra(["apply", "dev", "--yes"]);
  expect(code).toBe(2);
  expect(stderr.replace(/\s+/g, " ")).toContain("Terraform was ended by SIGKILL");
  expect(stderr).toMatch(/^ {2}infra apply dev$/m);
  expect(stderr).not.toContain("What was done so far is in the state");
});

test("a state that could not be saved is never said to be saved, and the way out is given", async () => {
  const unsaved = lines.error("Failed to persist state to backend");
  const on = await machine({
    apply: `${say(lines.version, lines.error("Failed to save state"), unsaved)} process.exitCode = 1;`,
  });
  const { code, stderr } = await on.infra(["apply", "dev", "--yes"]);
  expect(code).toBe(2);
  expect(stderr).toContain("The state was NOT saved");
  expect(stderr).toMatch(/^ {2}infra apply dev$/m);
  expect(stderr).not.toContain("is in the state");
});

describe("exit codes", () => {
  test.each([
    ["changes", engineCommands.plan, 2],
    ["nothing to change", say(lines.version), 0],
    ["a failure", fail("creating failed"), 1],
  ])("plan --detailed-exitcode with %s", async (_what, plan, expected) => {
    const on = await machine({ plan });
    expect((await on.infra(["plan", "dev", "--detailed-exitcode"])).code).toBe(expected);
    expect(on.calls()).not.toContain("show");
  });

  test("nothing to change: apply says so, and reads the outputs", async () => {
    const on = await machine({ plan: say(lines.version) });
    const { code, stdout } = await on.infra(["apply", "dev"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing to change");
    expect(stdout).toMatch(/vpc_id +vpc-0a1b/);
    expect(on.calls()).toEqual(["init", "plan", "output"]);
  });

  test("a failed engine is 2, its messages with module and construct", async () => {
    const on = await machine({ apply: fail("Plugin did not respond", "aws_vpc.vpc") });
    const { code, stderr } = await on.infra(["apply", "dev", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toContain("terraform apply failed.");
    expect(stderr).toMatch(
      /aws_vpc\.vpc {2}\(module vpc, construct vpc\/vpc\)\n +infra\/modules\/vpc\/vpc\.ts:\d+\n/,
    );
    expect(stderr).toContain("To go on: infra plan dev");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("what AWS refuses is the user's to mend: 1, with what to do", async () => {
    const on = await machine({ apply: fail("VpcLimitExceeded", "aws_vpc.vpc") });
    const { code, stderr } = await on.infra(["apply", "dev", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("L-F678F1CE");
  });

  test("what the user has to mend is 1, with what to do", async () => {
    const on = await machine({
      init: fail('S3 bucket "terraform-state-retail-mlops-123456789012" does not exist.'),
    });
    const { code, stderr } = await on.infra(["plan", "dev"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/It is made, with all that\nkeeps states safe, by: infra init dev|infra init dev/);
  });

  test("a stale plan says to run again, and the next apply plans anew", async () => {
    const on = await machine({ apply: fail("Saved plan is stale") });
    await on.infra(["plan", "dev"]);
    expect(await on.infra(["apply", "dev", "--yes"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("plans anew"),
    });
    await on.infra(["apply", "dev", "--yes"]);
    expect(on.plans()).toHaveLength(2);
  });

  test("no engine at all is the user's error, and says where it was looked for", async () => {
    const io = testIo({
      env: { INFRA_TERRAFORM: "/nowhere/terraform", INFRA_CACHE_DIR: mkdtempSync(join(tmpdir(), "infra-")) },
    });
    expect(await run(["plan", "dev", ...settings], io)).toBe(1);
    expect(io.written.stderr).toContain("/nowhere/terraform");
  });
});
