import {
  CreateServiceLinkedRoleCommand,
  DeleteServiceLinkedRoleCommand,
  DeletionTaskStatusType,
  GetServiceLinkedRoleDeletionStatusCommand,
  InvalidInputException,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { iamArn, iamState, noSuchEntity, requireRole, seconds } from "./entities.ts";
import { describeRole } from "./roles.ts";
import type { Role } from "./state.ts";

interface ServiceLink {
  readonly roleName: string;
  /** ARN of the managed policy that comes with the role, where it is known here. */
  readonly policy?: string;
}

const policyPath = "arn:aws:iam::aws:policy/aws-service-role";

/** Service-linked roles by service. Source: each service's user guide, "Using service-linked roles", read in November 2026. */
const links: Readonly<Record<string, ServiceLink>> = {
  "autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForAutoScaling",
    policy: `${policyPath}/AutoScalingServiceRolePolicy`,
  },
  "cloudtrail.amazonaws.com": {
    roleName: "AWSServiceRoleForCloudTrail",
    policy: `${policyPath}/CloudTrailServiceRolePolicy`,
  },
  "eks.amazonaws.com": {
    roleName: "AWSServiceRoleForAmazonEKS",
    policy: `${policyPath}/AmazonEKSServiceRolePolicy`,
  },
  "eks-fargate.amazonaws.com": { roleName: "AWSServiceRoleForAmazonEKSForFargate" },
  "eks-nodegroup.amazonaws.com": {
    roleName: "AWSServiceRoleForAmazonEKSNodegroup",
    policy: `${policyPath}/AWSServiceRoleForAmazonEKSNodegroup`,
  },
  "elasticloadbalancing.amazonaws.com": { roleName: "AWSServiceRoleForElasticLoadBalancing" },
  "replication.ecr.amazonaws.com": {
    roleName: "AWSServiceRoleForECRReplication",
    policy: `${policyPath}/ECRReplicationServiceRolePolicy`,
  },
  "spot.amazonaws.com": { roleName: "AWSServiceRoleForEC2Spot" },
  "spotfleet.amazonaws.com": { roleName: "AWSServiceRoleForEC2SpotFleet" },
  "sagemaker.amazonaws.com": { roleName: "AWSServiceRoleForAmazonSageMakerNotebooks" },
  "ssm.amazonaws.com": { roleName: "AWSServiceRoleForAmazonSSM" },
};

export const createServiceLinkedRole = operation(CreateServiceLinkedRoleCommand, (input, ctx) => {
  const { AWSServiceName: service = "", Description, CustomSuffix } = input;
  const name = linkedRoleName(service, CustomSuffix);
  if (name === undefined)
    throw exception(InvalidInputException, `${service} is not a service that has service-linked roles here`);
  if (iamState(ctx).roles.has(name.toLowerCase()))
    throw exception(
      InvalidInputException,
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  return { Role: describeRole(addLinkedRole(ctx, service, name, Description)) };
});

export const deleteServiceLinkedRole = operation(DeleteServiceLinkedRoleCommand, ({ RoleName }, ctx) => {
  const role = requireRole(ctx, RoleName);
  if (!role.linkedTo)
    throw exception(InvalidInputException, `Role ${role.name} is not a service linked role`);
  iamState(ctx).roles.delete(role.name.toLowerCase());
  return { DeletionTaskId: `task/aws-service-role/${role.linkedTo}/${role.name}/${ctx.ids.uuid()}` };
});

/** Deletion is done at once, so whatever task is asked for has succeeded. */
export const getServiceLinkedRoleDeletionStatus = operation(
  GetServiceLinkedRoleDeletionStatusCommand,
  ({ DeletionTaskId = "" }) => {
    if (!DeletionTaskId.startsWith("task/aws-service-role/"))
      throw noSuchEntity(`The deletion task ${DeletionTaskId} cannot be found.`);
    return { Status: DeletionTaskStatusType.SUCCEEDED };
  },
);

/** What a service's role is called; undefined when the service is not known to have one. */
export function linkedRoleName(service: string, suffix?: string): string | undefined {
  const name = links[service]?.roleName;
  return name !== undefined && suffix ? `${name}_${suffix}` : name;
}

/** The role that a service makes for itself when it first needs it, such as EKS with an account's first cluster. */
export function ensureServiceLinkedRole(ctx: Context, service: string): Role {
  const link = links[service];
  if (!link) throw new TypeError(`no service-linked role of ${service} is known`);
  return iamState(ctx).roles.get(link.roleName.toLowerCase()) ?? addLinkedRole(ctx, service, link.roleName);
}

function addLinkedRole(ctx: Context, service: string, name: string, description?: string): Role {
  const path = `/aws-service-role/${service}/`;
  const policy = links[service]?.policy;
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const role: Role = {
    kind: "role",
    name,
    path,
    id: ctx.ids.unique("AROA", 21),
    arn: iamArn(ctx, "role", path, name),
    created: seconds(ctx),
    inline: new Map(),
    attached: new Set(policy ? [policy] : []),
    trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    description,
    maxSessionSeconds: 3600,
    tags: new Map(),
    linkedTo: service,
  };
  iamState(ctx).roles.set(name.toLowerCase(), role);
  return role;
}
