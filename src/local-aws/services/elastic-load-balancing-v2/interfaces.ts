import type { NetworkInterfaceType } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { transition } from "../../schedule.ts";
import { deleteNetworkInterfaceRecord, makeNetworkInterface } from "../ec2/network-interface-records.ts";

/** The public addresses that load balancers of this embedded AWS have: out of a block that is kept for documents (RFC 5737). */
const publicBlock = "203.0.113.";

export interface BalancerInterfaces {
  /** As EC2 shows it: `ELB net/<name>/<id>`. */
  readonly description: string;
  readonly subnetIds: readonly string[];
  readonly groups: readonly string[];
  readonly type: "network" | "application" | "classic";
  readonly internetFacing: boolean;
}

/** Puts a network interface of a load balancer into each subnet; an internet-facing one has public addresses, which hold the internet gateway. */
export function makeBalancerInterfaces(ctx: Context, props: BalancerInterfaces): string[] {
  const interfaceType = props.type === "network" ? "network_load_balancer" : "interface";
  return props.subnetIds.map((subnetId) => {
    const record = makeNetworkInterface(ctx, {
      subnetId,
      description: props.description,
      interfaceType: interfaceType as NetworkInterfaceType,
      groups: props.groups,
      requesterId: "amazon-elb",
    });
    if (props.internetFacing)
      record.Association = {
        PublicIp: `${publicBlock}${1 + ctx.ids.integer(253)}`,
        IpOwnerId: "amazon-elb",
      };
    return record.NetworkInterfaceId;
  });
}

/** AWS takes a deleted load balancer's interfaces away a while later; until then they hold subnets and security groups. */
export const interfacesGone = transition("elasticloadbalancing:interfaces-gone", (ids: string[], ctx) => {
  for (const id of ids) deleteNetworkInterfaceRecord(ctx, id);
});

/** Source: controllers and eksctl wait one to five minutes for it; issues of aws-load-balancer-controller, November 2026. */
export const INTERFACES_GO_SECONDS = 60;
