import { describe, expect, test } from "vitest";
import type { PlanJson, ResourceChange } from "./plan.ts";
import { summarize, UNDECLARED } from "./summary.ts";

const declared = [
  { address: "aws_vpc.vpc", module: "vpc", path: "vpc/vpc" },
  { address: "aws_subnet.private_a", module: "vpc", path: "vpc/private_a" },
  { address: "aws_eks_cluster.eks", module: "eks", path: "eks/cluster" },
];

const change = (address: string, actions: string[], more: Partial<ResourceChange> = {}): ResourceChange => ({
  address,
  mode: "managed",
  type: address.slice(0, address.indexOf(".")),
  change: { actions, before: null, after: null },
  ...more,
});

const summaryOf = (plan: PlanJson) => summarize(plan, declared);

describe("a plan's summary", () => {
  test("counts each kind of change, and a replacement once", () => {
    const { counts, changes } = summaryOf({
      resource_changes: [
        change("aws_vpc.vpc", ["no-op"]),
        change("aws_subnet.private_a", ["update"]),
        change("aws_eks_cluster.eks", ["delete", "create"]),
        change("aws_subnet.old", ["delete"]),
        change("aws_subnet.private_b", ["create"]),
      ],
    });
    expect(counts).toEqual({ create: 1, update: 1, replace: 1, delete: 1, import: 0, forget: 0, noop: 1 });
    expect(changes).toBe(true);
  });

  test("puts each change under its module, in the order of declaration", () => {
    const { modules } = summaryOf({
      resource_changes: [
        change("aws_eks_cluster.eks", ["create"]),
        change("aws_subnet.private_a", ["create"]),
        change("aws_vpc.vpc", ["create"]),
      ],
    });
    expect(modules.map(({ module, changes }) => [module, changes.map(({ address }) => address)])).toEqual([
      ["vpc", ["aws_vpc.vpc", "aws_subnet.private_a"]],
      ["eks", ["aws_eks_cluster.eks"]],
    ]);
    expect(modules[0]?.changes[0]?.path).toBe("vpc/vpc");
  });

  test("what nothing declares any more comes last, under its own heading", () => {
    const { modules } = summaryOf({
      resource_changes: [change("aws_subnet.private_z", ["delete"]), change("aws_vpc.vpc", ["update"])],
    });
    expect(modules.map(({ module }) => module)).toEqual(["vpc", UNDECLARED]);
  });

  test("instances of a counted resource belong to its declaration", () => {
    const { modules } = summaryOf({ resource_changes: [change('aws_subnet.private_a["x"]', ["create"])] });
    expect(modules[0]?.module).toBe("vpc");
  });

  test("says in which order a replacement happens and what forces it", () => {
    const { modules } = summaryOf({
      resource_changes: [
        change("aws_vpc.vpc", ["create", "delete"], {
          action_reason: "replace_because_cannot_update",
          change: {
            actions: ["create", "delete"],
            before: { cidr_block: "10.0.0.0/16" },
            after: { cidr_block: "10.1.0.0/16" },
            replace_paths: [["cidr_block"]],
          },
        }),
      ],
    });
    expect(modules[0]?.changes[0]).toMatchObject({
      action: "replace",
      createBeforeDestroy: true,
      forcedBy: ["cidr_block"],
      reason: "replace_because_cannot_update",
    });
  });

  test("data sources are read, not changed", () => {
    const plan = { resource_changes: [change("data.aws_region.here", ["read"], { mode: "data" as const })] };
    expect(summaryOf(plan)).toMatchObject({ changes: false, modules: [] });
  });

  test("imports and moves count as changes, although nothing is altered", () => {
    const { modules, counts } = summaryOf({
      resource_changes: [
        change("aws_vpc.vpc", ["no-op"], { change: { actions: ["no-op"], importing: { id: "vpc-1" } } }),
        change("aws_subnet.private_a", ["no-op"], { previous_address: "aws_subnet.a" }),
      ],
    });
    expect(modules[0]?.changes.map(({ action, previousAddress }) => [action, previousAddress])).toEqual([
      ["import", undefined],
      ["move", "aws_subnet.a"],
    ]);
    expect(counts.import).toBe(1);
  });

  test("a changed output alone is a change", () => {
    const plan = { output_changes: { vpc_id: { actions: ["create"] }, kept: { actions: ["no-op"] } } };
    expect(summaryOf(plan)).toMatchObject({ changes: true, outputs: [{ name: "vpc_id", action: "create" }] });
  });

  test("names what was changed or removed outside Terraform, not what merely reads back differently", () => {
    const drift = (address: string, before: unknown, after: unknown) =>
      change(address, ["update"], { change: { actions: ["update"], before, after } });
    const { drifted } = summaryOf({
      resource_drift: [
        drift("aws_vpc.vpc", { tags: { a: "1" } }, { tags: { a: "2" } }),
        drift("aws_subnet.private_a", { tags: null, status: "" }, { tags: {}, status: null }),
        drift("aws_eks_cluster.eks", { status: "CREATING" }, { status: "ACTIVE" }),
        change("aws_subnet.private_b", ["delete"]),
        // Set by a resource of its own: the plan changes something else.
        drift("aws_s3_bucket.data", { policy: "" }, { policy: "{}" }),
        drift("aws_kms_key.s3", { arn: "" }, { arn: "arn:1" }),
      ],
      resource_changes: [
        drift("aws_vpc.vpc", { tags: { a: "2" } }, { tags: { a: "1" } }),
        drift("aws_subnet.private_a", { cidr: "a" }, { cidr: "b" }),
        drift("aws_s3_bucket.data", { force_destroy: false }, { force_destroy: true }),
        change("aws_eks_cluster.eks", ["no-op"]),
        change("aws_kms_key.s3", ["delete", "create"], { action_reason: "replace_because_tainted" }),
      ],
    });
    expect(drifted).toEqual(["aws_subnet.private_b", "aws_vpc.vpc"]);
  });

  test("an empty plan changes nothing", () => {
    expect(summaryOf({})).toMatchObject({ changes: false, counts: { create: 0, noop: 0 } });
  });
});
