import { describe, expect, it } from "vitest";
import type { PriceList } from "../../../facts/prices/price.ts";
import type { ReviewedResource } from "../../resources.ts";
import { estimateCost } from "../estimate.ts";

const USD: Readonly<Record<string, number>> = {
  "ec2.instance.m6i.large": 0.1,
  "ec2.instance.m6a.large": 0.08,
  "ec2.instance.c6i.large": 0.1,
  "nat.hour": 0.05,
  "nat.data": 0.05,
  "ebs.gp2": 0.12,
  "ebs.gp3": 0.1,
  "logs.ingest": 1,
  "logs.storage": 0.1,
  "cloudtrail.data-events": 0.00001,
};

const prices: PriceList = {
  priceOf: (id, region) => {
    const usd = USD[id];
    const rest = { what: id, unit: "hour", per: 1, source: "a test", date: "2026-11-23" } as const;
    return usd === undefined ? undefined : { id, region, usd, ...rest };
  },
};

function resource(address: string, declared: object, references = {}): ReviewedResource {
  const type = address.slice(0, address.indexOf("."));
  const [module, region, change] = ["root", "ap-southeast-1", "none"] as const;
  return { address, type, module, region, change, declared: declared as never, references };
}

function group(capacity: string, desired: number, min: number): ReviewedResource {
  const name = capacity === "SPOT" ? "spot" : "main";
  return resource(
    `aws_eks_node_group.${name}`,
    {
      capacity_type: capacity,
      instance_types: ["m6i.large"],
      scaling_config: { desired_size: desired, min_size: min, max_size: 10 },
      launch_template: { id: "x" },
    },
    { launch_template: ["aws_launch_template.nodes"] },
  );
}

function savings(resources: readonly ReviewedResource[], usage: Record<string, number> = {}) {
  const estimate = estimateCost({ resources, usage, prices, date: "2026-11-23" });
  return Object.fromEntries(estimate.savings.map((one) => [one.id, one]));
}

