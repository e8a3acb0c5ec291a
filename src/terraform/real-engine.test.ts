import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Engine, findEngine } from "./engine.ts";
import { EngineFailed } from "./errors.ts";
import { formatTfvars } from "./format-tfvars.ts";
import { testFolder } from "./test-folder.ts";
import { Workspace } from "./workspace.ts";

// What the fakes of the other tests stand for, checked against the engine itself. No provider, so each takes a moment.
let engine: Engine;
const env = process.env;

beforeAll(async () => {
  engine = await findEngine({ env, cacheDir: join(import.meta.dirname, "..", "..", ".cache") });
});

async function workspace(configuration: unknown): Promise<Workspace> {
  const space = new Workspace({ engine, directory: await testFolder(), env });
  await space.write(configuration);
  return space;
}

test("the engine is new enough and says what it is", () => {
  expect(["terraform", "tofu"]).toContain(engine.product);
  expect(engine.version).toMatch(/^1\.\d+\.\d+/);
});

test("tfvars are formatted, and a mistake in them is shown with its line", async () => {
  expect(await formatTfvars(engine, 'a="x"\nlonger = [1,2]\n', env)).toBe('a      = "x"\nlonger = [1, 2]\n');
  const error = await formatTfvars(engine, "a = {\n", env).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EngineFailed);
  expect((error as EngineFailed).output).toContain("line 2");
});

test("an empty module goes the whole way: init, validate, plan, show, apply, output, state, destroy", async () => {
  const built = {
    resource: { terraform_data: { a: { input: "one" } } },
    output: { a: { value: "${terraform_data.a.output}" } },
  };
  const space = await workspace(built);
  expect(await space.init()).toEqual({ skipped: false });
  expect(await space.init()).toEqual({ skipped: true });
  expect(await space.validate()).toEqual({ valid: true, diagnostics: [] });
  expect(await space.stateList()).toEqual([]);

  const plan = await space.plan();
  expect(plan).toMatchObject({ changes: true, counts: { add: 1, change: 0, remove: 0, operation: "plan" } });
  const { resource_changes: changes = [] } = await space.show();
  expect(changes.map(({ address, change }) => [address, change.actions])).toEqual([
    ["terraform_data.a", ["create"]],
  ]);

  const events: string[] = [];
  const applied = await space.apply({ planFile: plan.planFile, onEvent: ({ type }) => events.push(type) });
  expect(events).toEqual(
    expect.arrayContaining(["version", "apply_start", "apply_complete", "change_summary", "outputs"]),
  );
  expect(applied).toMatchObject({ counts: { add: 1, operation: "apply" }, outputs: { a: { value: "one" } } });
  expect(await space.output()).toMatchObject({ a: { value: "one", sensitive: false } });
  expect(await space.stateList()).toEqual(["terraform_data.a"]);
  expect((await space.showState()).values?.root_module?.resources).toMatchObject([
    { address: "terraform_data.a" },
  ]);
  expect(await space.plan()).toMatchObject({ changes: false });

  const { planFile } = await space.plan({ destroy: true });
  expect((await space.apply({ planFile })).counts).toMatchObject({ remove: 1 });
  expect(await space.stateList()).toEqual([]);
});

test("a plan that was overtaken is refused", async () => {
  const space = await workspace({ resource: { terraform_data: { a: {} } } });
  await space.init();
  await space.plan({ out: "old.tfplan" });
  await space.apply({ planFile: (await space.plan()).planFile });
  const error = await space.apply({ planFile: "old.tfplan" }).catch((caught: unknown) => caught);
  expect((error as EngineFailed).errors).toMatchObject([{ summary: "Saved plan is stale" }]);
});

test("an invalid configuration is an answer with an address", async () => {
  const space = await workspace({
    resource: { terraform_data: { a: { input: "${terraform_data.missing.id}" } } },
  });
  await space.init();
  const { valid, diagnostics } = await space.validate();
  expect(valid).toBe(false);
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "Reference to undeclared resource" }]);
});
