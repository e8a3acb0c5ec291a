import { afterAll, beforeAll, expect, it } from "vitest";
import { deployedDev } from "./deployed-dev.ts";
import { putInTheWay } from "./in-the-way.ts";
import type { Infra } from "./infra.ts";

const account = "123456789012";
const region = "ap-southeast-1";
const bucket = `retail-mlops-data-${account}-${region}`;
const destroy = ["destroy", "dev", "--local", "--yes"];
/** dev empties its buckets by itself; most deployments do not. */
const kept = ["--var", "force_destroy=false"];

let infra: Infra;

interface Status {
  readonly endpoint: string;
  readonly inventory: readonly { readonly type: string; readonly id: string }[];
}

interface Destroyed {
  readonly blockers: readonly { readonly kind: string; readonly remedy: string; readonly count?: number }[];
  readonly done: {
    readonly emptied: readonly { readonly name: string; readonly count: number }[];
    readonly swept: readonly { readonly kind: string }[];
    readonly logGroups: readonly string[];
  };
  readonly left: readonly unknown[];
  readonly pending: readonly { readonly address: string; readonly goesOn: string }[];
  readonly unread: readonly unknown[];
  readonly inState: readonly unknown[];
}

beforeAll(async () => {
  infra = await deployedDev();
  const { code, stdout, stderr } = await infra.run("apply", "dev", "--local", "--yes", ...kept);
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
  const { endpoint } = await infra.json<Status>("local", "status");
  // Beside the object that is there.
  await putInTheWay({ endpoint, account, region }, 4999);
  // EKS writes its last lines when its log group is gone, and so makes it once more.
  await infra.run("local", "faults", "eks fail=log-group times=1");
}, 600_000);
afterAll(() => infra.remove());

it("names all that would stop it before anything is destroyed, then ends with nothing left", async () => {
  const refused = await infra.run(...destroy, ...kept);
  expect(refused.code).toBe(1);
  const told = refused.stdout.replace(/\s+/g, " ");
  expect(told).toContain(`bucket ${bucket}`);
  expect(told).toContain("holds 5,000 objects and versions");
  expect(told).toContain("repository retail-forecast-train");
  expect(told).toContain("node group by-hand");
  expect(told).toContain("load balancer k8s-shop-web");
  expect(told).toContain("made by the AWS Load Balancer Controller (shop/web)");
  expect(told).toContain("left by the VPC CNI");
  expect(refused.stderr.replace(/\s+/g, " ")).toContain("Nothing was destroyed");
  expect(refused.stderr).toContain(
    "infra destroy dev --local --var force_destroy=false --empty-buckets --sweep --yes",
  );

  const answer = await infra.json<Destroyed>(...destroy, ...kept, "--empty-buckets", "--sweep");
  expect(answer.blockers.map(({ kind }) => kind).sort()).toEqual([
    "bucket",
    "load-balancer",
    "network-interface",
    "node-group",
    "repository",
    "security-group",
    "security-group",
    "target-group",
  ]);
  expect(answer.done.emptied).toEqual([
    expect.objectContaining({ name: bucket, count: 5000 }),
    expect.objectContaining({ name: "retail-forecast-train", count: 1 }),
  ]);
  expect(answer.done.swept).toHaveLength(6);
  expect(answer.done.logGroups).toEqual(["/aws/eks/retail-mlops-dev/cluster"]);
  expect(answer).toMatchObject({ left: [], unread: [], inState: [] });
  expect(answer.pending.map(({ address }) => address).sort()).toEqual([
    "aws_kms_key.eks",
    "aws_kms_key.logs",
    "aws_kms_key.s3",
  ]);

  const { inventory } = await infra.json<Status>("local", "status");
  expect(inventory.filter(({ type }) => type !== "AWS::KMS::Key").map(({ id }) => id)).toEqual([
    `terraform-state-retail-mlops-${account}`,
  ]);

  const again = await infra.json<Destroyed>(...destroy, ...kept);
  expect(again).toMatchObject({ blockers: [], left: [], inState: [] });
}, 300_000);

it("leaves production alone without --production, before anything is planned", async () => {
  const { code, stdout, stderr } = await infra.run("destroy", "prod", "--local", "--yes");
  expect(code).toBe(1);
  expect(stderr.replace(/\s+/g, " ")).toContain("destroying it takes --production");
  expect(stdout).not.toContain("Planning");
});
