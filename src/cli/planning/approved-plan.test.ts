import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { fakeEngine, lines } from "../../terraform/fake-engine.ts";
import { run } from "../run.ts";
import { testAccount } from "../test-account.ts";
import { testIo } from "../test-io.ts";

const { client } = testAccount();
const Bucket = "terraform-state-retail-mlops-123456789012";
const Key = "dev/terraform.tfstate";

/** Somebody else applies meanwhile. */
const writeState = (serial: number) =>
  client(S3Client).send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: JSON.stringify({ version: 4, serial, lineage: "5f0c", resources: [] }),
    }),
  );

const settings = ["--var", "account_id=123456789012", "--var", "environment=dev"];
const resource = { addr: "aws_vpc.vpc", resource_type: "aws_vpc", resource: "aws_vpc.vpc", module: "" };
const say = (...events: object[]) => events.map((event) => `say(${JSON.stringify(event)});`).join("");
const create = { "@message": "", type: "planned_change", change: { resource, action: "create" } };

/** What AWS has of one resource, as both a plan and a second look read it: the file beside the engine says. */
const SHOW = `
  const look = args.at(-1).includes("look.tfplan");
  const file = path.join(__dirname, look ? "now.json" : "then.json");
  const values = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  say({ prior_state: { values: { root_module: { resources: [{ address: "aws_vpc.vpc", mode: "managed", values }] } } } });
`;
const commands = {
  init: `fs.mkdirSync(".terraform", { recursive: true });`,
  state: "",
  plan: `fs.writeFileSync(args.find((one) => one.startsWith("-out=")).slice(5), "a plan of " + process.hrtime.bigint()); ${say(create, lines.summary("plan", 1))} process.exitCode = 2;`,
  show: SHOW,
  apply: say(lines.summary("apply", 1), { type: "outputs", outputs: {} }),
  output: say({}),
};

