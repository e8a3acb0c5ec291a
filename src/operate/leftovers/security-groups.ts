import { paginateDescribeSecurityGroups, type SecurityGroup } from "@aws-sdk/client-ec2";
import { byClusterTagAlone, controllerOf, tagsOf } from "./controllers.ts";
import type { Estate } from "./estate.ts";
import type { Finder, Leftover } from "./leftover.ts";

/** Security groups in our VPC that the state does not have. */
export const securityGroups: Finder = {
  title: "security groups in the VPC (ec2:DescribeSecurityGroups)",
  find: async ({ ec2: client }, estate) => {
    if (estate.vpcIds.length === 0) return [];
    const found: Leftover[] = [];
    const Filters = [{ Name: "vpc-id", Values: [...estate.vpcIds] }];
    for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, { Filters }))
      for (const group of SecurityGroups) found.push(...leftover(group, estate));
    return found;
  },
};

function leftover(group: SecurityGroup, estate: Estate): Leftover[] {
  const { GroupId: id = "", GroupName: name = "", Tags } = group;
  // The VPC's own goes with it.
  if (name === "default" || estate.ids.has(id)) return [];
  const tags = tagsOf(Tags);
  // EKS takes the cluster's own away with the cluster.
  const cluster = tags["aws:eks:cluster-name"];
  if (estate.livingClusters.some((one) => one.name === cluster)) return [];
  const maker =
    cluster && estate.clusters.includes(cluster)
      ? "EKS, for its cluster"
      : // Controllers call theirs k8s-…, such as k8s-elb-a1b2c3.
        byClusterTagAlone(tags) && !name.startsWith("k8s-")
        ? undefined
        : controllerOf(tags, estate.clusters);
  const common = { kind: "security-group" as const, id, name: `${name} (${id})` };
  if (maker) return [{ ...common, what: `made by ${maker}`, remedy: "sweep" }];
  return [
    {
      ...common,
      what: "made by nobody that we know",
      remedy: "by-hand",
      todo: `aws ec2 delete-security-group --group-id ${id}`,
    },
  ];
}
