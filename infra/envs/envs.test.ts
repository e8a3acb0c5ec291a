import { readdir, readFile } from "node:fs/promises";
import { parse } from "@cdktn/hcl2json";
import { describe, expect, it } from "vitest";
import { outputNames } from "../outputs.ts";
import { checkSettings } from "../settings/check-settings.ts";
import { synthesize } from "../synthesize.ts";
import { environments } from "./index.ts";

const today = new Date("2026-11-23");
const account_id = "123456789012";

function settingsOf(name: string, values: Record<string, unknown> = {}) {
  const { settings, problems } = checkSettings(name, { account_id, ...values }, { today });
  if (!settings) throw new Error(JSON.stringify(problems));
  return settings;
}

describe("environments", () => {
  it("are the folders, each with the files that the seed names", async () => {
    const entries = await readdir(import.meta.dirname, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(Object.keys(environments).sort()).toEqual(folders.sort());
    for (const folder of folders) {
      expect(await readdir(`${import.meta.dirname}/${folder}`)).toEqual(
        expect.arrayContaining([
          "backend.ts",
          "main.ts",
          "outs.ts",
          "terraform.tfvars.example",
          "variables.ts",
        ]),
      );
    }
  });

  it.each(Object.keys(environments))("%s needs nothing but an account, and knows its own name", (name) => {
    expect(environments[name]?.name).toBe(name);
    expect(settingsOf(name).environment).toBe(name);
    const { terraform } = synthesize(name, settingsOf(name)).configuration;
    expect(terraform.backend).toEqual({
      s3: {
        bucket: "terraform-state-retail-mlops-123456789012",
        key: `${name}/terraform.tfstate`,
        region: "ap-southeast-1",
        encrypt: true,
        use_lockfile: true,
        max_retries: 5,
        allowed_account_ids: ["123456789012"],
      },
    });
  });

  it("put nothing under one name, so that all of them fit into one account", () => {
    const taken = new Map<string, string>();
    for (const name of Object.keys(environments)) {
      const { configuration } = synthesize(name, settingsOf(name));
      for (const [type, attribute] of NAMED) {
        for (const body of Object.values(configuration.resource?.[type] ?? {})) {
          const inAws = `${type} ${String(body[attribute])}`;
          expect(taken.get(inAws) ?? name, inAws).toBe(name);
          taken.set(inAws, name);
        }
      }
    }
    expect(taken.size).toBeGreaterThan(60);
  });

  it("have networks that could be joined", () => {
    const blocks = Object.keys(environments).map((name) => settingsOf(name).vpc_cidr);
    expect(new Set(blocks).size).toBe(blocks.length);
  });
});

/** The resources whose names are unique in an account, or in a region of it. */
const NAMED = [
  ["aws_s3_bucket", "bucket"],
  ["aws_iam_role", "name"],
  ["aws_ecr_repository", "name"],
  ["aws_kms_alias", "name"],
  ["aws_cloudwatch_log_group", "name"],
  ["aws_cloudtrail", "name"],
  ["aws_eks_cluster", "name"],
  ["aws_launch_template", "name"],
] as const;

describe.each(Object.keys(environments))("terraform.tfvars.example of %s", (name) => {
  const file = `${import.meta.dirname}/${name}/terraform.tfvars.example`;

  it("is accepted as it stands, and changes nothing that the environment presets", async () => {
    const values = (await parse(file, await readFile(file, "utf8"))) as Record<string, unknown>;
    expect(Object.keys(values).sort()).toEqual(["account_id", "environment", "region", "vpc_cidr"]);
    expect(settingsOf(name, values)).toEqual(settingsOf(name));
  });

  it("is accepted with everything that it offers", async () => {
    const text = await readFile(file, "utf8");
    const offered = text.replace(/^# (?=\w+ += |\}| {2}\w+ += )/gm, "");
    const values = (await parse(file, offered)) as Record<string, unknown>;
    expect(Object.keys(values).length).toBeGreaterThan(8);
    expect(checkSettings(name, values, { today }).problems).toBeUndefined();
  });
});

describe("outputs", () => {
  it("have the names that people script against, each with its description", () => {
    const { output = {} } = synthesize("dev", settingsOf("dev")).configuration;
    expect(Object.keys(output)).toEqual([...outputNames]);
    expect(Object.keys(output)).toEqual(
      expect.arrayContaining([
        "eks_cluster_id",
        "eks_cluster_arn",
        "eks_cluster_endpoint",
        "eks_cluster_security_group_id",
        "vpc_id",
        "private_subnet_ids",
        "public_subnet_ids",
        "sagemaker_exec_role_arn",
        "data_bucket_name",
        "artifacts_bucket_name",
      ]),
    );
    for (const { description } of Object.values(output)) expect(description).toMatch(/\.$/);
  });
});
