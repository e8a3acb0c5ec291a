import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EKSClient, ListAddonsCommand, ListNodegroupsCommand } from "@aws-sdk/client-eks";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputNames } from "../../infra/outputs.ts";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { expectedDuration } from "../../src/review/duration.ts";
import { taskGraph, taskKey } from "../../src/review/task-graph.ts";
import { Infra } from "./infra.ts";

interface Summary {
  readonly counts: Record<"create" | "update" | "replace" | "delete", number>;
  readonly modules: readonly {
    readonly changes: readonly { readonly address: string; readonly action: string }[];
  }[];
}

interface Applied {
  readonly applied: Summary;
  readonly outputs: Record<string, { readonly value: unknown }>;
}

interface Status {
  readonly endpoint: string;
  readonly inventory: readonly { readonly service: string; readonly type: string; readonly id: string }[];
}

const minutes = 60_000;
const twoZones = ["--var", 'zones=["a","b"]'];
const account = "123456789012";

/** One environment through its life, with separate commands, the real engine and the real provider. Each step needs the one before. */
describe("dev on the embedded AWS, command by command", { timeout: 5 * minutes }, () => {
  const infra = new Infra();
  let applied: Applied;
  let client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  beforeAll(async () => {
    const { endpoint } = await infra.json<Status>("local", "start");
    client = {
      endpoint,
      region: "ap-southeast-1",
      credentials: { accessKeyId: account, secretAccessKey: "local" },
    };
  });

  afterAll(() => infra.remove());

  it("validates", async () => {
    expect(await infra.run("validate", "dev", "--local")).toMatchObject({ code: 0 });
  });

  it("plans with exit code 2, and applies that very plan", async () => {
    const planned = await infra.run("plan", "dev", "--local", "--detailed-exitcode", ...twoZones);
    expect(planned).toMatchObject({ code: 2 });
    applied = await infra.json<Applied>("apply", "dev", "--local", "--yes", ...twoZones);
    expect(applied.applied.counts).toMatchObject({ update: 0, replace: 0, delete: 0 });
    expect(planned.stdout).toContain(`${applied.applied.counts.create} to create`);
  });

  it("worked in the order of the graph that the expected time is reckoned by", () => {
    const { graph, chain } = expectedOrder();
    const times = lastApply(infra.cacheDir);
    expect([...times.keys()].sort()).toEqual([...graph.keys()].sort());
    const early = [...graph.values()].flatMap(({ key, needs }) =>
      [...needs]
        .filter((one) => (times.get(one)?.end ?? 0) > (times.get(key)?.start ?? 0) + 10)
        .map((one) => `${key} began before the end of ${one}`),
    );
    expect(early).toEqual([]);
    const [last = ""] = [...times].sort(([, a], [, b]) => b.end - a.end).map(([key]) => key);
    expect(last.split(".")[0]).toBe(chain.at(-1)?.address.split(".")[0]);
  });

  it("gives out every output under its name", async () => {
    const { outputs } = await infra.json<Applied>("output", "dev", "--local", ...twoZones);
    expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort());
    expect(outputs.eks_cluster_id?.value).toBe("retail-mlops-dev");
    expect(outputs.data_bucket_name?.value).toBe(`retail-mlops-data-${account}-ap-southeast-1`);
    expect(outputs.artifacts_bucket_name?.value).toBe(`retail-mlops-artifacts-${account}-ap-southeast-1`);
    expect(outputs.sagemaker_exec_role_arn?.value).toBe(`arn:aws:iam::${account}:role/sagemaker-exec-role`);
    expect(outputs.private_subnet_ids?.value).toHaveLength(2);
    const one = await infra.run("output", "dev", "vpc_id", "--local", ...twoZones);
    expect(one.stdout.trim()).toBe(outputs.vpc_id?.value);
  });

  it("shows other clients what Terraform made, and keeps the state where the backend says", async () => {
    const eks = new EKSClient(client);
    const { nodegroups } = await eks.send(new ListNodegroupsCommand({ clusterName: "retail-mlops-dev" }));
    expect(nodegroups).toEqual(["main", "spot"]);
    const { addons } = await eks.send(new ListAddonsCommand({ clusterName: "retail-mlops-dev" }));
    expect(addons?.sort()).toEqual([
      "aws-ebs-csi-driver",
      "coredns",
      "eks-pod-identity-agent",
      "kube-proxy",
      "vpc-cni",
    ]);
    const state = { Bucket: `terraform-state-retail-mlops-${account}`, Key: "dev/terraform.tfstate" };
    expect(
      (await new S3Client(client).send(new HeadObjectCommand(state))).ServerSideEncryption,
    ).toBeDefined();
  });

  it("finds nothing to change right after", async () => {
    const { code, stdout } = await infra.run("plan", "dev", "--local", "--detailed-exitcode", ...twoZones);
    expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
  });

  it("changes a setting in place", async () => {
    const changed = [...twoZones, "--var", "log_retention_days=60", "--var", "trail_insights=true"];
    // The plan before, which found nothing, is not to be replaced by another without being shown.
    expect(await infra.run("plan", "dev", "--local", ...changed)).toMatchObject({ code: 0 });
    const { applied: update } = await infra.json<Applied>("apply", "dev", "--local", "--yes", ...changed);
    expect(update.counts).toMatchObject({ create: 0, replace: 0, delete: 0 });
    expect(addresses(update)).toContain("aws_cloudwatch_log_group.control_plane");
    expect(addresses(update)).toContain("aws_cloudtrail.cloudtrail");
  });

  it("adds a zone, and renames or rebuilds nothing that exists", async () => {
    const changed = [
      "--var",
      'zones=["a","b","c"]',
      "--var",
      "log_retention_days=60",
      "--var",
      "trail_insights=true",
    ];
    expect(await infra.run("plan", "dev", "--local", ...changed)).toMatchObject({ code: 0 });
    const { applied: zone, outputs } = await infra.json<Applied>(
      "apply",
      "dev",
      "--local",
      "--yes",
      ...changed,
    );
    expect(zone.counts).toMatchObject({ replace: 0, delete: 0 });
    expect(
      zone.modules.flatMap(({ changes }) =>
        changes.filter(({ action }) => action === "create").map(({ address }) => address),
      ),
    ).toEqual(
      expect.arrayContaining(["aws_subnet.private_c", "aws_subnet.public_c", "aws_route_table.private_c"]),
    );
    const before = applied.outputs.private_subnet_ids?.value as string[];
    expect(outputs.private_subnet_ids?.value).toEqual([...before, expect.stringMatching(/^subnet-/)]);
  });

  it("destroys everything but the state bucket", async () => {
    await infra.json("destroy", "dev", "--local", "--yes");
    const { inventory } = await infra.json<Status>("local", "status");
    expect(inventory.map(({ type, id }) => `${type} ${id}`)).toEqual([
      `AWS::S3::Bucket terraform-state-retail-mlops-${account}`,
    ]);
  });
});

