import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { DescribeKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectLocalAws, localAwsEnvironment } from "../../src/local-aws/daemon.ts";
import { type AwsPlace, clientOptions } from "../../src/operate/access.ts";
import { StateStore } from "../../src/operate/state-store.ts";
import { findEngine } from "../../src/terraform/engine.ts";
import { deployedDev } from "./deployed-dev.ts";
import type { Infra } from "./infra.ts";

const account = "123456789012";
const region = "ap-southeast-1";
const bucket = `terraform-state-retail-mlops-${account}`;
const key = "dev/terraform.tfstate";

interface Plan {
  readonly counts: Readonly<Record<string, number>>;
  readonly verdict: { readonly level: string; readonly sentence: string };
  readonly gate: readonly { readonly address: string }[];
  readonly mending: readonly { readonly address: string }[];
}

/** One deployment of dev, to which everything happens that must not end in a loss. */
describe("what must never happen by accident", { timeout: 300_000 }, () => {
  let infra: Infra;
  let directory: string;
  let place: AwsPlace;
  let store: StateStore;
  let env: NodeJS.ProcessEnv;
  const plan = () => infra.json<Plan>("plan", "dev", "--local");
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await infra.run(...args);
    return { code, text: `${stdout}\n${stderr}`.replace(/\s+/g, " ") };
  };

  beforeAll(async () => {
    infra = await deployedDev();
    directory = join(infra.cacheDir, "work", "local", "dev");
    const server = await connectLocalAws({
      stateDir: join(infra.cacheDir, "local-aws"),
      bundle: join(import.meta.dirname, "..", "..", "dist", "local-aws.mjs"),
    });
    const credentials = { accessKeyId: account, secretAccessKey: "local" };
    place = { account, region, access: { endpoint: server.endpoint, credentials } };
    store = new StateStore({ ...place, bucket, key });
    env = localAwsEnvironment(server, account, region, process.env);
  }, 540_000);

  afterAll(async () => {
    store?.close();
    await infra.remove();
  });

  it("does not go on without its state: an empty or damaged one is refused, and the version to bring back is named", async () => {
    await store.write(key, "\n");
    const empty = await said("plan", "dev", "--local");
    expect(empty).toMatchObject({
      code: 1,
      text: expect.stringMatching(/The state of dev is lost.*108 resources/),
    });
    await store.write(key, '{"version":4,"lin');
    const damaged = await said("apply", "dev", "--local", "--yes");
    expect(damaged).toMatchObject({
      code: 1,
      text: expect.stringMatching(/damaged.*17 bytes that are no state/),
    });
    const version = /infra state restore dev (\S+) --local/.exec(damaged.text)?.[1] ?? "";
    expect(empty.text).toContain(version);
    expect(await said("state", "restore", "dev", version, "--local", "--yes")).toMatchObject({ code: 0 });
    expect((await plan()).verdict.level).toBe("nothing");
  });

  it("keeps a key that somebody scheduled for deletion, and a bucket that is marked as unfinished", async () => {
    const kms = new KMSClient(clientOptions(place));
    const outputs = await infra.json<{ outputs: Record<string, { value: string }> }>(
      "output",
      "dev",
      "--local",
    );
    const KeyId = outputs.outputs.s3_key_arn?.value;
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    const engine = await findEngine({ env: process.env, cacheDir: infra.cacheDir });
    const configuration = join(infra.cacheDir, "terraform.rc");
    execFileSync(engine.path, ["taint", "aws_s3_bucket.data"], {
      cwd: directory,
      env: { ...env, TF_CLI_CONFIG_FILE: configuration },
    });

    const looked = await plan();
    expect(looked.mending.map(({ address }) => address).sort()).toEqual([
      "aws_kms_key.s3",
      "aws_s3_bucket.data",
    ]);
    expect(looked.verdict).toMatchObject({
      level: "careful",
      sentence: expect.stringMatching(/apply first keeps/),
    });

    const applied = await said("apply", "dev", "--local", "--yes");
    expect(applied).toMatchObject({ code: 0, text: expect.stringMatching(/aws_kms_key\.s3 is kept/) });
    expect(applied.text).toMatch(/aws_s3_bucket\.data was marked as unfinished/);
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe("Enabled");
    expect((await plan()).verdict.level).toBe("nothing");
    kms.destroy();
  });

  it("stops before a repository is replaced, whatever --yes says, until it is named", async () => {
    const override = join(directory, "renamed_override.tf.json");
    writeFileSync(
      override,
      JSON.stringify({ resource: { aws_ecr_repository: { train: { name: "renamed" } } } }),
    );
    const looked = await plan();
    expect(looked.gate).toMatchObject([{ address: "aws_ecr_repository.train" }]);
    const refused = await said("apply", "dev", "--local", "--yes");
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(
      /name changes, which cannot be done in place.*--allow-loss aws_ecr_repository\.train/,
    );
    const mistyped = await said(
      "apply",
      "dev",
      "--local",
      "--yes",
      "--allow-loss",
      "aws_ecr_repository.trian",
    );
    expect(mistyped).toMatchObject({
      code: 1,
      text: expect.stringMatching(/Write --allow-loss aws_ecr_repository\.train\./),
    });
    const allowed = ["--allow-loss", "aws_ecr_repository.train"];
    expect(await said("apply", "dev", "--local", "--yes", ...allowed)).toMatchObject({ code: 0 });
    const ecr = new ECRClient(clientOptions(place));
    const { repositories = [] } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories.map(({ repositoryName }) => repositoryName)).toContain("renamed");
    ecr.destroy();
    rmSync(override);
  });
});
