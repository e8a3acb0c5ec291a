import { goes, listAt, type ResourcePlan, touches, valueAt } from "../resource-plan.ts";
import type { DangerRule, Told } from "../rule.ts";

/** What traffic loses while one of these is made anew, and once it is gone for good. */
const roles: Readonly<Record<string, readonly [meanwhile: string, gone: string]>> = {
  aws_nat_gateway: [
    "Private subnets behind it have no way to the Internet meanwhile, and open connections break off",
    "Private subnets behind it lose their way to the Internet unless another gateway takes over, and open connections break off",
  ],
  aws_internet_gateway: [
    "Nothing reaches the Internet or is reached from it meanwhile",
    "Nothing reaches the Internet or is reached from it any more",
  ],
  aws_route: [
    "Traffic to its destination stops for moments, and connections through the old way break off",
    "Traffic to its destination has no way any more, and open connections break off",
  ],
  aws_route_table: [
    "Subnets with this table fall back to the VPC's main one meanwhile, which has no way out",
    "",
  ],
  aws_route_table_association: [
    "The subnet falls back to the VPC's main table meanwhile, which has no way out",
    "The subnet falls back to the VPC's main table, which has no way out",
  ],
  aws_network_acl_rule: [
    "Traffic that it lets through stops meanwhile, connections that are open too",
    "Traffic that only it lets through stops, connections that are open too",
  ],
  aws_network_acl: [
    "Traffic of its subnets changes at once, connections that are open too",
    "Traffic of its subnets changes at once, connections that are open too",
  ],
  aws_eip: [
    "The address that others see and may have on a list changes",
    "The address that others see and may have on a list is given back, for good",
  ],
  aws_vpc_endpoint: [
    "The services behind it are reached over NAT meanwhile, or not at all",
    "The services behind it are reached over NAT from now on, or not at all",
  ],
  aws_security_group: [
    "Connections that only it lets through break off",
    "Connections that only it lets through break off",
  ],
  aws_vpc_security_group_ingress_rule: [
    "What only it lets in cannot connect meanwhile",
    "What only it lets in can no longer connect",
  ],
  aws_vpc_security_group_egress_rule: [
    "What only it lets out cannot connect meanwhile",
    "What only it lets out can no longer connect",
  ],
  aws_security_group_rule: [
    "What only it lets through cannot connect meanwhile",
    "What only it lets through can no longer connect",
  ],
  aws_vpc_peering_connection: [
    "The other network cannot be reached meanwhile",
    "The other network can no longer be reached",
  ],
  aws_ec2_transit_gateway_vpc_attachment: [
    "The networks behind it cannot be reached meanwhile",
    "The networks behind it can no longer be reached",
  ],
};

/** Ways of the network that nodes and pods use change, are replaced or go. */
export const networkChanged: DangerRule = {
  id: "network-changed",
  types: Object.keys(roles),
  check(resource) {
    const { change, whole } = resource;
    const [meanwhile = "", gone = ""] = roles[change.type] ?? [];
    if (whole.removal) return undefined;
    if (goes(resource)) {
      const kind = change.action === "delete" ? "destroy" : "replace";
      // A table that goes for good cannot have subnets any more; a subnet that loses its table is told by its association.
      if (kind === "destroy" && change.type === "aws_route_table") return undefined;
      return { kind, what: `${kind === "destroy" ? gone : meanwhile}.` };
    }
    return change.action === "update" ? updated(resource, meanwhile) : undefined;
  },
};

function updated(resource: ResourcePlan, meanwhile: string): Told | undefined {
  const { change, before, after, whole } = resource;
  if (change.type === "aws_route") {
    const to = valueAt(before, "destination_cidr_block") || valueAt(before, "destination_prefix_list_id");
    return {
      kind: "interruption",
      what: `Traffic to ${to ?? "its destination"} takes another way: open connections through the old one break off.`,
    };
  }
  if (change.type === "aws_internet_gateway" && touches(resource, "vpc_id"))
    return { kind: "interruption", what: `${meanwhile}: it moves to another VPC.` };
  if (change.type !== "aws_vpc_endpoint") return undefined;
  const fewer = ["route_table_ids", "subnet_ids", "security_group_ids"].filter((name) => {
    const now = valueAt(after, name) === undefined ? undefined : listAt(after, name);
    return now && listAt(before, name).some((one) => !now.includes(one) && !whole.goingIds.has(one));
  });
  if (fewer.length === 0) return undefined;
  return {
    kind: "interruption",
    what: `${meanwhile.replace("meanwhile", "from now on")}, where it no longer is (${fewer.join(", ")}).`,
  };
}
