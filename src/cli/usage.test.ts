import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assumptions } from "../review/cost/usage.ts";
import { UserError } from "./errors.ts";
import { findProject, type Project } from "./project.ts";
import { readUsage } from "./usage.ts";

let root: string;
let project: Project;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "usage-"));
  const environmentDir = (environment: string) => join(root, "infra", "envs", environment);
  mkdirSync(environmentDir("dev"), { recursive: true });
  project = { ...findProject({ INFRA_CACHE_DIR: join(root, ".cache") }), root, environmentDir };
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(join(root, "infra", "envs", "dev", "usage.tfvars"), text);

const read = (...overrides: string[]) => readUsage({ environment: "dev", project, overrides });

async function problems(...overrides: string[]) {
  const error = await read(...overrides).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`no UserError: ${String(error)}`);
  return error.problems;
}

describe("the assumptions on use", () => {
  it("are an environment's usage.tfvars, and --usage over it", async () => {
    write("# traffic\nnat_gb = 30 # GB\nkms_requests = 5e4\n");
    expect(await read()).toEqual({
      usage: { nat_gb: 30, kms_requests: 50_000 },
      file: "infra/envs/dev/usage.tfvars",
    });
    expect((await read("nat_gb=12.5", "spot_nodes = 0")).usage).toEqual({
      nat_gb: 12.5,
      kms_requests: 50_000,
      spot_nodes: 0,
    });
  });

  it("are the defaults without the file, and with an empty one", async () => {
    expect(await read()).toEqual({ usage: {} });
    write("\n");
    expect((await read()).usage).toEqual({});
  });

  it("are refused all at once, each with its place, what is meant, and how to mend it", async () => {
    write('nat_gp = 3\n\nflow_logs_gb = "much"\nspot_price_percent = 300\ndata_stored_gb = -1\n');
    expect(await problems("kms_requests=", "nat_gb")).toMatchObject([
      { subject: "nat_gp", where: "infra/envs/dev/usage.tfvars:1", fix: 'Did you mean "nat_gb"?' },
      {
        subject: "flow_logs_gb",
        where: "infra/envs/dev/usage.tfvars:3",
        received: "much",
        expected: "a number of GB a month, 0 or more",
        fix: expect.stringMatching(/^Write flow_logs_gb = 5, or leave it out\. /),
      },
      { subject: "spot_price_percent", received: "300", expected: expect.stringMatching(/, 10 to 100$/) },
      { subject: "data_stored_gb", where: "infra/envs/dev/usage.tfvars:5", received: "-1" },
      { subject: "kms_requests", where: "--usage", received: "nothing" },
      { subject: "--usage", received: "nat_gb", expected: "name=value" },
    ]);
  });

  it("must be numbers, not expressions, lists or truths", async () => {
    write("nat_gb = var.x\nflow_logs_gb = [1]\ntrail_logs_gb = true\n");
    expect((await problems()).map(({ received }) => received)).toEqual(["${var.x}", "[1]", "true"]);
  });

  it("say so when there is a folder in the place of the file", async () => {
    mkdirSync(join(root, "infra", "envs", "dev", "usage.tfvars"));
    expect(await problems()).toMatchObject([
      { where: "infra/envs/dev/usage.tfvars", received: "a folder", fix: "Move the folder away." },
    ]);
  });

  it("say where a file does not parse", async () => {
    write("nat_gb = 1\nflow_logs_gb = = 2\n");
    expect(await problems()).toMatchObject([
      { where: expect.stringMatching(/^infra\/envs\/dev\/usage\.tfvars:2:/), received: "flow_logs_gb = = 2" },
    ]);
  });

  it.each(["dev", "staging", "prod"])("of %s are read, and every name has its line", async (environment) => {
    const real = findProject({ INFRA_CACHE_DIR: join(root, ".cache") });
    const { usage, file } = await readUsage({ environment, project: real });
    expect(file).toBe(`infra/envs/${environment}/usage.tfvars`);
    const optional = assumptions.filter((one) => one.default === undefined).map(({ name }) => name);
    const expected = assumptions.map(({ name }) => name).filter((name) => !optional.includes(name));
    expect(Object.keys(usage).filter((name) => !optional.includes(name))).toEqual(
      expect.arrayContaining(expected),
    );
  });
});