async function machine() {
  const engine = await fakeEngine({ commands, big: true });
  const cache = mkdtempSync(join(tmpdir(), "infra-"));
  const directory = join(cache, "work", "aws", "dev");
  const log = join(engine.folder, "calls.log");
  const calls = (): string[][] =>
    existsSync(log)
      ? readFileSync(log, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [];
  return {
    engine,
    directory,
    async infra(
      argv: readonly string[],
      { answers = undefined as string[] | undefined, ci = false, days = 0 } = {},
    ) {
      const env = {
        ...process.env,
        CI: ci ? "true" : undefined,
        INFRA_CACHE_DIR: cache,
        INFRA_TERRAFORM: engine.path,
      };
      const io = { ...testIo({ env, answers }), now: () => Date.now() + days * 86_400_000 };
      return { code: await run([...argv, ...settings], io), ...io.written };
    },
    applies: () => calls().filter(([name]) => name === "apply").length,
    inits: () => calls().filter(([name]) => name === "init").length,
    plans: () =>
      calls().filter(([name, ...args]) => name === "plan" && !args.includes("-refresh-only")).length,
    looks: () => calls().filter((args) => args.includes("-refresh-only")).length,
    /** What AWS has for the plan, and at the second look. */
    aws(then: object, now: object) {
      writeFileSync(join(engine.folder, "then.json"), JSON.stringify(then));
      writeFileSync(join(engine.folder, "now.json"), JSON.stringify(now));
    },
  };
}

let on: Awaited<ReturnType<typeof machine>>;
beforeEach(async () => {
  on = await machine();
  await writeState(12);
  for (const name of ["infra/deployment.json", "infra/run.json"])
    await client(S3Client).send(new DeleteObjectCommand({ Bucket, Key: `dev/${name}` }));
});

describe("a saved plan that no longer fits", () => {
  const other = ["--var", "nat_gateways=per-az"];

  test("is named, planned anew and shown, but not replaced where nobody is asked; the next apply takes the new one", async () => {
    await on.infra(["plan", "dev"]);
    const refused = await on.infra(["apply", "dev", "--yes", ...other]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/no longer fits.*settings +nat_gateways \S+ → per-az\n/s);
    expect(refused.stdout).not.toMatch(/^ +code /m);
    expect(refused.stdout).toContain("1 to create");
    expect(refused.stderr).toContain("Nothing was applied");
    expect(refused.stderr).toContain(`infra apply dev --var nat_gateways=per-az ${settings.join(" ")} --yes`);
    expect(on.applies()).toBe(0);
    expect((await on.infra(["apply", "dev", "--yes", ...other])).code).toBe(0);
    expect(on.applies()).toBe(1);
    expect(on.plans()).toBe(2);
  });

  test("is planned anew and asked about where somebody is there", async () => {
    await on.infra(["plan", "dev"]);
    expect(await on.infra(["apply", "dev", ...other], { answers: ["no"] })).toMatchObject({ code: 1 });
    expect(on.applies()).toBe(0);
    await on.infra(["plan", "dev"]);
    expect(await on.infra(["apply", "dev", ...other], { answers: ["yes"] })).toMatchObject({ code: 0 });
    expect(on.applies()).toBe(1);
  });

  test.each<[string, () => void, RegExp]>([
    [
      "providers of other versions, where the plan was made",
      () => {
        const file = join(on.directory, "plan.json");
        const record = JSON.parse(readFileSync(file, "utf8"));
        record.basis.providers = { "hashicorp/aws": "5.99.0" };
        writeFileSync(file, JSON.stringify(record));
      },
      /provider lock +hashicorp\/aws 5\.99\.0 → \(none\)/,
    ],
    [
      "import blocks",
      () => writeFileSync(join(on.directory, "more.tf.json"), "{}"),
      /files +more\.tf\.json \(added\)/,
    ],
    [
      "a plan that somebody made by hand in its place",
      () => writeFileSync(join(on.directory, "plan.tfplan"), "another plan"),
      /plan +its file was replaced by another plan/,
    ],
    [
      "a record of another version of this tool",
      () => writeFileSync(join(on.directory, "plan.json"), "{"),
      /made by another version of this\s+tool/,
    ],
  ])("%s", async (_what, change, told) => {
    await on.infra(["plan", "dev"]);
    change();
    const { code, stdout } = await on.infra(["apply", "dev", "--yes"]);
    expect(stdout).toMatch(told);
    expect(code).toBe(1);
    expect(on.applies()).toBe(0);
  });

  test("a state that somebody else wrote", async () => {
    await on.infra(["plan", "dev"]);
    const Who = "anna@laptop";
    const lock = JSON.stringify({ ID: "1", Who, Operation: "OperationTypeApply" });
    await client(S3Client).send(new PutObjectCommand({ Bucket, Key: `${Key}.tflock`, Body: lock }));
    await writeState(14);
    await client(S3Client).send(new DeleteObjectCommand({ Bucket, Key: `${Key}.tflock` }));
    const { code, stdout } = await on.infra(["apply", "dev", "--yes"]);
    expect(stdout).toMatch(/state +serial 12 → 14, written .*by\s+anna@laptop\n/s);
    expect(code).toBe(1);
    expect(on.applies()).toBe(0);
  });

  test("says so when it is older than a day, and still fits", async () => {
    await on.infra(["plan", "dev"]);
    const { stdout } = await on.infra(["apply", "dev", "--yes"], { days: 3 });
    expect(stdout).toContain("This plan was made 3 days ago");
    expect(on.applies()).toBe(1);
  });
});

describe("in CI", () => {
  test("nothing is applied without a plan, and before anything else happens", async () => {
    const { code, stderr } = await on.infra(["apply", "dev", "--yes"], { ci: true });
    expect(code).toBe(1);
    expect(stderr).toContain("There is no plan to apply");
    expect(stderr).toContain(`infra plan dev ${settings.join(" ")}`);
    expect(on.inits()).toBe(0);
    await on.infra(["plan", "dev"], { ci: true });
    expect(await on.infra(["apply", "dev", "--yes"], { ci: true })).toMatchObject({ code: 0 });
    expect(on.applies()).toBe(1);
  });

  test("a job that is tried again does not apply a plan that nobody approved", async () => {
    await on.infra(["plan", "dev"], { ci: true });
    const other = ["apply", "dev", "--yes", "--var", "nat_gateways=per-az"];
    expect(await on.infra(other, { ci: true })).toMatchObject({ code: 1 });
    expect(await on.infra(other, { ci: true })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no plan to apply"),
    });
    expect(on.applies()).toBe(0);
  });
});