/** The steps of the first apply, and the chain that decides how long it takes. */
function expectedOrder() {
  const given = { account_id: account, zones: ["a", "b"] };
  const checked = checkSettings("dev", given, { today: new Date() });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  const { configuration, resources } = synthesize("dev", checked.settings);
  const planned = new Map(resources.map(({ address }) => [address, "create" as const]));
  const { chain } = expectedDuration(configuration, planned, { pace: "off" });
  return { graph: taskGraph(configuration, planned, "off"), chain };
}

/** When each step began and ended, in milliseconds since 1970, by the engine's log. */
function lastApply(cacheDir: string): Map<string, { start: number; end: number }> {
  const logs = join(cacheDir, "work", "local", "dev", "logs");
  const [name = ""] = readdirSync(logs).filter((one) => one.endsWith("-apply.jsonl"));
  const times = new Map<string, { start: number; end: number }>();
  for (const line of readFileSync(join(logs, name), "utf8").trim().split("\n")) {
    const { type, hook, "@timestamp": timestamp } = JSON.parse(line);
    if (type !== "apply_start" && type !== "apply_complete") continue;
    const key = taskKey(hook.resource.addr, hook.action);
    const at = Date.parse(timestamp);
    times.set(
      key,
      type === "apply_start" ? { start: at, end: at } : { start: times.get(key)?.start ?? at, end: at },
    );
  }
  return times;
}

function addresses({ modules }: Summary): string[] {
  return modules.flatMap(({ changes }) => changes.map(({ address }) => address));
}
