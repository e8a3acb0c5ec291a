import type { OwnedResource } from "../estate.ts";
import { assumedNodes, NODE_GROUP, nodeGroupFacts, runningNodes } from "../node-groups.ts";
import { blocks, type Pricing } from "../pricer.ts";
import { type Suggestion, withAttributes } from "./suggestion.ts";

/** Families with AMD processors, which run the same images for less. */
const AMD: Readonly<Record<string, string>> = {
  t3: "t3a",
  m5: "m5a",
  m6i: "m6a",
  c6i: "c6a",
  m7i: "m7a",
  r6i: "r6a",
};

export const higherSpotShare: Suggestion = {
  id: "higher-spot-share",
  find: ({ priced: { estate, pricing }, savedBy }) => {
    const groups = estate.of(NODE_GROUP);
    const onDemand = nodesOf(groups, pricing, false);
    const moved = Math.floor(onDemand / 2);
    if (moved === 0 || !groups.some((one) => nodeGroupFacts(one).spot)) return undefined;
    const kept = onDemand - moved;
    return {
      title: `Half of the on-demand nodes on spot: ${round(kept)} on demand, ${round(nodesOf(groups, pricing, true) + moved)} spot`,
      tradeoff:
        "AWS takes spot nodes back with two minutes' notice. Right for training and for services with several replicas, not for what runs once.",
      how: "a smaller node_group_scaling_config, a larger spot_node_group",
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) => (nodeGroupFacts(one).spot ? {} : sized(one, 0))),
        usage: { on_demand_nodes: kept, spot_nodes: nodesOf(groups, pricing, true) + moved },
      }),
    };
  },
};

export const idleNodes: Suggestion = {
  id: "idle-nodes",
  find: ({ priced: { estate, pricing }, savedBy }) => {
    const held = estate.of(NODE_GROUP).filter((one) => {
      const { minSize } = nodeGroupFacts(one);
      return minSize > 1 && assumedNodes(one, pricing) < minSize;
    });
    if (held.length === 0) return undefined;
    const names = held.map(({ name }) => name).join(" and ");
    return {
      title: `Fewer nodes in ${names}: the group's min_size keeps more than are needed`,
      tradeoff:
        "New pods wait two or three minutes for a node when the load comes back. The on-demand group needs one node for the cluster's own pods.",
      how: "a smaller min_size in node_group_scaling_config",
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) => (held.includes(one) ? sized(one, 1) : {})),
      }),
    };
  },
};

export const amdNodes: Suggestion = {
  id: "amd-nodes",
  find: ({ priced: { estate }, savedBy }) => {
    const alike = (type: string) => {
      const [family = "", size] = type.split(".");
      return AMD[family] ? `${AMD[family]}.${size}` : undefined;
    };
    const onDemand = (one: OwnedResource) => !nodeGroupFacts(one).spot;
    const types = estate
      .of(NODE_GROUP)
      .filter(onDemand)
      .map((one) => nodeGroupFacts(one).instanceType)
      .filter((type) => alike(type));
    const [type] = types;
    if (!type) return undefined;
    return {
      title: `${alike(type)} instead of ${type} nodes`,
      tradeoff:
        "AMD instead of Intel: the same images run, somewhat slower each. Every node is replaced once.",
      how: `node_group_instance_types = ["${alike(type)}"]`,
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) => {
          const other = onDemand(one) && alike(nodeGroupFacts(one).instanceType);
          return other ? { instance_types: [other] } : {};
        }),
      }),
    };
  },
};

function nodesOf(groups: readonly OwnedResource[], pricing: Pricing, spot: boolean): number {
  return groups
    .filter((one) => nodeGroupFacts(one).spot === spot)
    .reduce((sum, one) => sum + runningNodes(one, pricing), 0);
}

/** A group's attributes with another lower bound. */
function sized({ attributes }: OwnedResource, minSize: number): Readonly<Record<string, unknown>> {
  return { scaling_config: [{ ...blocks(attributes, "scaling_config")[0], min_size: minSize }] };
}

const round = (nodes: number): string => String(Math.round(nodes * 10) / 10);