describe("a plan in a file", () => {
  const file = () => join(on.directory, "..", "handed.infra");

  test("travels to another machine, and is applied there", async () => {
    const { stdout } = await on.infra(["plan", "dev", "--out", file()]);
    expect(stdout).toContain("hand it on like a");
    expect(stdout).toContain(`--plan ${file()}`);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const planned = readFileSync(join(on.directory, "plan.tfplan"), "utf8");
    const from = file();
    on = await machine();
    const there = await on.infra(["apply", "dev", "--plan", from, "--yes"], { ci: true });
    expect(there).toMatchObject({ code: 0 });
    expect(readFileSync(join(on.directory, "plan.tfplan"), "utf8")).toBe(planned);
    expect(on.plans()).toBe(0);
    expect(on.applies()).toBe(1);
  });

  test("is refused with other settings, again and again", async () => {
    await on.infra(["plan", "dev", "--out", file()]);
    const other = ["apply", "dev", "--plan", file(), "--yes", "--var", "nat_gateways=per-az"];
    for (const _ of [1, 2])
      expect(await on.infra(other)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("no longer fits"),
        stderr: expect.stringContaining(`--out ${file()}`),
      });
    expect(on.applies()).toBe(0);
  });

  test("is refused where it is none, not there, or of another environment", async () => {
    await on.infra(["plan", "dev", "--out", file()]);
    const apply = (plan: string) => on.infra(["apply", "dev", "--yes", "--plan", plan]);
    expect((await apply(join(on.directory, "plan.json"))).stderr).toContain("something else");
    expect((await apply("/nowhere/plan")).stderr).toContain("a file that is not there");
    writeFileSync(
      file(),
      readFileSync(file(), "utf8").replace('"environment":"dev"', '"environment":"prod"'),
    );
    expect((await apply(file())).stderr).toContain("a plan for the environment prod");
    expect((await on.infra(["plan", "dev", "--out", "/nowhere/plan"])).stderr).toContain(
      "could not be written",
    );
    expect(on.applies()).toBe(0);
  });
});

describe("the second look", () => {
  test("finds nothing new, says so, and the plan is applied; a plan of this very command is not looked at twice", async () => {
    await on.infra(["plan", "dev"]);
    on.aws({ cidr_block: "10.0.0.0/16" }, { cidr_block: "10.0.0.0/16" });
    const { code, stdout } = await on.infra(["apply", "dev", "--yes"]);
    expect(stdout).toContain("Nothing changed in AWS since the plan.");
    expect(code).toBe(0);
    await on.infra(["apply", "dev", "--yes"]);
    expect([on.looks(), on.applies()]).toEqual([1, 2]);
  });

  test("stops at what somebody changed by hand, and shows a new plan", async () => {
    await on.infra(["plan", "dev"]);
    on.aws({ cidr_block: "10.0.0.0/16" }, { cidr_block: "10.9.0.0/16" });
    const { code, stdout, stderr } = await on.infra(["apply", "dev", "--yes"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Somebody changed AWS.*aws_vpc\.vpc changed\n +cidr_block {2}"10\.0.* → "10\.9/s);
    expect(stderr).toContain("Nothing was applied");
    expect([on.plans(), on.applies()]).toEqual([2, 0]);
  });

  test("asks about the new plan where somebody is there", async () => {
    await on.infra(["plan", "dev"]);
    on.aws({ cidr_block: "10.0.0.0/16" }, { cidr_block: "10.9.0.0/16" });
    const asked = await on.infra(["apply", "dev"], { answers: ["yes", "no"] });
    expect(asked).toMatchObject({ code: 1, stderr: "\nNothing was changed.\n" });
    expect(on.applies()).toBe(0);
  });
});

test("a report on the removal leaves the plan that was approved as it is", async () => {
  await on.infra(["plan", "dev"]);
  const before = readFileSync(join(on.directory, "plan.tfplan"), "utf8");
  await on.infra(["report", "dev", "--destroy", "--format", "markdown"]);
  expect(readFileSync(join(on.directory, "plan.tfplan"), "utf8")).toBe(before);
  expect(await on.infra(["apply", "dev", "--yes"])).toMatchObject({ code: 0 });
  expect(on.plans()).toBe(2);
});
