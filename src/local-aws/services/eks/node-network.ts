import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import {
  InvalidParameterException,
  InvalidRequestException,
  type LaunchTemplateSpecification,
} from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { mayAccess } from "../../iam/authorize.ts";
import { ec2Slot, type LaunchTemplateRecord } from "../ec2/state.ts";
import { findSubnets } from "./cluster-network.ts";
import type { ClusterRecord } from "./state.ts";

/** A subnet that nodes are started in. */
export interface NodeSubnet {
  readonly id: string;
  readonly zone: string;
}

/** @throws InvalidParameterException when one does not exist, or is in another VPC than the cluster */
export function findNodeSubnets(
  ids: readonly string[],
  { network }: ClusterRecord,
  ctx: Context,
): NodeSubnet[] {
  return findSubnets(ids, ctx).map(({ SubnetId, VpcId, AvailabilityZone }) => {
    if (VpcId !== network.vpcId)
      throw exception(
        InvalidParameterException,
        `Specified subnets must belong to cluster's vpc ${network.vpcId}`,
      );
    return { id: SubnetId, zone: AvailabilityZone };
  });
}

/** A launch template at one version, with what it decides for its node group. */
export interface ResolvedTemplate {
  readonly id: string;
  readonly name: string;
  /** A number: EKS does not keep `$Latest` and `$Default`. */
  readonly version: string;
  readonly instanceType: string | undefined;
  readonly imageId: string | undefined;
  /** Instead of the cluster's own security group; empty when it names none. */
  readonly securityGroupIds: readonly string[];
  /** Everything that it says. */
  readonly data: ResponseLaunchTemplateData;
}

/** @throws InvalidParameterException when template or version do not exist */
export function resolveLaunchTemplate(
  { id, name, version = "$Default" }: LaunchTemplateSpecification,
  ctx: Context,
): ResolvedTemplate {
  const template = findTemplate(id, name, ctx);
  const number =
    version === "$Default"
      ? template.DefaultVersionNumber
      : version === "$Latest"
        ? template.LatestVersionNumber
        : Number(version);
  const found = template.versions.get(number);
  if (!found)
    throw exception(
      InvalidParameterException,
      `Could not find the specified version ${version} for the launch template with ID ${template.LaunchTemplateId}.`,
    );
  const { LaunchTemplateData: data = {} } = found;
  return {
    id: template.LaunchTemplateId,
    name: template.LaunchTemplateName,
    version: String(number),
    instanceType: data.InstanceType,
    imageId: data.ImageId,
    securityGroupIds: data.SecurityGroupIds ?? data.NetworkInterfaces?.[0]?.Groups ?? [],
    data,
  };
}

/** EKS tries, in the name of whoever asks, whether instances may be run from a template. @throws InvalidRequestException */
export function requireRun({ id }: ResolvedTemplate, ctx: Context): void {
  const may = (resource: string) =>
    mayAccess(ctx, { action: "ec2:RunInstances", resource: arn(ctx, "ec2", resource) }).decision ===
    "allowed";
  if (!may(`launch-template/${id}`) || !may("instance/*"))
    throw exception(
      InvalidRequestException,
      "You are not authorized to launch instances with this launch template.",
    );
}

function findTemplate(id: string | undefined, name: string | undefined, ctx: Context): LaunchTemplateRecord {
  const { launchTemplates } = ctx.state(ec2Slot);
  const found = id
    ? launchTemplates.get(id)
    : [...launchTemplates.values()].find(({ LaunchTemplateName }) => LaunchTemplateName === name);
  if (!found)
    throw exception(
      InvalidParameterException,
      id
        ? `The specified launch template, with template ID ${id}, does not exist.`
        : `The specified launch template, with template name ${name}, does not exist.`,
    );
  return found;
}