describe("ways to pay less", () => {
  it("moves half of the on-demand nodes to spot, whatever their lower bound, at the price of spot", () => {
    const found = savings([group("ON_DEMAND", 4, 4), group("SPOT", 1, 0)]);
    // Two nodes of $0.10 an hour at the family's typical 40 %.
    expect(found["higher-spot-share"]).toMatchObject({
      title: "Half of the on-demand nodes on spot: 2 on demand, 3 spot",
      monthly: 2 * 730 * 0.06,
    });
  });

  it("moves none to spot where there is no spot group, or only one node", () => {
    expect(savings([group("ON_DEMAND", 4, 4)])).not.toHaveProperty("higher-spot-share");
    expect(savings([group("ON_DEMAND", 1, 1), group("SPOT", 1, 0)])).not.toHaveProperty("higher-spot-share");
  });

  it("reckons with as many spot nodes as it says, whatever their upper bound", () => {
    const [main, spot] = [group("ON_DEMAND", 16, 0), group("SPOT", 6, 0)];
    expect(savings([main, spot])["higher-spot-share"]).toMatchObject({
      title: "Half of the on-demand nodes on spot: 5 on demand, 11 spot",
      monthly: 5 * 730 * 0.06,
    });
  });

  it("finds nodes that only the lower bound keeps, and leaves one for the cluster's own pods", () => {
    const idle = savings([group("ON_DEMAND", 5, 5)], { on_demand_nodes: 0.5 })["idle-nodes"];
    expect(idle).toMatchObject({ title: expect.stringMatching(/^Fewer nodes in main:/), monthly: 4 * 73 });
    expect(idle?.how).toBe("a smaller min_size in node_group_scaling_config");
    const both = savings([group("ON_DEMAND", 5, 5), group("SPOT", 3, 3)], {
      on_demand_nodes: 1,
      spot_nodes: 0,
    });
    expect(both["idle-nodes"]?.how).toBe(
      "a smaller min_size in node_group_scaling_config and in spot_node_group",
    );
    const spot = savings([group("SPOT", 3, 3)], { spot_nodes: 0 });
    expect(spot["idle-nodes"]?.how).toBe("a smaller min_size in spot_node_group");
    expect(savings([group("ON_DEMAND", 5, 5)], { on_demand_nodes: 5 })).not.toHaveProperty("idle-nodes");
    expect(savings([group("ON_DEMAND", 5, 1)], { on_demand_nodes: 0 })).not.toHaveProperty("idle-nodes");
  });

  it("names AMD's nodes of the same kind, where they have a price", () => {
    expect(savings([group("ON_DEMAND", 2, 1)])["amd-nodes"]).toMatchObject({
      title: "m6a.large instead of m6i.large nodes",
      how: 'node_group_instance_types = ["m6a.large"]',
      monthly: 29.2,
    });
    const ofTypes = (...instance_types: string[]) =>
      resource("aws_eks_node_group.main", {
        instance_types,
        scaling_config: { desired_size: 2, min_size: 1, max_size: 3 },
        launch_template: { id: "x" },
      });
    expect(savings([ofTypes("r6i.large")])).not.toHaveProperty("amd-nodes");
    // A region without them: nodes that have no price would save everything.
    expect(savings([ofTypes("c6i.large")])).toEqual({});
    expect(savings([ofTypes("m6i.large", "m5.large", "m6a.large")])["amd-nodes"]?.how).toBe(
      'node_group_instance_types = ["m6a.large", "m5a.large"]',
    );
  });

  it("proposes no endpoints where their price is not known", () => {
    const [nat, subnet] = [
      resource("aws_nat_gateway.a", {}),
      resource("aws_subnet.private_a", { availability_zone: "a" }),
    ];
    expect(savings([nat, subnet], { aws_services_gb: 10_000 })).toEqual({});
  });

  it("finds gp2 volumes, and no others", () => {
    const template = (volume_type: string) =>
      resource("aws_launch_template.nodes", {
        block_device_mappings: [{ ebs: { volume_type, volume_size: 100 } }],
      });
    const nodes = group("ON_DEMAND", 2, 1);
    expect(savings([nodes, template("gp2")])["gp3-volumes"]?.monthly).toBe(4);
    expect(savings([nodes, template("gp3")])).not.toHaveProperty("gp3-volumes");
  });

  it("finds logs that are kept longer than 90 days, also those that nothing ever deletes", () => {
    const logs = (retention_in_days?: number) =>
      resource("aws_cloudwatch_log_group.application", { name: "/x/application", retention_in_days });
    const use = { application_logs_gb: 1000 };
    const ofDays = (days: number) => 1000 * 0.15 * 0.1 * (days / (365 / 12));
    const saved = ofDays(365) - ofDays(90);
    expect(savings([logs(365)], use)["log-retention"]?.monthly).toBeCloseTo(saved, 1);
    expect(savings([logs()], use)["log-retention"]?.monthly).toBeCloseTo(saved, 1);
    expect(savings([logs(30)], use)).not.toHaveProperty("log-retention");
  });

  it("finds data events that cost more than a dollar, and is silent below", () => {
    const trail = resource("aws_cloudtrail.trail", {
      advanced_event_selector: [{ field_selector: [{ field: "eventCategory", equals: ["Data"] }] }],
    });
    expect(savings([trail], { data_events: 2_000_000 })["no-data-events"]?.monthly).toBe(20);
    expect(savings([trail], { data_events: 20_000 })).toEqual({});
  });

  it("comes with the most first, each with what one loses and what to set", () => {
    const found = Object.values(
      savings([group("ON_DEMAND", 6, 6), group("SPOT", 1, 0)], { on_demand_nodes: 2 }),
    );
    expect(found.length).toBeGreaterThan(1);
    const amounts = found.map(({ monthly }) => monthly);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
    expect(found.every(({ tradeoff, how }) => tradeoff.endsWith(".") && how !== "")).toBe(true);
  });
});
