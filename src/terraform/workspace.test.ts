import { EventEmitter } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { EngineFailed } from "./errors.ts";
import { type FakeEngineOptions, fakeEngine, lines } from "./fake-engine.ts";
import { releasePlatform } from "./release-platform.ts";
import { testFolder } from "./test-folder.ts";
import { Workspace } from "./workspace.ts";
import type { WorkspaceOptions } from "./workspace-options.ts";

const PROVIDER = join(
  ".terraform",
  "providers",
  "registry.terraform.io",
  "hashicorp",
  "aws",
  "5.100.0",
  releasePlatform(),
);
const LOCK = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n';
const CONFIGURATION = {
  terraform: {
    required_providers: { aws: { source: "aws", version: ">= 5.100" } },
    backend: { s3: { bucket: "b" } },
  },
  resource: { terraform_data: { a: {} } },
};

/** What a real init leaves behind. */
const INIT = `
  fs.mkdirSync(${JSON.stringify(PROVIDER)}, { recursive: true });
  fs.writeFileSync(${JSON.stringify(join(PROVIDER, "terraform-provider-aws_v5.100.0_x5"))}, "");
  if (!fs.existsSync(".terraform.lock.hcl")) fs.writeFileSync(".terraform.lock.hcl", ${JSON.stringify(LOCK)});
`;

let directory: string;
let userLock: string;

beforeEach(async () => {
  const root = await testFolder();
  directory = join(root, "work", "dev");
  userLock = join(root, "envs", ".terraform.lock.hcl");
  await mkdir(join(root, "envs"));
});

async function workspace(
  commands: FakeEngineOptions["commands"],
  options: Partial<WorkspaceOptions> & FakeEngineOptions = {},
) {
  const engine = await fakeEngine({ commands, product: options.product });
  const space = new Workspace({ engine, directory, env: { PATH: process.env.PATH }, ...options });
  const calls = async (): Promise<string[][]> => {
    const log = await readFile(join(engine.folder, "calls.log"), "utf8").catch(() => "");
    return log.trim() === ""
      ? []
      : log
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
  };
  return { space, calls, engine };
}

test("the configuration is written once, and its digest tells it from another", async () => {
  const { space } = await workspace({});
  const first = await space.write(CONFIGURATION);
  expect(first.changed).toBe(true);
  expect(await space.write(CONFIGURATION)).toEqual({ ...first, changed: false });
  expect((await space.write({})).digest).not.toBe(first.digest);
  expect(JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8"))).toEqual({});
});

test("init runs once for one configuration, and resources do not matter to it", async () => {
  const { space, calls } = await workspace({ init: INIT });
  await space.write(CONFIGURATION);
  expect(await space.init()).toEqual({ skipped: false });
  expect(await space.init()).toEqual({ skipped: true });
  await space.write({ ...CONFIGURATION, resource: {} });
  expect(await space.init()).toEqual({ skipped: true });
  expect(await calls()).toEqual([["init", "-json", "-no-color", "-input=false", "-reconfigure"]]);
});

test.each<[string, (space: Workspace) => Promise<unknown>]>([
  [
    "another state bucket",
    (space) =>
      space.write({
        ...CONFIGURATION,
        terraform: { ...CONFIGURATION.terraform, backend: { s3: { bucket: "c" } } },
      }),
  ],
  [
    "another provider version",
    (space) => space.write({ ...CONFIGURATION, terraform: { required_providers: {} } }),
  ],
  ["a changed lock file of the user", () => writeFile(userLock, `${LOCK}\n# reviewed\n`)],
  ["a removed provider", () => rm(join(directory, PROVIDER), { recursive: true })],
  ["a removed .terraform folder", () => rm(join(directory, ".terraform"), { recursive: true })],
  [
    "a changed lock file in the working directory",
    () => writeFile(join(directory, ".terraform.lock.hcl"), ""),
  ],
])("init runs again after %s", async (_, change) => {
  await writeFile(userLock, LOCK);
  const { space, calls } = await workspace(
    { init: INIT },
    { lockFile: { path: userLock, writeBack: false } },
  );
  await space.write(CONFIGURATION);
  await space.init();
  await change(space);
  expect(await space.init()).toEqual({ skipped: false });
  expect(await space.init()).toEqual({ skipped: true });
  expect(await calls()).toHaveLength(2);
});

test("init runs again for another engine or another source of plugins", async () => {
  const rc = join(directory, "..", "plugins.rc");
  const first = await workspace({ init: INIT });
  await first.space.write(CONFIGURATION);
  await writeFile(rc, "# one");
  await first.space.init();
  const { space } = await workspace({ init: INIT });
  expect(await space.init()).toEqual({ skipped: false });
  const configured = await workspace(
    { init: INIT },
    { env: { PATH: process.env.PATH, TF_CLI_CONFIG_FILE: rc } },
  );
  expect(await configured.space.init()).toEqual({ skipped: false });
  expect(await configured.space.init()).toEqual({ skipped: true });
  await writeFile(rc, "# two");
  expect(await configured.space.init()).toEqual({ skipped: false });
});

test("the user's lock file decides, and a new selection is written back only when asked for", async () => {
  await writeFile(userLock, `${LOCK}# the user's\n`);
  const selects = `${INIT} fs.appendFileSync(".terraform.lock.hcl", "# and more\\n");`;
  const { space } = await workspace({ init: selects }, { lockFile: { path: userLock, writeBack: false } });
  await space.write(CONFIGURATION);
  await space.init();
  expect(await readFile(join(directory, ".terraform.lock.hcl"), "utf8")).toBe(
    `${LOCK}# the user's\n# and more\n`,
  );
  expect(await readFile(userLock, "utf8")).toBe(`${LOCK}# the user's\n`);

  const owner = await workspace({ init: selects }, { lockFile: { path: userLock, writeBack: true } });
  await owner.space.init();
  expect(await readFile(userLock, "utf8")).toBe(`${LOCK}# the user's\n# and more\n`);
  expect(await owner.space.init()).toEqual({ skipped: true });
});

test("an init that fails by itself is tried again, and what it had downloaded stays", async () => {
  const { space } = await workspace({
    init: `${INIT} say(${JSON.stringify(lines.error("no credentials"))}); process.exit(1);`,
  });
  await space.write(CONFIGURATION);
  for (const _ of [1, 2]) await expect(space.init()).rejects.toThrow("no credentials");
  expect(await readdir(join(directory, PROVIDER))).toHaveLength(1);
});

test("after an interrupted init the next one starts from nothing", async () => {
  const signals = new EventEmitter();
  const half = `
    process.on("SIGINT", () => process.exit(1));
    fs.mkdirSync(".terraform/providers/half", { recursive: true });
    fs.writeFileSync(".terraform.lock.hcl", "provider {");
    say({ type: "log" });
    await sleep(10000);`;
  const cut = await workspace({ init: half }, { signals });
  await cut.space.write(CONFIGURATION);
  const error = await cut.space
    .init({ onEvent: () => signals.emit("SIGINT") })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EngineFailed);
  expect((error as EngineFailed).interrupted).toBe(true);

  const seen = join(directory, "seen.json");
  const { space } = await workspace({
    init: `fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify(fs.readdirSync("."))); ${INIT}`,
  });
  expect(await space.init()).toEqual({ skipped: false });
  const before: string[] = JSON.parse(await readFile(seen, "utf8"));
  expect(before).not.toContain(".terraform");
  expect(before).not.toContain(".terraform.lock.hcl");
  expect(await readFile(join(directory, ".terraform.lock.hcl"), "utf8")).toBe(LOCK);
});

