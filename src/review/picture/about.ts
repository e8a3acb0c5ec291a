import type { ReviewedResource } from "../resources.ts";
import { block, strings, text, value } from "./relations.ts";

/** What stands in a box: its heading and the smaller lines below. */
export interface About {
  readonly title: string;
  readonly details: readonly string[];
}

/** A thing in a reader's words; settings (add-ons, launch templates) are those that belong to it. */
export function about(resource: ReviewedResource, settings: readonly ReviewedResource[]): About {
  return (descriptions[resource.type] ?? plain)(resource, settings);
}

type Description = (resource: ReviewedResource, settings: readonly ReviewedResource[]) => About;

/** `aws_s3_bucket.data_replica` is called `data replica`. */
export const localName = ({ address }: ReviewedResource): string =>
  address.slice(address.lastIndexOf(".") + 1).replaceAll("_", " ");

const plain: Description = (resource) => ({
  title: text(resource, "name") ?? localName(resource),
  details: [resource.type],
});

const listed = (...lines: readonly (string | undefined | false)[]): string[] =>
  lines.filter((line): line is string => typeof line === "string" && line !== "");

const descriptions: Readonly<Record<string, Description>> = {
  aws_vpc: (vpc) => ({
    title: ["VPC", text(vpc, "cidr_block")].filter(Boolean).join(" "),
    details: [],
  }),
  aws_internet_gateway: () => ({ title: "Internet gateway", details: [] }),
  aws_nat_gateway: () => ({ title: "NAT gateway", details: [] }),
  aws_vpc_endpoint: (endpoint) => ({
    title: `${serviceOf(endpoint).toUpperCase()} gateway endpoint`,
    details: [],
  }),
  aws_flow_log: (log) => ({
    title: "Flow logs",
    details: listed(`of ${(text(log, "traffic_type") ?? "all").toLowerCase()} traffic`),
  }),
  aws_eks_cluster: (cluster, settings) => ({
    title: ["EKS", text(cluster, "name")].filter(Boolean).join(" "),
    details: listed(
      text(cluster, "version") && `Kubernetes ${text(cluster, "version")}`,
      endpointOf(cluster),
      addonsOf(settings),
    ),
  }),
  aws_eks_node_group: (group) => ({
    title: `Node group ${text(group, "node_group_name") ?? localName(group)}`,
    details: listed(strings(value(group, "instance_types")).join(", "), sizeOf(group)),
  }),
  aws_ecr_repository: (repository) => ({
    title: text(repository, "name") ?? localName(repository),
    details: listed(text(repository, "image_tag_mutability") === "IMMUTABLE" && "tags are immutable"),
  }),
  aws_ecr_replication_configuration: (configuration) => ({
    title: "replication",
    details: listed(
      strings(value(configuration, "replication_configuration"))
        .filter((one) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(one))
        .map((region) => `to ${region}`)
        .join(", "),
    ),
  }),
  aws_s3_bucket: (bucket) => ({ title: localName(bucket), details: listed(text(bucket, "bucket")) }),
  aws_kms_key: (key) => ({ title: localName(key), details: listed(text(key, "description")) }),
  aws_kms_replica_key: (key) => ({ title: localName(key), details: listed(text(key, "description")) }),
  aws_cloudtrail: (trail) => ({
    title: ["CloudTrail", text(trail, "name")].filter(Boolean).join(" "),
    details: listed(
      value(trail, "is_multi_region_trail") === true && "of all regions",
      JSON.stringify(value(trail, "advanced_event_selector") ?? []).includes('"Data"') && "with data events",
      strings(value(trail, "insight_selector")).length > 0 && "with insights",
    ),
  }),
  aws_cloudwatch_log_group: (group) => ({
    title: localName(group),
    details: listed(
      text(group, "name"),
      text(group, "retention_in_days") !== "0" &&
        text(group, "retention_in_days") &&
        `kept ${text(group, "retention_in_days")} days`,
    ),
  }),
  aws_iam_role: (role) => ({
    title: text(role, "name") ?? localName(role),
    details: listed(assumedBy(role)),
  }),
};

/** `com.amazonaws.ap-southeast-1.ecr.api` is `ecr.api`. */
export const serviceOf = (endpoint: ReviewedResource): string =>
  (text(endpoint, "service_name") ?? localName(endpoint)).replace(/^com\.amazonaws\.[a-z0-9-]+\./, "");

const networkOf = (cluster: ReviewedResource) =>
  block({ vpc_config: value(cluster, "vpc_config") }, "vpc_config");

/** Whether a cluster's API can be reached from the Internet, from wherever that is allowed. */
export const hasPublicEndpoint = (cluster: ReviewedResource): boolean =>
  networkOf(cluster).endpoint_public_access === true;

function endpointOf(cluster: ReviewedResource): string {
  if (!hasPublicEndpoint(cluster)) return "private endpoint";
  const from = strings(networkOf(cluster).public_access_cidrs);
  return `public endpoint, from ${from.join(", ") || "anywhere"}`;
}

function addonsOf(settings: readonly ReviewedResource[]): string {
  const names = settings
    .filter(({ type }) => type === "aws_eks_addon")
    .map((addon) => text(addon, "addon_name") ?? localName(addon));
  return names.length > 0 ? `add-ons: ${names.join(", ")}` : "";
}

function sizeOf(group: ReviewedResource): string {
  const { min_size, max_size } = block({ scaling: value(group, "scaling_config") }, "scaling");
  const bounds = min_size !== undefined && max_size !== undefined ? `${min_size} to ${max_size} nodes` : "";
  const capacity = text(group, "capacity_type") === "SPOT" ? "spot" : "on demand";
  return [bounds, capacity].filter(Boolean).join(", ");
}

const services: Readonly<Record<string, string>> = {
  "eks.amazonaws.com": "EKS",
  "ec2.amazonaws.com": "EC2: the nodes",
  "vpc-flow-logs.amazonaws.com": "VPC flow logs",
  "cloudtrail.amazonaws.com": "CloudTrail",
  "sagemaker.amazonaws.com": "SageMaker",
  "s3.amazonaws.com": "S3 replication",
};

/** Who may take on a role: a service, or the service account of pods. */
function assumedBy(role: ReviewedResource): string | undefined {
  const trust = String(value(role, "assume_role_policy") ?? role.declared?.assume_role_policy ?? "");
  const account = /system:serviceaccount:([^"\\]+)/.exec(trust)?.[1];
  if (account) return `for ${account.replace(":", "/")}`;
  const service = /"Service":\s*"([^"]+)"/.exec(trust)?.[1];
  return service && `for ${services[service] ?? service}`;
}

/** Which of the groups of roles a role is in. */
export function roleGroup(role: ReviewedResource): string {
  const trust = String(role.declared?.assume_role_policy ?? role.deployed?.assume_role_policy ?? "");
  if (/AssumeRoleWithWebIdentity|pods\.eks\.amazonaws\.com/.test(trust)) return "pod-roles";
  return /sagemaker\.amazonaws\.com/.test(trust) ? "job-roles" : "roles";
}
