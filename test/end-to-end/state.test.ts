import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { localAwsEnvironment } from "../../src/local-aws/daemon.ts";
import { findEngine } from "../../src/terraform/engine.ts";
import { Workspace } from "../../src/terraform/workspace.ts";
import { Infra } from "./infra.ts";

const account = "123456789012";
const region = "ap-southeast-1";
const place = { Bucket: `terraform-state-retail-mlops-${account}`, Key: "dev/terraform.tfstate" };

interface History {
  readonly versions: readonly {
    readonly version: string;
    readonly serial?: number;
    readonly who?: string;
    readonly operation?: string;
    readonly deletion: boolean;
    readonly problem?: string;
    readonly difference?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  }[];
}

/** The state of dev as the real Terraform writes it, of a declaration so small that it needs no provider. */
const declaring = (...names: readonly string[]) => ({
  terraform: { backend: { s3: { bucket: place.Bucket, key: place.Key, region, use_lockfile: true } } },
  resource: { terraform_data: Object.fromEntries(names.map((name) => [name, { input: name }])) },
});

describe("infra state, with the real Terraform", { timeout: 120_000 }, () => {
  const infra = new Infra();
  const folder = mkdtempSync(join(tmpdir(), "infra-state-"));
  let s3: S3Client;
  let workspace: Workspace;

  const apply = async (...names: readonly string[]) => {
    await workspace.write(declaring(...names));
    await workspace.init();
    const { planFile } = await workspace.plan();
    await workspace.apply({ planFile });
  };
  const changes = async () => (await workspace.plan()).changes;
  const history = async () => (await infra.json<History>("state", "history", "dev", "--local")).versions;
  const restore = (...args: readonly string[]) =>
    infra.run("state", "restore", "dev", ...args, "--local", "--yes");
  const put = (text: string) => s3.send(new PutObjectCommand({ ...place, Body: Buffer.from(text) }));
  const stateText = async () =>
    (await (await s3.send(new GetObjectCommand(place))).Body?.transformToString()) ?? "";

  beforeAll(async () => {
    await infra.json("init", "dev", "--local");
    const { endpoint } = await infra.json<{ endpoint: string }>("local", "start");
    const client = { region, endpoint, credentials: { accessKeyId: account, secretAccessKey: "local" } };
    s3 = new S3Client({ ...client, forcePathStyle: true });
    const engine = await findEngine({ env: process.env, cacheDir: join(folder, "cache") });
    const env = localAwsEnvironment({ endpoint }, account, region, process.env);
    workspace = new Workspace({ engine, directory: join(folder, "work"), env });
    await apply("first");
    await apply("first", "second");
  }, 120_000);
  beforeEach(async () => expect(await changes()).toBe(false));
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await infra.remove();
  });

  it("says of each version when, by whom and what changed, without Terraform having written it down", async () => {
    const [newest, before] = await history();
    expect(newest).toMatchObject({
      who: expect.stringMatching(/.+@.+/),
      operation: "apply",
      difference: { added: ["terraform_data.second"], removed: [] },
    });
    expect(newest?.serial).toBeGreaterThan(before?.serial ?? Number.POSITIVE_INFINITY);
  });

  it("applies, plans and locks under the bucket's policy, which refuses to delete the state to its administrator", async () => {
    await expect(s3.send(new DeleteObjectCommand(place))).rejects.toMatchObject({ name: "AccessDenied" });
    const [{ version: VersionId } = { version: "" }] = await history();
    await expect(s3.send(new DeleteObjectCommand({ ...place, VersionId }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it("brings back a state that was deleted after all", async () => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: place.Bucket }));
    await s3.send(new DeleteObjectCommand(place));
    expect(await changes()).toBe(true);
    const mended = await infra.run("init", "dev", "--local");
    expect(mended.stdout).toContain("policy (was: TLS only: missing, no deletion of states: missing)");
    const [deletion, whole] = await history();
    expect(deletion?.deletion).toBe(true);
    const refused = await restore(deletion?.version ?? "");
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain(`infra state restore dev ${whole?.version} --local`);
    expect(await restore(whole?.version ?? "")).toMatchObject({ code: 0 });
  });

  it.each([
    ["emptied", () => ""],
    ["cut off", (text: string) => text.slice(0, text.length / 2)],
  ])("brings back a state that was %s", async (_, damage) => {
    const [whole] = await history();
    await put(damage(await stateText()));
    const [damaged] = await history();
    expect(damaged?.problem).toMatch(/^it is (empty|no JSON)/);
    const refused = await restore(damaged?.version ?? "");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("infra state history dev --local"),
    });
    const restored = await restore(whole?.version ?? "");
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.stdout).toContain("in place of what is there now, which is no state");
    expect((await history())[0]).toMatchObject({
      serial: (whole?.serial ?? 0) + 1,
      operation: "state restore",
    });
  });

  it("shows what an older version forgets, and takes the restore back", async () => {
    const versions = await history();
    const older = versions.find(({ difference }) => difference?.added.length === 0 || !difference);
    expect(older).toBeDefined();
    const first = versions.findLast(({ serial }) => serial !== undefined)?.version ?? "";
    const restored = await restore(first);
    expect(restored.stdout).toMatch(/- The state forgets[\s\S]*terraform_data\.second/);
    expect(await changes()).toBe(true);
    const [, back] = /take it back: infra state restore dev (\S+)/.exec(restored.stdout) ?? [];
    expect(await restore(back ?? "")).toMatchObject({ code: 0 });
  });

  it("keeps Terraform out while it holds the lock, and respects Terraform's", async () => {
    const lock = { ...place, Key: `${place.Key}.tflock` };
    const info = {
      ID: "4711",
      Operation: "OperationTypeApply",
      Who: "anna@laptop",
      Created: "2026-11-23T12:00:00Z",
    };
    await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify(info) }));
    const [, before] = await history();
    const refused = await restore(before?.version ?? "");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("anna@laptop") });
    expect(refused.stderr).toContain("infra unlock dev");
    await s3.send(new DeleteObjectCommand(lock));
  });

  it("saves a copy for the user alone, and restores from it; refuses it once it is older", async () => {
    const file = join(folder, "dev.tfstate");
    expect(await infra.run("state", "pull", "dev", file, "--local")).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toBe(await stateText());
    const again = await infra.run("state", "pull", "dev", file, "--local");
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`dev.tfstate --local --yes`) });
    await apply("first", "second", "third");
    const refused = await restore(file);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });
    expect(await restore(file, "--force")).toMatchObject({ code: 0 });
    await apply("first", "second");
  });

  it("refuses another lineage and another environment's state", async () => {
    const state = JSON.parse(await stateText());
    const file = join(folder, "other.tfstate");
    writeFileSync(file, JSON.stringify({ ...state, lineage: "another", serial: 999 }));
    expect(await restore(file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("lineage another"),
    });
    const [resource] = state.resources;
    const tags_all = { Environment: "prod" };
    const foreign = {
      ...resource,
      instances: [{ attributes: { tags_all, arn: "arn:aws:kms:eu-west-1:999988887777:key/1" } }],
    };
    writeFileSync(file, JSON.stringify({ ...state, serial: 999, resources: [foreign] }));
    const refused = await restore(file, "--force");
    expect(refused.stderr).toContain("resources of the environment prod");
    expect(refused.stderr).toContain("resources of account 999988887777");
  });
});
