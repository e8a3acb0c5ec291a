import type { Estate, OwnedResource } from "./estate.ts";
import { blocks, numberOf, type Pricing } from "./pricer.ts";

/** One node group as far as its price goes. */
export interface NodeGroupFacts {
  readonly spot: boolean;
  /** The first type: EKS takes on-demand types in their order, and spot types that are much alike in price. */
  readonly instanceType: string;
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

export const NODE_GROUP = "aws_eks_node_group";

export function nodeGroupFacts({ attributes }: OwnedResource): NodeGroupFacts {
  const scaling = blocks(attributes, "scaling_config")[0];
  const [instanceType = "t3.medium"] = [attributes.instance_types ?? []].flat().map(String);
  const desiredSize = numberOf(scaling, "desired_size") ?? 1;
  return {
    spot: attributes.capacity_type === "SPOT",
    instanceType,
    minSize: numberOf(scaling, "min_size") ?? 0,
    desiredSize,
    maxSize: numberOf(scaling, "max_size") ?? desiredSize,
  };
}

/** The assumption that tells how many nodes run. */
export const nodeUsage = ({ spot }: NodeGroupFacts): string => (spot ? "spot_nodes" : "on_demand_nodes");

/** Nodes that run in a group on average: what is assumed, within its bounds. */
export function runningNodes(group: OwnedResource, pricing: Pricing): number {
  const { minSize, maxSize } = nodeGroupFacts(group);
  return Math.min(maxSize, Math.max(minSize, assumedNodes(group, pricing)));
}

/** A group's part of the nodes that are assumed for all groups of its kind. */
export function assumedNodes(group: OwnedResource, { estate, usage }: Pricing): number {
  const facts = nodeGroupFacts(group);
  const alike = groupsLike(facts, estate);
  const desired = alike.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
  const share = desired > 0 ? facts.desiredSize / desired : 1 / alike.length;
  return usage(nodeUsage(facts), desired) * share;
}

function groupsLike({ spot }: NodeGroupFacts, estate: Estate): NodeGroupFacts[] {
  return estate
    .of(NODE_GROUP)
    .map(nodeGroupFacts)
    .filter((one) => one.spot === spot);
}
