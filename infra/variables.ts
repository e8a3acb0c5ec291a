import { z } from "zod";
import { DEFAULT_CLUSTER_VERSION } from "./modules/eks/versions.ts";
import { isRegion, usualZones } from "./regions.ts";
import { described, type VariableDescription, variable } from "./settings/about.ts";
import { instanceTypes, scalingConfig, spotScalingConfig } from "./settings/compute.ts";
import {
  accountId,
  environmentName,
  hostedZoneIds,
  LOG_RETENTION_DAYS,
  logRetentionDays,
  principalArns,
  regionName,
  wholeNumber,
  zoneLetters,
} from "./settings/identity.ts";
import { interfaceEndpoints, publicAccessCidrs, vpcCidr } from "./settings/network.ts";

/**
 * Every variable, once: its name and type as in terraform.tfvars, its default, its rule, what it decides.
 * An environment's own defaults stand over these, in `envs/<name>/variables.ts`.
 */
export const settingsSchema = z.strictObject({
  account_id: variable(accountId, {
    description: "The AWS account that everything is created in; the provider refuses to touch any other.",
    rule: "12 digits",
    example: "123456789012",
  }),
  region: variable(regionName.default("ap-southeast-1"), {
    description: "The AWS region that everything is created in.",
    rule: "a commercial region",
    example: "ap-southeast-1",
  }),
  environment: variable(environmentName, {
    description: "The environment, which names the cluster, the state and the Environment tag.",
    rule: "the name of its folder in infra/envs",
    example: "dev",
  }),
  vpc_cidr: variable(vpcCidr.default("10.0.0.0/16"), {
    description:
      "The VPC's addresses: three quarters for the nodes' private subnets, an eighth for public ones, an eighth kept free.",
    rule: "a private IPv4 block, /16 to /21, apart from 172.20.0.0/16, where Kubernetes services are",
    example: "10.0.0.0/16",
  }),
  zones: variable(zoneLetters, {
    description:
      "The availability zones, by letter. Adding one changes nothing in the others; the cluster and its node groups stay in theirs.",
    rule: "2 to 6 letters that the region has",
    example: ["a", "b", "c"],
    computedDefault: {
      text: "the region's first three",
      // For a region that is none, any letters do: the region is what gets reported.
      from: ({ region }) => (isRegion(region) ? [...usualZones(region)] : ["a", "b", "c"]),
    },
  }),
  nat_gateways: variable(z.enum(["none", "single", "per-az"]).default("single"), {
    description:
      "How nodes reach the Internet: not at all, through one zone, or each through its own zone's gateway.",
    rule: "none, single or per-az; none needs the interface endpoints that nodes start with",
    example: "single",
  }),
  interface_endpoints: variable(interfaceEndpoints.default([]), {
    description:
      "AWS services to reach over private endpoints, each billed per hour and zone. S3's gateway endpoint is always there, free.",
    rule: "service names such as ecr.api, or the bundles private-eks, private-sagemaker, private-eks-sagemaker",
    example: ["ecr.api", "ecr.dkr"],
  }),
  eks_cluster_version: variable(z.string().default(DEFAULT_CLUSTER_VERSION), {
    description: "The cluster's Kubernetes version. It goes up one minor version at a time, and never down.",
    rule: "a version that EKS still offers",
    example: DEFAULT_CLUSTER_VERSION,
  }),
  cluster_admins: variable(principalArns.default([]), {
    description: "IAM roles and users that administer the cluster; nobody else does, not even who applied.",
    rule: "ARNs of IAM roles or users",
    example: ["arn:aws:iam::123456789012:role/admin"],
  }),
  cluster_public_access_cidrs: variable(publicAccessCidrs.default([]), {
    description:
      "Where the cluster's public endpoint may be reached from; with none it is off. The private endpoint is always on.",
    rule: "public IPv4 blocks that do not overlap, at most 40",
    example: ["203.0.113.7/32"],
  }),
  node_group_instance_types: variable(instanceTypes.default(["t3.medium"]), {
    description: "Instance types of the on-demand node group.",
    rule: "1 to 20 types of one architecture",
    example: ["t3.medium", "t3.large"],
  }),
  node_group_scaling_config: variable(scalingConfig.default({ desired_size: 2, max_size: 10, min_size: 1 }), {
    description:
      "Bounds of the on-demand node group. The cluster autoscaler moves the desired size, so that is only the first one; min_size can only be raised up to the number of nodes that there are.",
    rule: "min_size ≤ desired_size ≤ max_size ≤ 450, at least one node",
    example: { desired_size: 2, max_size: 10, min_size: 1 },
  }),
  spot_node_group: variable(
    z
      .strictObject({ instance_types: instanceTypes, scaling_config: spotScalingConfig })
      .nullable()
      .default(null),
    {
      description: "A second node group on spot capacity, cheaper and reclaimable; null for none.",
      rule: "several types of the on-demand group's architecture; may be scaled to 0",
      example: {
        instance_types: ["m6i.large", "m5.large"],
        scaling_config: { desired_size: 1, max_size: 10, min_size: 0 },
      },
    },
  ),
  log_retention_days: variable(logRetentionDays.default(365), {
    description: "Days for which CloudWatch Logs keeps control-plane, flow, trail and application logs.",
    rule: `one of ${LOG_RETENTION_DAYS.join(", ")}`,
    example: 365,
  }),
  trail_data_events: variable(z.boolean().default(true), {
    description:
      "Whether the trail records every read and write of objects in the data and artifacts buckets; billed per event.",
    rule: "true or false",
    example: true,
  }),
  trail_insights: variable(z.boolean().default(false), {
    description: "Whether the trail looks for unusual rates of calls and errors; billed per event analyzed.",
    rule: "true or false",
    example: false,
  }),
  replica_region: variable(regionName.nullable().default(null), {
    description: "A second region that data, artifacts and images are replicated to; null for none.",
    rule: "another region than region, or null",
    example: "ap-northeast-1",
  }),
  hosted_zone_ids: variable(hostedZoneIds.default([]), {
    description: "Route 53 zones in which external-dns may write; with none it may only list.",
    rule: "hosted zone ids",
    example: ["Z0123456789ABCDEFGHIJ"],
  }),
  sagemaker_policy: variable(z.enum(["managed", "least-privilege"]).default("managed"), {
    description:
      "What sagemaker-exec-role may do: AWS's AmazonSageMakerFullAccess with our buckets, or exact statements alone.",
    rule: "managed or least-privilege",
    example: "least-privilege",
  }),
  ecr_untagged_days: variable(wholeNumber(1, 3650).default(14), {
    description: "Days after which an image that no tag points to any more is removed.",
    rule: "1 to 3650",
    example: 14,
  }),
  ecr_keep_images: variable(wholeNumber(1, 9000).default(50), {
    description: "How many images each repository keeps, the newest first.",
    rule: "1 to 9000",
    example: 50,
  }),
  force_destroy: variable(z.boolean().default(false), {
    description: "Whether destroy may delete buckets and repositories that still hold something.",
    rule: "true or false; never true where data matters",
    example: false,
  }),
  deletion_protection: variable(z.boolean().default(false), {
    description:
      "Whether Terraform refuses every plan that destroys buckets, keys, repositories, log groups, the cluster or the trail.",
    rule: "true or false; not together with force_destroy",
    example: true,
  }),
});

/** The settings of one environment: checked, converted, complete. */
export type Settings = z.output<typeof settingsSchema>;

/** Settings as an environment may preset them. */
export type SettingsDefaults = Readonly<Partial<Settings>>;

export type VariableName = keyof typeof settingsSchema.shape;

export const variableNames = Object.keys(settingsSchema.shape) as VariableName[];

/** The schema of one variable. */
export function schemaOf(name: VariableName): z.ZodType {
  return settingsSchema.shape[name];
}

/** All variables in the order of declaration, for tables and for help. */
export function describeVariables(): VariableDescription[] {
  return variableNames.map((name) => described(name, schemaOf(name)));
}