test("an init whose processes are gone is cleared away, a damaged mark of one too", async () => {
  const { space } = await workspace({ init: INIT });
  await space.write(CONFIGURATION);
  for (const mark of ["[4194300,4194301]", "not json"]) {
    await mkdir(join(directory, ".terraform", "half"), { recursive: true });
    await writeFile(join(directory, "init.running"), mark);
    expect(await space.init()).toEqual({ skipped: false });
    expect(await readdir(join(directory, ".terraform"))).not.toContain("half");
    expect(await readdir(directory)).not.toContain("init.running");
  }
});

test("two inits of one directory at once become one", async () => {
  const { space, calls, engine } = await workspace({ init: `await sleep(300); ${INIT}` });
  await space.write(CONFIGURATION);
  const other = new Workspace({ engine, directory, env: { PATH: process.env.PATH } });
  const results = await Promise.all([space.init(), other.init()]);
  expect(results.filter(({ skipped }) => skipped)).toHaveLength(1);
  expect(await calls()).toHaveLength(1);
});

test("an upgrade is never skipped", async () => {
  const { space, calls } = await workspace({ init: INIT });
  await space.write(CONFIGURATION);
  await space.init();
  expect(await space.init({ upgrade: true })).toEqual({ skipped: false });
  expect((await calls())[1]).toContain("-upgrade");
});

test("a plan says whether there are changes, how many, and where it is saved", async () => {
  const plan = (code: number, add: number) =>
    `say(${JSON.stringify(lines.version)}); say(${JSON.stringify(lines.summary("plan", add))}); process.exit(${code});`;
  await mkdir(directory, { recursive: true });
  const some = await workspace({ plan: plan(2, 3) });
  expect(
    await some.space.plan({ destroy: true, refresh: false, parallelism: 30, extra: ["-target=a.b"] }),
  ).toMatchObject({
    changes: true,
    planFile: join(directory, "plan.tfplan"),
    counts: { add: 3 },
    diagnostics: [],
  });
  expect(await some.calls()).toEqual([
    [
      "plan",
      "-json",
      "-input=false",
      "-detailed-exitcode",
      "-out=plan.tfplan",
      "-destroy",
      "-refresh=false",
      "-parallelism=30",
      "-target=a.b",
    ],
  ]);
  const none = await workspace({ plan: plan(0, 0) });
  expect(await none.space.plan({ out: join(directory, "elsewhere.tfplan") })).toMatchObject({
    changes: false,
    planFile: join(directory, "elsewhere.tfplan"),
  });
  const failed = await workspace({ plan: plan(1, 0) });
  await expect(failed.space.plan()).rejects.toThrow("plan failed with exit code 1");
});

