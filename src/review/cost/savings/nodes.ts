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
    const spot = nodesOf(groups, pricing, true) + moved;
    return {
      title: `Half of the on-demand nodes on spot: ${round(kept)} on demand, ${round(spot)} spot`,
      tradeoff:
        "AWS takes spot nodes back with two minutes' notice. Right for training and for services with several replicas, not for what runs once.",
      how: "a smaller node_group_scaling_config, a larger spot_node_group",
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) =>
          nodeGroupFacts(one).spot ? sized(one, { max_size: spot }) : sized(one, { min_size: 0 }),
        ),
        usage: { on_demand_nodes: kept, spot_nodes: spot },
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
      how: `a smaller min_size in ${settingsOf(held).join(" and in ")}`,
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) =>
          held.includes(one) ? sized(one, { min_size: 1 }) : {},
        ),
      }),
    };
  },
};

export const amdNodes: Suggestion = {
  id: "amd-nodes",
  find: ({ priced: { estate }, savedBy }) => {
    const onDemand = (one: OwnedResource) => !nodeGroupFacts(one).spot;
    const group = estate.of(NODE_GROUP).find((one) => onDemand(one) && amd(nodeGroupFacts(one).instanceType));
    if (!group) return undefined;
    const { instanceType } = nodeGroupFacts(group);
    const types = [group.attributes.instance_types ?? instanceType].flat().map(String);
    const instead = new Set(types.flatMap((type) => amd(type) ?? []));
    return {
      title: `${amd(instanceType)} instead of ${instanceType} nodes`,
      tradeoff:
        "AMD instead of Intel: the same images run, somewhat slower each. Every node is replaced once.",
      how: `node_group_instance_types = [${[...instead].map((type) => `"${type}"`).join(", ")}]`,
      monthly: savedBy({
        resources: withAttributes(NODE_GROUP, (one) => {
          const other = onDemand(one) && amd(nodeGroupFacts(one).instanceType);
          return other ? { instance_types: [other] } : {};
        }),
      }),
    };
  },
};

/** The type of the same size with an AMD processor; undefined where none is known. */
function amd(type: string): string | undefined {
  const [family = "", size] = type.split(".");
  return AMD[family] ? `${AMD[family]}.${size}` : undefined;
}

function nodesOf(groups: readonly OwnedResource[], pricing: Pricing, spot: boolean): number {
  return groups
    .filter((one) => nodeGroupFacts(one).spot === spot)
    .reduce((sum, one) => sum + runningNodes(one, pricing), 0);
}

/** The settings that hold the bounds of these groups. */
function settingsOf(groups: readonly OwnedResource[]): string[] {
  const names = groups.map((one) =>
    nodeGroupFacts(one).spot ? "spot_node_group" : "node_group_scaling_config",
  );
  return [...new Set(names)];
}

/** A group's attributes with other bounds. */
function sized(
  { attributes }: OwnedResource,
  bounds: { readonly min_size?: number; readonly max_size?: number },
): Readonly<Record<string, unknown>> {
  return { scaling_config: [{ ...blocks(attributes, "scaling_config")[0], ...bounds }] };
}

const round = (nodes: number): string => String(Math.round(nodes * 10) / 10);
