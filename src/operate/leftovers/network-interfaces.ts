import {
  type EC2Client,
  type NetworkInterface,
  paginateDescribeNetworkInterfaces,
} from "@aws-sdk/client-ec2";
import { controllerOf, namesAnother, tagsOf } from "./controllers.ts";
import type { Estate } from "./estate.ts";
import { ownerOf } from "./interface-owners.ts";
import type { Finder, Leftover } from "./leftover.ts";

/** Network interfaces in our VPC that nothing of ours, and nothing that is listed by itself, takes away. */
export const networkInterfaces: Finder = {
  title: "network interfaces in the VPC (ec2:DescribeNetworkInterfaces)",
  find: async ({ ec2 }, estate) => {
    const all = await interfacesIn(ec2, estate.vpcIds);
    return all.flatMap((one) => leftover(one, estate));
  },
};

export async function interfacesIn(
  client: EC2Client,
  vpcIds: readonly string[],
): Promise<NetworkInterface[]> {
  if (vpcIds.length === 0) return [];
  const found: NetworkInterface[] = [];
  const Filters = [{ Name: "vpc-id", Values: [...vpcIds] }];
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, { Filters }))
    found.push(...NetworkInterfaces);
  return found;
}

function leftover(one: NetworkInterface, estate: Estate): Leftover[] {
  const { NetworkInterfaceId: id = "", SubnetId = "", Status, Description = "", TagSet } = one;
  if (estate.ids.has(id)) return [];
  const owner = ownerOf(one);
  const common = { kind: "network-interface" as const, id, name: id };
  if (Status === "available") {
    const tags = tagsOf(TagSet);
    const maker = controllerOf(tags, estate.clusters);
    // An older CNI writes no cluster; one that another cluster has ready is no leftover.
    const cni = owner?.kind === "cni" && !namesAnother(tags, estate.clusters);
    const called = Description ? ` (${Description})` : "";
    if (maker || cni)
      return [
        {
          ...common,
          what: `unused${called} in ${SubnetId}, left by ${maker ?? "the VPC CNI"}`,
          remedy: "sweep",
        },
      ];
    return [
      {
        ...common,
        what: `unused${called} in ${SubnetId}, made by nobody that we know`,
        remedy: "by-hand",
        todo: `aws ec2 delete-network-interface --network-interface-id ${id}`,
      },
    ];
  }
  // These go with what uses them: ours are in the plan, the others are listed by themselves.
  if (owner && owner.kind !== "lambda" && owner.kind !== "service" && owner.kind !== "cluster") return [];
  if (owner?.kind === "cluster" && estate.clusters.includes(owner.id ?? "")) return [];
  return [
    {
      ...common,
      what: `in ${SubnetId}, used by ${owner?.who ?? `something that we do not know${Description ? ` (${Description})` : ""}`}`,
      remedy: "by-hand",
      todo: owner
        ? `delete ${owner.who}, which takes its interface away`
        : `aws ec2 describe-network-interfaces --network-interface-ids ${id}`,
    },
  ];
}
