import { describe, expect, it } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import type { Pace } from "../facts/pace.ts";
import { engineSeconds } from "../facts/waits.ts";
import { expectedDuration } from "./duration.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import type { PlannedActions } from "./task-graph.ts";

/** What Terraform needs beside the resources. */
const engine = engineSeconds.aws.opening + engineSeconds.aws.closing;

const configuration: DeclaredConfiguration = {
  resource: {
    aws_kms_key: { eks: { description: "secrets" } },
    aws_eks_cluster: { main: { encryption_config: { provider: { key_arn: "${aws_kms_key.eks.arn}" } } } },
    aws_eks_node_group: { main: { cluster_name: "${aws_eks_cluster.main.name}" } },
    aws_eks_addon: {
      coredns: {
        addon_name: "coredns",
        cluster_name: "${aws_eks_cluster.main.name}",
        depends_on: ["aws_eks_node_group.main"],
      },
    },
    aws_nat_gateway: { a: {} },
  },
};

function all(action: "create" | "delete"): PlannedActions {
  return new Map(
    Object.entries(configuration.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => [`${type}.${name}`, action] as const),
    ),
  );
}

describe("expected duration", () => {
  it("adds up the chain that everything else hides under", () => {
    const { seconds, low, high, chain } = expectedDuration(configuration, all("create"));
    expect(chain.map(({ address }) => address)).toEqual([
      "aws_kms_key.eks",
      "aws_eks_cluster.main",
      "aws_eks_node_group.main",
      "aws_eks_addon.coredns",
    ]);
    expect(seconds).toBe(engine + 23 + 612 + 120 + 15);
    expect(low).toBe(engine + 16 + 494 + 88 + 10);
    expect(high).toBe(engine + 29 + 738 + 221 + 30);
  });

  it("runs a removal the other way round", () => {
    const { chain } = expectedDuration(configuration, all("delete"));
    expect(chain.map(({ address }) => address)).toEqual([
      "aws_eks_addon.coredns",
      "aws_eks_node_group.main",
      "aws_eks_cluster.main",
      "aws_kms_key.eks",
    ]);
  });

  it("counts only what changes, and keeps the order of what lies between", () => {
    const planned: PlannedActions = new Map([
      ["aws_kms_key.eks", "create"],
      ["aws_eks_node_group.main", "update"],
    ]);
    const { seconds, chain } = expectedDuration(configuration, planned);
    expect(chain.map(({ address }) => address)).toEqual(["aws_kms_key.eks", "aws_eks_node_group.main"]);
    expect(seconds).toBe(engine + 23 + 240);
  });

  it("takes both ways for a replacement, and nothing for nothing", () => {
    const replaced = expectedDuration(configuration, new Map([["aws_nat_gateway.a", "replace"]]));
    expect(replaced.seconds).toBe(engine + 60 + 105);
    expect(replaced.tasks).toEqual([
      { address: "aws_nat_gateway.a", action: "replace", start: 5, end: 5 + 60 + 105 },
    ]);
    expect(expectedDuration(configuration, new Map()).seconds).toBe(0);
  });

  it("works at most ten resources off at once", () => {
    const names = Array.from({ length: 21 }, (_, index) => `n${index}`);
    const roles = { resource: { aws_iam_role: Object.fromEntries(names.map((name) => [name, {}])) } };
    const planned: PlannedActions = new Map(names.map((name) => [`aws_iam_role.${name}`, "create"]));
    expect(expectedDuration(roles, planned).seconds).toBe(engine + 6);
  });

  it("takes a replaced resource's users down before it, and up after it", () => {
    const planned: PlannedActions = new Map([
      ["aws_eks_cluster.main", "replace"],
      ["aws_eks_node_group.main", "replace"],
    ]);
    const { seconds, tasks } = expectedDuration(configuration, planned);
    expect(seconds).toBe(engine + 300 + 200 + 612 + 120);
    // One line for the cluster, two for what goes before it and comes after it.
    expect(tasks.map(({ address, action, start }) => [address, action, start - 5])).toEqual([
      ["aws_eks_node_group.main", "delete", 0],
      ["aws_eks_cluster.main", "replace", 300],
      ["aws_eks_node_group.main", "create", 300 + 200 + 612],
    ]);
  });

  it("makes the new one first where the configuration says so", () => {
    const first = structuredClone(configuration) as Record<string, Record<string, Record<string, object>>>;
    Object.assign(first.resource?.aws_eks_node_group?.main ?? {}, {
      lifecycle: { create_before_destroy: true },
    });
    const planned: PlannedActions = new Map([
      ["aws_eks_node_group.main", "replace"],
      ["aws_eks_addon.coredns", "create"],
    ]);
    // The add-on uses the new nodes before the old ones go.
    const { seconds } = expectedDuration(first as DeclaredConfiguration, planned);
    expect(seconds).toBe(engine + 120 + 15 + 300);
  });

  it("makes what such a one uses first as well", () => {
    const first = structuredClone(configuration) as Record<string, Record<string, Record<string, object>>>;
    Object.assign(first.resource?.aws_eks_node_group?.main ?? {}, {
      lifecycle: { create_before_destroy: true },
    });
    const planned: PlannedActions = new Map([
      ["aws_eks_cluster.main", "replace"],
      ["aws_eks_node_group.main", "replace"],
    ]);
    const { tasks } = expectedDuration(first as DeclaredConfiguration, planned);
    expect(tasks.map(({ address, action }) => `${action} ${address}`)).toEqual([
      "create aws_eks_cluster.main",
      "replace aws_eks_node_group.main",
      "delete aws_eks_cluster.main",
    ]);
  });

  it("takes on the embedded AWS what the provider waits by itself, and AWS's time as fast as it passes there", () => {
    const here = engineSeconds.here.opening + engineSeconds.here.closing + 0.05;
    const cluster: PlannedActions = new Map([["aws_eks_cluster.main", "create"]]);
    const key: PlannedActions = new Map([["aws_kms_key.eks", "create"]]);
    const of = (planned: PlannedActions, pace: Pace) =>
      expectedDuration(configuration, planned, { pace }).seconds - here;
    expect(of(cluster, "off")).toBeCloseTo(0);
    // Ready after 10.2 s; the provider asks after 6.2 s and after 12.6 s.
    expect(of(cluster, "x60")).toBeCloseTo(12.6);
    expect(of(cluster, "real")).toBeCloseTo(612.6);
    for (const pace of ["off", "x60", "real"] as const) expect(of(key, pace)).toBeCloseTo(12);
  });

  it("finds the cluster's chain in the real dev environment, within what public logs show", () => {
    const checked = checkSettings("dev", { account_id: "123456789012" }, { today: new Date("2026-11-23") });
    if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
    const { configuration: dev, resources } = synthesize("dev", checked.settings);
    const planned: PlannedActions = new Map(resources.map(({ address }) => [address, "create"]));
    const { seconds, chain } = expectedDuration(dev, planned);
    const long = chain.filter(({ start, end }) => end - start > 60).map(({ address }) => address);
    expect(long).toEqual(["aws_eks_cluster.eks", "aws_eks_addon.vpc_cni", "aws_eks_node_group.main"]);
    expect(seconds).toBeGreaterThan(10.2 * 60);
    expect(seconds).toBeLessThan(17.4 * 60);
  });
});
