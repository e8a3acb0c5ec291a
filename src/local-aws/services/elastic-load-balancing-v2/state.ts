import type { Listener, LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { slot } from "../../store.ts";

/** A load balancer as AWS shows it, with its tags, its attributes and the network interfaces that it stands on. */
export interface LoadBalancerRecord {
  readonly shown: LoadBalancer & { readonly LoadBalancerArn: string; readonly LoadBalancerName: string };
  readonly tags: Map<string, string>;
  readonly attributes: Map<string, string>;
  readonly interfaceIds: readonly string[];
}

export interface TargetGroupRecord {
  readonly shown: TargetGroup & { readonly TargetGroupArn: string; readonly TargetGroupName: string };
  readonly tags: Map<string, string>;
}

export interface ListenerRecord {
  readonly shown: Listener & { readonly ListenerArn: string; readonly LoadBalancerArn: string };
  readonly tags: Map<string, string>;
}

/** Everything by its ARN. */
export interface LoadBalancingState {
  readonly loadBalancers: Map<string, LoadBalancerRecord>;
  readonly targetGroups: Map<string, TargetGroupRecord>;
  readonly listeners: Map<string, ListenerRecord>;
}

export const loadBalancingSlot = slot<LoadBalancingState>({
  name: "elasticloadbalancing-v2",
  scope: "region",
  create: () => ({ loadBalancers: new Map(), targetGroups: new Map(), listeners: new Map() }),
  inventory: ({ loadBalancers, targetGroups, listeners }) => [
    ...[...loadBalancers.keys()].map((id) => ({ type: "AWS::ElasticLoadBalancingV2::LoadBalancer", id })),
    ...[...targetGroups.keys()].map((id) => ({ type: "AWS::ElasticLoadBalancingV2::TargetGroup", id })),
    ...[...listeners.keys()].map((id) => ({ type: "AWS::ElasticLoadBalancingV2::Listener", id })),
  ],
});