test("an apply reports its events, counts and outputs; OpenTofu's are the same", async () => {
  await mkdir(directory, { recursive: true });
  const hook = { resource: { addr: "terraform_data.a" }, action: "create", elapsed_seconds: 2 };
  const outputs = {
    type: "outputs",
    outputs: { vpc_id: { sensitive: false, type: "string", value: "vpc-1" } },
  };
  const said = [
    { ...lines.version, tofu: "1.10.0" },
    { type: "apply_complete", hook },
    lines.summary("apply", 1),
    outputs,
  ];
  for (const product of ["terraform", "tofu"] as const) {
    const seen: string[] = [];
    const { space, calls } = await workspace(
      { apply: said.map((line) => `say(${JSON.stringify(line)});`).join("") },
      { product },
    );
    const result = await space.apply({
      planFile: "plan.tfplan",
      parallelism: 30,
      onEvent: ({ type }) => seen.push(type),
    });
    expect(seen).toEqual(["version", "apply_complete", "change_summary", "outputs"]);
    expect(result).toMatchObject({
      counts: { add: 1, operation: "apply" },
      outputs: { vpc_id: { value: "vpc-1" } },
    });
    expect(await calls()).toEqual([["apply", "-json", "-input=false", "-parallelism=30", "plan.tfplan"]]);
  }
});

test("documents come typed, and an empty state is no error", async () => {
  await mkdir(directory, { recursive: true });
  const { space } = await workspace({
    show: 'say({ format_version: "1.2", args });',
    output: "say({ a: { sensitive: true, value: 1 } });",
    state: "",
    validate: `say({ valid: false, diagnostics: [${JSON.stringify(lines.error("bad\u001b[31m").diagnostic)}] }); process.exit(1);`,
  });
  expect(await space.show("p")).toEqual({ format_version: "1.2", args: ["-json", "p"] });
  expect(await space.showState()).toMatchObject({ format_version: "1.2" });
  expect(await space.output()).toEqual({ a: { sensitive: true, value: 1 } });
  expect(await space.stateList()).toEqual([]);
  expect(await space.validate()).toMatchObject({
    valid: false,
    diagnostics: [{ severity: "error", summary: "bad" }],
  });
});

test("a document that is no JSON is the engine's failure, not a bug of ours", async () => {
  await mkdir(directory, { recursive: true });
  const { space } = await workspace({ output: 'console.log("Warning: something");' });
  await expect(space.output()).rejects.toThrow(EngineFailed);
});

test("a running provider serves every command but init, which has to install its own", async () => {
  const tell =
    'fs.appendFileSync("env.jsonl", JSON.stringify([command, process.env.TF_REATTACH_PROVIDERS ?? null]) + "\\n");';
  const { space } = await workspace(
    { init: `${tell} ${INIT}`, plan: tell, show: `${tell} say({});` },
    { reattach: "{}" },
  );
  await space.write(CONFIGURATION);
  await space.init();
  await space.plan();
  await space.show();
  const told = (await readFile(join(directory, "env.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(told).toEqual([
    ["init", null],
    ["plan", "{}"],
    ["show", "{}"],
  ]);
});

test("the engine asks nothing, calls nobody, and keeps to our folder and state", async () => {
  const { space } = await workspace(
    { plan: 'fs.writeFileSync("env.json", JSON.stringify(process.env));' },
    {
      env: {
        TF_WORKSPACE: "other",
        TF_DATA_DIR: "/elsewhere",
        TF_CLI_CONFIG_FILE: "/missing.rc",
        AWS_PROFILE: "mine",
        TF_INPUT: "1",
      },
    },
  );
  await space.write(CONFIGURATION);
  await space.plan();
  const env = JSON.parse(await readFile(join(directory, "env.json"), "utf8"));
  expect(env).toMatchObject({
    AWS_PROFILE: "mine",
    TF_INPUT: "0",
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  });
  for (const name of ["TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_CONFIG_FILE"])
    expect(env).not.toHaveProperty(name);
});

test("the installed provider's executable is found, and its absence explained", async () => {
  const { space } = await workspace({ init: INIT });
  await space.write(CONFIGURATION);
  await expect(space.providerBinary("hashicorp/aws")).rejects.toThrow("run init first");
  await space.init();
  expect(await space.providerBinary("aws")).toBe(
    join(directory, PROVIDER, "terraform-provider-aws_v5.100.0_x5"),
  );
});
