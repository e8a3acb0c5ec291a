import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
} from "@aws-sdk/client-eks";
import type { NamedKind } from "./kind.ts";
import { ifThere } from "./not-there.ts";

/** What a status means for whoever wants to use it. */
const stateOf = (status = ""): { readonly broken?: string; readonly pending?: boolean } => {
  if (/FAILED|DELETING/.test(status)) return { broken: status };
  return /CREATING|PENDING/.test(status) ? { pending: true } : {};
};

/** EKS. A cluster has one of each name. */
export const clusterKinds: readonly NamedKind[] = [
  {
    type: "aws_eks_cluster",
    by: "name",
    note: "imported by its name",
    needs: ["name"],
    permission: "eks:DescribeCluster",
    async look({ eks }, { name = "" }) {
      const cluster = (await ifThere(eks.send(new DescribeClusterCommand({ name }))))?.cluster;
      return cluster && { id: name, tags: cluster.tags, made: cluster.createdAt, ...stateOf(cluster.status) };
    },
  },
  {
    type: "aws_eks_node_group",
    by: "name",
    note: "imported as <cluster>:<node group>",
    needs: ["cluster_name", "node_group_name"],
    permission: "eks:DescribeNodegroup",
    async look({ eks }, { cluster_name, node_group_name }) {
      const command = new DescribeNodegroupCommand({
        clusterName: cluster_name,
        nodegroupName: node_group_name,
      });
      const group = (await ifThere(eks.send(command)))?.nodegroup;
      const id = `${cluster_name}:${node_group_name}`;
      return group && { id, tags: group.tags, made: group.createdAt, ...stateOf(group.status) };
    },
  },
  {
    type: "aws_eks_addon",
    by: "name",
    note: "imported as <cluster>:<add-on>",
    needs: ["cluster_name", "addon_name"],
    permission: "eks:DescribeAddon",
    async look({ eks }, { cluster_name, addon_name }) {
      const command = new DescribeAddonCommand({ clusterName: cluster_name, addonName: addon_name });
      const addon = (await ifThere(eks.send(command)))?.addon;
      const id = `${cluster_name}:${addon_name}`;
      return addon && { id, tags: addon.tags, made: addon.createdAt, ...stateOf(addon.status) };
    },
  },
  {
    type: "aws_eks_access_entry",
    by: "name",
    note: "imported as <cluster>:<principal's ARN>",
    needs: ["cluster_name", "principal_arn"],
    permission: "eks:DescribeAccessEntry",
    async look({ eks }, { cluster_name, principal_arn }) {
      const command = new DescribeAccessEntryCommand({
        clusterName: cluster_name,
        principalArn: principal_arn,
      });
      const entry = (await ifThere(eks.send(command)))?.accessEntry;
      return entry && { id: `${cluster_name}:${principal_arn}`, tags: entry.tags, made: entry.createdAt };
    },
  },
];
