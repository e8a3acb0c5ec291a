import type { Constraints } from "./constraints.ts";

/**
 * What AWS's documentation demands of inputs and its models leave out, by signing name; it wins over the models. Under `*` stand
 * members of every struct.
 */
export const documented: Readonly<Record<string, Constraints>> = {
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html (2026-11-23)
  ec2: {
    structs: {
      CreateSecurityGroupRequest: { GroupName: "SecurityGroupName", Description: "SecurityGroupDescription" },
      IpRange: { Description: "SecurityGroupRuleDescription" },
      Ipv6Range: { Description: "SecurityGroupRuleDescription" },
      PrefixListId: { Description: "SecurityGroupRuleDescription" },
      UserIdGroupPair: { Description: "SecurityGroupRuleDescription" },
      Filter: { Values: "FilterValues" },
    },
    shapes: {
      SecurityGroupName: { max: 255 },
      SecurityGroupDescription: { max: 255, pattern: "[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*" },
      SecurityGroupRuleDescription: { max: 255, pattern: "[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*" },
      FilterValues: { max: 200 },
    },
  },
  // The pattern of CreateCluster holds wherever a request names a cluster:
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html (2026-11-23)
  eks: {
    structs: {
      "*": { clusterName: "ClusterName" },
      DescribeClusterRequest: { name: "ClusterName" },
      DeleteClusterRequest: { name: "ClusterName" },
      UpdateClusterConfigRequest: { name: "ClusterName" },
      UpdateClusterVersionRequest: { name: "ClusterName" },
      CreateNodegroupRequest: { nodegroupName: "NodegroupName" },
    },
    shapes: {
      // https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html (2026-11-23)
      NodegroupName: { min: 1, max: 63 },
    },
  },
};
