import { nobody } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { type Block, holds, parseAddress, parseBlock } from "../ec2/ipv4.ts";
import { ec2Slot, type SubnetRecord } from "../ec2/state.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { cniProblem } from "./cni.ts";
import { type Egress, egressOf } from "./node-egress.ts";
import { mayDo } from "./roles.ts";
import type { ClusterRecord, NodegroupRecord } from "./state.ts";

/**
 * Why the instances of a node group would not become nodes of the cluster, in a few words each; empty when they would. AWS itself only
 * says that they failed to join.
 */
export function joinProblems(record: ClusterRecord, nodegroup: NodegroupRecord, ctx: Context): string[] {
  const role = findRole(ctx, nodegroup.nodeRole ?? "");
  if (!role) return [`their role ${nodegroup.nodeRole} is gone`];
  const checks = [
    ...permissionProblems(role, ctx),
    admissionProblem(record, role),
    ...subnetsOf(nodegroup, ctx).flatMap((subnet) => networkProblem(record, subnet, ctx) ?? []),
    cniProblem(record, role, ctx),
  ];
  return [...new Set(checks.filter((problem) => problem !== undefined))];
}

/** The account whose repositories hold the images that nodes start with; it differs between regions, not in what it allows. */
const imagesAccount = "602401143452";

/** What a node asks AWS on its way into the cluster. Source: awslabs/amazon-eks-ami (nodeadm, ecr-credential-provider), November 2026. */
function permissionProblems(role: Role, ctx: Context): string[] {
  const repository = `arn:aws:ecr:${ctx.region}:${imagesAccount}:repository/amazon-k8s-cni`;
  const needed = [
    ["ec2:DescribeInstances", "*"],
    ["ecr:GetAuthorizationToken", "*"],
    ["ecr:BatchGetImage", repository],
    ["ecr:GetDownloadUrlForLayer", repository],
  ] as const;
  const missing = needed.filter(([action, resource]) => !mayDo(role, action, ctx, resource));
  return missing.map(([action]) => `their role ${role.name} may not ${action}`);
}

/** Nodes come in by an access entry of their own type, which EKS makes; in the config map EKS enters them by itself. */
function admissionProblem({ cluster, accessEntries }: ClusterRecord, role: Role): string | undefined {
  if (cluster.accessConfig?.authenticationMode === "CONFIG_MAP") return undefined;
  const type = accessEntries.get(role.arn)?.entry.type;
  if (type?.startsWith("EC2")) return undefined;
  if (type === undefined) return `the cluster has no access entry for their role ${role.name}`;
  return `the access entry of their role ${role.name} is of type ${type}, not EC2_LINUX`;
}

function subnetsOf({ subnets = [] }: NodegroupRecord, ctx: Context): SubnetRecord[] {
  const all = ctx.state(ec2Slot).subnets;
  return subnets.flatMap((id) => all.get(id) ?? []);
}

/**
 * What a node calls before it is ready: EC2 for its name, STS and ECR for images, whose layers are in S3.
 * Source: EKS user guide, "Deploy private clusters with limited internet access", read 2026-11-23.
 */
const calledByNodes = ["ec2", "ecr.api", "ecr.dkr", "s3", "sts"];

function networkProblem(record: ClusterRecord, subnet: SubnetRecord, ctx: Context): string | undefined {
  const egress = egressOf(subnet, ctx);
  const missing = calledByNodes.filter((name) => !egress.endpoints.has(name));
  if (!egress.internet && missing.length > 0)
    return `${egress.why}, and their VPC has no endpoint for ${missing.join(", ")}`;
  return layersProblem(egress, ctx) ?? apiProblem(record, egress, ctx);
}

/**
 * ECR keeps layers in a bucket of its own. What a gateway endpoint's route takes up goes by its policy, NAT gateway or not.
 * Source: Amazon ECR user guide, "Minimum Amazon S3 bucket permissions for Amazon ECR", read November 2026.
 */
function layersProblem({ endpoints }: Egress, ctx: Context): string | undefined {
  const policy = endpoints.get("s3")?.PolicyDocument;
  if (!policy) return undefined;
  const bucket = `prod-${ctx.region}-starport-layer-bucket`;
  const { decision } = evaluate({
    principal: nobody,
    action: "s3:GetObject",
    resource: `arn:aws:s3:::${bucket}/layer`,
    keys: { "aws:requestedregion": ctx.region, "aws:securetransport": "true" },
    policies: {
      identity: [],
      resource: { kind: "required", name: "policy of the S3 endpoint", document: policy },
    },
  });
  return decision === "allowed"
    ? undefined
    : `the policy of their S3 endpoint does not let them read ${bucket}`;
}

/** Nodes reach the cluster's API inside the VPC where it is private, and over the Internet where it is public only. */
function apiProblem({ cluster, network }: ClusterRecord, egress: Egress, ctx: Context): string | undefined {
  const { endpointPrivateAccess, publicAccessCidrs = [] } = cluster.resourcesVpcConfig;
  if (endpointPrivateAccess) {
    const vpc = ctx.state(ec2Slot).vpcs.get(network.vpcId);
    if (vpc?.enableDnsSupport && vpc.enableDnsHostnames) return undefined;
    return "their VPC does not resolve the cluster's private endpoint: enableDnsSupport and enableDnsHostnames have to be on";
  }
  if (!egress.internet) return `the cluster's endpoint is public only, and ${egress.why}`;
  if (egress.publicIp && !publicAccessCidrs.some((cidr) => includes(cidr, egress.publicIp ?? "")))
    return `the cluster's endpoint is public only, and its publicAccessCidrs leave out ${egress.publicIp}, by which they come`;
  return undefined;
}

function includes(cidr: string, ip: string): boolean {
  const address = parseAddress(ip);
  const block: Block | undefined = parseBlock(cidr);
  return address !== undefined && block !== undefined && holds(block, address);
}
