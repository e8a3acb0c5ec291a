import type { LoadBalancerDescription } from "@aws-sdk/client-elastic-load-balancing";
import { slot } from "../../store.ts";

export interface ClassicRecord {
  readonly shown: LoadBalancerDescription & { readonly LoadBalancerName: string };
  readonly tags: Map<string, string>;
  readonly interfaceIds: readonly string[];
}

export interface ClassicState {
  /** By name. */
  readonly loadBalancers: Map<string, ClassicRecord>;
}

export const classicSlot = slot<ClassicState>({
  name: "elasticloadbalancing",
  scope: "region",
  create: () => ({ loadBalancers: new Map() }),
  inventory: ({ loadBalancers }) =>
    [...loadBalancers.keys()].map((id) => ({ type: "AWS::ElasticLoadBalancing::LoadBalancer", id })),
});
