import type { Constraints } from "./constraints.ts";

/**
 * What AWS's documentation demands of inputs and its models leave out, by signing name; it wins over the models. Under `*` stand
 * members of every struct that says nothing of its own.
 */
export const documented: Readonly<Record<string, Constraints>> = {
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html (2026-11-23)
  autoscaling: {
    structs: { "*": { MaxRecords: "MaxRecords" } },
    shapes: { MaxRecords: { min: 1, max: 100 } },
  },
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
      SecurityGroupName: { min: 1, max: 255, pattern: "[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*" },
      SecurityGroupDescription: { max: 255, pattern: "[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*" },
      SecurityGroupRuleDescription: { max: 255, pattern: "[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*" },
      FilterValues: { max: 200 },
    },
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html and what S3 answers to others (2026-11-23)
  s3: {
    structs: {
      PutObjectRequest: { Key: "ObjectKey" },
      CopyObjectRequest: { Key: "ObjectKey" },
      CreateMultipartUploadRequest: { Key: "ObjectKey" },
      ListObjectsRequest: { MaxKeys: "MaxKeys" },
      ListObjectsV2Request: { MaxKeys: "MaxKeys" },
      ListObjectVersionsRequest: { MaxKeys: "MaxKeys" },
      ListPartsRequest: { MaxParts: "MaxKeys" },
      ListMultipartUploadsRequest: { MaxUploads: "MaxKeys" },
      UploadPartRequest: { PartNumber: "PartNumber" },
      UploadPartCopyRequest: { PartNumber: "PartNumber" },
    },
    shapes: {
      ObjectKey: { min: 1, maxBytes: 1024 },
      MaxKeys: { min: 0, max: 2_147_483_647 },
      PartNumber: { min: 1, max: 10_000 },
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
