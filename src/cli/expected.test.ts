import { describe, expect, it } from "vitest";
import type { PlannedChange, PlanSummary } from "../review/summary.ts";
import type { Deployment } from "./deployment.ts";
import { expectedOf, plannedActions } from "./expected.ts";

const change = (address: string, more: Partial<PlannedChange>): PlannedChange => ({
  address,
  type: address.slice(0, address.indexOf(".")),
  action: "update",
  forcedBy: [],
  attributes: [],
  ...more,
});

const changed = (...paths: string[]) =>
  paths.map((path) => ({ path })) as unknown as PlannedChange["attributes"];

describe("what a plan does, for its time", () => {
  it("tells new tags, a plain update and one that AWS takes its time for apart", () => {
    const planned = plannedActions([
      change("aws_vpc.vpc", { attributes: changed("tags.Team", "tags_all.Team") }),
      change("aws_eks_node_group.main", { attributes: changed("scaling_config[0].max_size", "tags.Team") }),
      change("aws_cloudwatch_log_group.flow", { attributes: changed("retention_in_days") }),
    ]);
    expect([...planned]).toEqual([
      ["aws_vpc.vpc", "retag"],
      ["aws_eks_node_group.main", { action: "update", kinds: ["ConfigUpdate"] }],
      ["aws_cloudwatch_log_group.flow", { action: "update", kinds: [] }],
    ]);
  });

  it("leaves out what an earlier replacement left behind, and what only the state forgets", () => {
    const planned = plannedActions([
      change("aws_vpc.vpc", { action: "create" }),
      change("aws_vpc.vpc", { action: "delete", deposed: "0a1b2c3d" }),
      change("aws_eip.a", { action: "forget" }),
    ]);
    expect([...planned]).toEqual([["aws_vpc.vpc", "create"]]);
  });
});

describe("how long a plan takes", () => {
  const summary = {
    modules: [{ module: "eks", changes: [change("aws_eks_cluster.eks", { action: "create" })] }],
  } as unknown as PlanSummary;
  const stack = { configuration: { resource: { aws_eks_cluster: { eks: {} } } } };

  it("on an account is AWS's time, on the embedded AWS also what passes there", () => {
    const on = (more: Partial<Deployment>) =>
      expectedOf({ stack, ...more } as unknown as Deployment, summary);
    expect(on({ target: "aws" }).here).toBeUndefined();
    const here = on({ target: "local", awsTime: "x60" });
    expect(here.seconds).toBe(on({ target: "aws" }).seconds);
    expect(here.here).toMatchObject({ pace: "x60", seconds: expect.closeTo(14.3, 0) });
    expect(on({ target: "local" }).here?.pace).toBe("off");
  });
});
