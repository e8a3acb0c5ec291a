import {
  type Instance,
  paginateDescribeInstances,
  paginateDescribeNatGateways,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
} from "@aws-sdk/client-ec2";
import { controllerOf, tagsOf } from "./controllers.ts";
import type { Estate } from "./estate.ts";
import type { Finder, Leftover } from "./leftover.ts";

/** Instances in our VPC that belong to no node group: Karpenter's, the autoscaler's, or somebody's. Named, never ended by us. */
export const instances: Finder = {
  title: "instances in the VPC (ec2:DescribeInstances)",
  find: async ({ ec2: client }, estate) => {
    if (estate.vpcIds.length === 0) return [];
    const found: Leftover[] = [];
    const Filters = [
      { Name: "vpc-id", Values: [...estate.vpcIds] },
      { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
    ];
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters }))
      for (const { Instances = [] } of Reservations)
        for (const instance of Instances) found.push(...leftoverInstance(instance, estate));
    return found;
  },
};

function leftoverInstance(
  { InstanceId: id = "", InstanceType, SubnetId, Tags }: Instance,
  estate: Estate,
): Leftover[] {
  const tags = tagsOf(Tags);
  // A node group takes its own away; one outside the state is listed by itself.
  if (estate.ids.has(id) || tags["eks:nodegroup-name"]) return [];
  const maker = controllerOf(tags, estate.clusters);
  const group = tags["aws:autoscaling:groupName"];
  const who = maker ?? (group ? `the Auto Scaling group ${group}` : "nobody that we know");
  return [
    {
      kind: "instance",
      id,
      name: tags.Name ? `${id} (${tags.Name})` : id,
      what: `${InstanceType} in ${SubnetId}, started by ${who}`,
      remedy: "by-hand",
      todo:
        maker === "Karpenter"
          ? "kubectl delete nodepools --all, and wait until its nodes are gone"
          : `aws ec2 terminate-instances --instance-ids ${id}`,
    },
  ];
}

/** Endpoints, NAT gateways and subnets that somebody put into our VPC. Named, never removed by us. */
export const guests: Finder = {
  title:
    "what others put into the VPC (ec2:DescribeVpcEndpoints, ec2:DescribeNatGateways, ec2:DescribeSubnets)",
  find: async ({ ec2: client }, { vpcIds, ids }) => {
    if (vpcIds.length === 0) return [];
    const Filters = [{ Name: "vpc-id", Values: [...vpcIds] }];
    const found: Leftover[] = [];
    const add = (kind: "vpc-endpoint" | "nat-gateway" | "subnet", id: string, what: string, todo: string) => {
      if (!ids.has(id)) found.push({ kind, id, name: id, what, remedy: "by-hand", todo: `${todo} ${id}` });
    };
    for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client }, { Filters }))
      for (const { VpcEndpointId = "", ServiceName, State } of VpcEndpoints)
        if (!/^delet/i.test(State ?? ""))
          add(
            "vpc-endpoint",
            VpcEndpointId,
            `to ${ServiceName}`,
            "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids",
          );
    const Filter = Filters;
    for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, { Filter }))
      for (const { NatGatewayId = "", SubnetId, State } of NatGateways)
        if (State !== "deleted" && State !== "deleting" && State !== "failed")
          add("nat-gateway", NatGatewayId, `in ${SubnetId}`, "aws ec2 delete-nat-gateway --nat-gateway-id");
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, { Filters }))
      for (const { SubnetId = "", CidrBlock } of Subnets)
        add(
          "subnet",
          SubnetId,
          `${CidrBlock}, made by nobody that we know`,
          "aws ec2 delete-subnet --subnet-id",
        );
    return found;
  },
};
