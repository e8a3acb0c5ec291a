import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { UserError } from "./errors.ts";
import { findProject, type Project } from "./project.ts";
import { readSettings } from "./settings.ts";
import { testIo } from "./test-io.ts";

describe("the settings of an environment", () => {
  let folder: string;
  let project: Project;
  beforeEach(() => {
    const root = mkdtempSync(join(tmpdir(), "settings-"));
    folder = join(root, "infra", "envs", "dev");
    mkdirSync(folder, { recursive: true });
    const cacheDir = join(root, "cache");
    const environmentDir = (name: string) => join(root, "infra", "envs", name);
    project = { ...findProject({}), root, cacheDir, environmentDir };
  });

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  function read(target: "aws" | "local", env: NodeJS.ProcessEnv = {}, overrides: string[] = []) {
    return readSettings({ environment: "dev", target, project, io: testIo({ env }), overrides });
  }

  async function refusal(...request: Parameters<typeof read>): Promise<UserError> {
    const error = await read(...request).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }

  test("stand in the example on the embedded AWS, below the environment, below --var", async () => {
    write(
      "terraform.tfvars.example",
      'account_id = "111111111111"\nregion = "eu-west-1"\necr_keep_images = 7\n',
    );
    const env = { TF_VAR_region: "eu-west-2", TF_VAR_ecr_keep_images: "8" };
    const { settings, warnings } = await read("local", env, ["ecr_keep_images=9"]);
    expect(settings).toMatchObject({ account_id: "111111111111", region: "eu-west-2", ecr_keep_images: 9 });
    expect(warnings[0]).toBe(
      "There is no terraform.tfvars yet, so infra/envs/dev/terraform.tfvars.example is used.",
    );
  });

  test("of a terraform.tfvars of one's own win over the environment, as in Terraform", async () => {
    write("terraform.tfvars", 'account_id = "111111111111"\nregion = "eu-west-1"\n');
    const { settings } = await read("local", { TF_VAR_region: "eu-west-2" });
    expect(settings.region).toBe("eu-west-1");
  });

  test("that are missing are asked for in all the ways there are, in CI too", async () => {
    const { message, next } = await refusal("aws");
    expect(message).toContain("there is no infra/envs/dev/terraform.tfvars");
    expect(next.join("\n")).toMatch(/In CI, TF_VAR_account_id=….* or --var account_id=…/);
    expect((await read("aws", { TF_VAR_account_id: "111111111111" })).settings.account_id).toBe(
      "111111111111",
    );
  });

  test("behind a folder named terraform.tfvars are a problem of that path", async () => {
    mkdirSync(join(folder, "terraform.tfvars"));
    const { problems } = await refusal("aws");
    expect(problems).toMatchObject([
      {
        subject: "infra/envs/dev/terraform.tfvars",
        received: "a folder",
        expected: "a file that can be read",
      },
    ]);
  });

  test("given as --var without an equals sign are headed --var once", async () => {
    const { problems } = await refusal("aws", {}, ["foo"]);
    expect(problems).toMatchObject([{ subject: "--var", received: "foo", expected: "name=value" }]);
    expect(problems[0]?.where).toBeUndefined();
  });
});
