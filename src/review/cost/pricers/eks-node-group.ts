import type { Price } from "../../../facts/prices/price.ts";
import { spotShares } from "../../../facts/prices/spot.ts";
import type { OwnedResource } from "../estate.ts";
import { NODE_GROUP, nodeGroupFacts, nodeUsage, runningNodes } from "../node-groups.ts";
import { blocks, type Charge, HOURS_PER_MONTH, numberOf, type Pricer, type Pricing } from "../pricer.ts";

/** EBS gives every gp3 volume so much without charge. Source: EBS pricing page, 2026-11. */
const FREE_IOPS = 3000;
const FREE_MIBPS = 125;

/** For families of which nobody wrote down a typical share. */
const USUAL_SPOT_SHARE = 0.4;

/** EKS's disk for nodes without a launch template. Source: CreateNodegroup, API reference. */
const DEFAULT_DISK = { volume_size: 20, volume_type: "gp2" };

/** Nodes by the hour, on demand or spot, and their volumes for as long as they run. */
export const eksNodeGroup: Pricer = {
  type: NODE_GROUP,
  charges: (group, pricing) => {
    const facts = nodeGroupFacts(group);
    const { instanceType, spot } = facts;
    const nodes = runningNodes(group, pricing);
    const usage = nodeUsage(facts);
    const instances: Charge = {
      service: "EC2",
      what: `${instanceType} nodes, ${spot ? "spot" : "on demand"}`,
      item: `ec2.instance.${instanceType}`,
      quantity: nodes * HOURS_PER_MONTH,
      usage,
      ...(spot ? { price: spotPrice(instanceType, group.region, pricing) } : {}),
    };
    return [
      instances,
      ...volumesOf(group, pricing).flatMap((volume) =>
        volumeCharges(volume, nodes).map((one) => ({ ...one, usage })),
      ),
    ];
  },
};

/** What was paid lately where that is known, else a part of the on-demand price: as assumed, or as is typical of the family. */
export function spotPrice(type: string, region: string, { priceOf, usage }: Pricing): Price | undefined {
  const typical = spotShares[type.split(".")[0] ?? ""];
  const usual = Math.round((typical?.typical ?? USUAL_SPOT_SHARE) * 100);
  const percent = usage("spot_price_percent", usual);
  const paid = priceOf(`ec2.spot.${type}`, region);
  const full = priceOf(`ec2.instance.${type}`, region);
  if (paid && percent === usual) return paid;
  if (!full || typeof full.usd !== "number") return undefined;
  return {
    ...full,
    id: `ec2.spot.${type}`,
    what: `${type}, spot, at ${percent} % of the on-demand price`,
    usd: Number(((full.usd * percent) / 100).toFixed(6)),
    ...(typical && percent === usual
      ? { source: `${full.source}; share: ${typical.source}`, date: typical.date }
      : {}),
  };
}

type Volume = Readonly<Record<string, unknown>>;

function volumesOf(group: OwnedResource, { estate }: Pricing): readonly Volume[] {
  if (blocks(group.attributes, "launch_template").length === 0) {
    const size = numberOf(group.attributes, "disk_size") ?? DEFAULT_DISK.volume_size;
    return [{ ...DEFAULT_DISK, volume_size: size }];
  }
  const [template] = estate.referenced(group, "launch_template", "aws_launch_template");
  return blocks(template?.attributes, "block_device_mappings").flatMap((mapping) => blocks(mapping, "ebs"));
}

function volumeCharges(volume: Volume, nodes: number): Charge[] {
  const type = String(volume.volume_type || "gp2");
  const iops = Math.max(0, (numberOf(volume, "iops") ?? 0) - FREE_IOPS);
  const throughput = Math.max(0, (numberOf(volume, "throughput") ?? 0) - FREE_MIBPS);
  const charge = (what: string, item: string, quantity: number): Charge[] =>
    quantity > 0 || item === `ebs.${type}` ? [{ service: "EC2", what, item, quantity }] : [];
  return [
    ...charge(`nodes' volumes, ${type}`, `ebs.${type}`, (numberOf(volume, "volume_size") ?? 0) * nodes),
    ...(type === "gp3" ? charge("nodes' volumes, more IOPS", "ebs.gp3.iops", iops * nodes) : []),
    ...(type === "gp3"
      ? charge("nodes' volumes, more throughput", "ebs.gp3.throughput", throughput * nodes)
      : []),
  ];
}
