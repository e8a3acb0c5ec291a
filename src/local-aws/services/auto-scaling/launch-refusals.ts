import type { Context } from "../../context.ts";
import { type Failure, outcomeOf } from "../../faults/outcomes.ts";
import type { QuotaName } from "../../quotas.ts";
import { instanceTypes } from "../ec2/instance-types.ts";
import { noFreeAddress } from "../ec2/network-interface-records.ts";
import { ec2Slot } from "../ec2/state.ts";
import type { Blueprint, GroupRecord } from "./state.ts";
import { mayUseVolumeKeys } from "./volume-keys.ts";

/** What becomes of one more instance: its type, or why there is none, as Auto Scaling tells it. */
export type Launch = { readonly instanceType: string } | { readonly refusal: string };

/** Tries the group's types in their order: the first that EC2 has in the zone is taken. */
export function tryLaunch(group: GroupRecord, zone: string, ctx: Context): Launch {
  const { blueprint } = group;
  const missing = whyNotIn(group, zone, ctx);
  if (missing) return { refusal: worded(missing, blueprint) };
  if (!mayUseVolumeKeys(blueprint, ctx))
    return {
      refusal:
        "Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state",
    };
  let first: Failure | undefined;
  for (const instanceType of typesOf(group)) {
    const failure = whyNotOf(instanceType, group, zone, ctx);
    if (!failure) return { instanceType };
    first ??= failure;
  }
  return { refusal: worded(first as Failure, blueprint) };
}

function worded({ code, message }: Failure, { spot }: Blueprint): string {
  const market = spot ? "Spot" : "On-Demand";
  return `Could not launch ${market} Instances. ${code} - ${message} Launching EC2 instance failed.`;
}

/** What the zone lacks, whatever the type. */
function whyNotIn({ blueprint }: GroupRecord, zone: string, ctx: Context): Failure | undefined {
  const { subnets, securityGroups } = ctx.state(ec2Slot);
  const id = blueprint.subnets.find((one) => one.zone === zone)?.id ?? "";
  const subnet = subnets.get(id);
  if (!subnet) return { code: "InvalidSubnetID.NotFound", message: `The subnet ID '${id}' does not exist` };
  if (subnet.AvailableIpAddressCount < 1) return noFreeAddress(subnet);
  const gone = blueprint.securityGroupIds.find((one) => !securityGroups.has(one));
  if (gone) return { code: "InvalidGroup.NotFound", message: `The security group '${gone}' does not exist` };
  return undefined;
}

function whyNotOf(type: string, group: GroupRecord, zone: string, ctx: Context): Failure | undefined {
  const name = group.AutoScalingGroupName;
  return (
    outcomeOf(ctx, { kind: "instance", name, instanceTypes: [type], zones: [zone] }) ??
    vcpuRefusal(type, group.blueprint.spot, ctx)
  );
}

function typesOf({ MixedInstancesPolicy, blueprint }: GroupRecord): string[] {
  const overrides = MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  const types = overrides.flatMap(({ InstanceType }) => InstanceType ?? []);
  return types.length > 0 ? types : [blueprint.instanceType];
}

/** Families by the bucket that their vCPUs count in; others have quotas of their own, which are not kept here. */
const buckets: readonly {
  readonly families: RegExp;
  readonly onDemand: QuotaName;
  readonly spot: QuotaName;
}[] = [
  { families: /^(g\d|vt\d)/, onDemand: "ec2:gpu-vcpus", spot: "ec2:gpu-spot-vcpus" },
  {
    families: /^(a|c|d|h|i|m|r|t|z|im|is)\d/,
    onDemand: "ec2:standard-vcpus",
    spot: "ec2:standard-spot-vcpus",
  },
];

function vcpuRefusal(type: string, spot: boolean, ctx: Context): Failure | undefined {
  const bucket = buckets.find(({ families }) => families.test(type));
  const most = bucket ? ctx.quota(spot ? bucket.spot : bucket.onDemand) : Number.POSITIVE_INFINITY;
  if (!bucket || most === Number.POSITIVE_INFINITY) return undefined;
  let running = vcpusOf(type);
  for (const { InstanceType = "", InstanceLifecycle } of ctx.state(ec2Slot).instances.values())
    if ((InstanceLifecycle === "spot") === spot && bucket.families.test(InstanceType))
      running += vcpusOf(InstanceType);
  if (running <= most) return undefined;
  if (spot) return { code: "MaxSpotInstanceCountExceeded", message: "Max spot instance count exceeded" };
  return {
    code: "VcpuLimitExceeded",
    message: `You have requested more vCPU capacity than your current vCPU limit of ${most} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  };
}

function vcpusOf(type: string): number {
  return instanceTypes.get(type)?.VCpuInfo?.DefaultVCpus ?? 2;
}
