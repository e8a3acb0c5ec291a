import type { Issue } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import type { GroupRecord } from "../auto-scaling/state.ts";
import { ec2Slot, type SubnetRecord } from "../ec2/state.ts";
import { findRole } from "../iam/find.ts";
import { isPublic } from "./node-egress.ts";
import { type ResolvedTemplate, resolveLaunchTemplate } from "./node-network.ts";
import type { NodeSource } from "./node-scaling.ts";
import type { NodegroupRecord } from "./state.ts";

/** Where a node group's instances start and from what; or why they cannot, as EKS words it. */
export function sourceOf(nodegroup: NodegroupRecord, ctx: Context): NodeSource | Issue {
  const { nodeRole = "", subnets: ids = [], launchTemplate } = nodegroup;
  if (!findRole(ctx, nodeRole))
    return issue("IamNodeRoleNotFound", `The node role ${nodeRole} could not be found.`, [nodeRole]);
  const template = launchTemplate && templateOf(launchTemplate.id, launchTemplate.version, ctx);
  if (template === "gone")
    return issue(
      "Ec2LaunchTemplateNotFound",
      `The launch template ${launchTemplate?.id} could not be found.`,
      [launchTemplate?.id ?? ""],
    );
  const subnets = ids.flatMap((id) => ctx.state(ec2Slot).subnets.get(id) ?? []);
  return (
    subnetIssue(nodegroup, subnets, template, ctx) ?? {
      subnets: subnets.map(({ SubnetId, AvailabilityZone }) => ({ id: SubnetId, zone: AvailabilityZone })),
      template,
    }
  );
}

/** Templates and their versions can be deleted between request and launch. */
function templateOf(
  id: string | undefined,
  version: string | undefined,
  ctx: Context,
): ResolvedTemplate | "gone" {
  const there = ctx
    .state(ec2Slot)
    .launchTemplates.get(id ?? "")
    ?.versions.has(Number(version));
  return there ? resolveLaunchTemplate({ id, version }, ctx) : "gone";
}

function subnetIssue(
  { subnets: asked = [], nodegroupName }: NodegroupRecord,
  subnets: readonly SubnetRecord[],
  template: ResolvedTemplate | undefined,
  ctx: Context,
): Issue | undefined {
  const gone = asked.filter((id) => !subnets.some(({ SubnetId }) => SubnetId === id));
  if (gone.length > 0)
    return issue("Ec2SubnetNotFound", `The subnets ${gone.join(", ")} could not be found.`, gone);
  const addressed = template?.data.NetworkInterfaces?.[0]?.AssociatePublicIpAddress === true;
  const bare = subnets.filter((subnet) => isPublic(subnet, ctx) && !subnet.MapPublicIpOnLaunch && !addressed);
  const ids = bare.map(({ SubnetId }) => SubnetId);
  if (ids.length === 0) return undefined;
  return issue(
    "Ec2SubnetInvalidConfiguration",
    `One or more Amazon EC2 Subnets of [${ids.join(", ")}] for node group ${nodegroupName} does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet. See IP addressing in VPC guide: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip`,
    ids,
  );
}

/** What EKS says of a node group whose Auto Scaling group did not get all of its instances. */
export function launchIssue(
  { scalingConfig }: NodegroupRecord,
  group: GroupRecord | undefined,
): Issue | undefined {
  if (!group || group.Instances.length >= (scalingConfig.desiredSize ?? 0)) return undefined;
  const [last] = group.activities;
  return issue("AsgInstanceLaunchFailures", last?.StatusMessage ?? "", [group.AutoScalingGroupName]);
}

function issue(code: NonNullable<Issue["code"]>, message: string, resourceIds: string[]): Issue {
  return { code, message, resourceIds };
}
