import type { Instance } from "@aws-sdk/client-auto-scaling";
import type { LaunchTemplateInstanceMetadataOptions, Tag } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { deleteNetworkInterfaceRecord, makeNetworkInterface } from "../ec2/network-interface-records.ts";
import { ec2Slot, type InstanceRecord } from "../ec2/state.ts";
import { deviceMappings, makeVolumes } from "../ec2/volumes.ts";
import type { Blueprint, GroupRecord } from "./state.ts";

/**
 * Runs an instance of a group in a zone, with a network interface of its own: it holds its subnet until it ends.
 * @throws ServiceError of EC2's, such as `InsufficientFreeAddressesInSubnet`
 */
export function runInstance(
  group: GroupRecord,
  { zone, instanceType }: { readonly zone: string; readonly instanceType: string },
  ctx: Context,
): Instance {
  const { blueprint } = group;
  const specification = group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const subnet = blueprint.subnets.find((one) => one.zone === zone);
  const InstanceId = ctx.ids.resource("i");
  const tags = instanceTags(group);
  const network = makeNetworkInterface(ctx, {
    subnetId: subnet?.id ?? "",
    description: "",
    interfaceType: "interface",
    groups: blueprint.securityGroupIds,
    instanceId: InstanceId,
    tags: [...tags],
  });
  const volumes = makeVolumes(ctx, {
    instanceId: InstanceId,
    zone,
    mappings: blueprint.template?.BlockDeviceMappings,
    tags: templateTags(blueprint, "volume"),
  });
  const record: InstanceRecord = {
    InstanceId,
    reservationId: ctx.ids.resource("r"),
    State: { Code: 16, Name: "running" },
    ImageId: blueprint.imageId,
    InstanceType: instanceType as InstanceRecord["InstanceType"],
    InstanceLifecycle: blueprint.spot ? "spot" : undefined,
    LaunchTime: ctx.now(),
    Placement: { AvailabilityZone: zone, Tenancy: "default", GroupName: "" },
    Monitoring: { State: "disabled" },
    SubnetId: network.SubnetId,
    VpcId: network.VpcId,
    PrivateIpAddress: network.PrivateIpAddress,
    PrivateDnsName: network.PrivateDnsName ?? "",
    PublicDnsName: "",
    SecurityGroups: network.Groups,
    NetworkInterfaces: [
      {
        NetworkInterfaceId: network.NetworkInterfaceId,
        SubnetId: network.SubnetId,
        VpcId: network.VpcId,
        PrivateIpAddress: network.PrivateIpAddress,
        Groups: network.Groups,
        MacAddress: network.MacAddress,
        OwnerId: ctx.account,
        Status: "in-use",
      },
    ],
    Architecture: blueprint.architecture,
    RootDeviceName: "/dev/xvda",
    RootDeviceType: "ebs",
    BlockDeviceMappings: deviceMappings(volumes),
    volumes,
    MetadataOptions: { ...metadataDefaults, ...given(blueprint.template?.MetadataOptions) },
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    EbsOptimized: false,
    SourceDestCheck: true,
    Tags: [...tags],
  };
  ctx.state(ec2Slot).instances.set(InstanceId, record);
  return {
    InstanceId,
    InstanceType: instanceType,
    AvailabilityZone: zone,
    LifecycleState: "InService",
    HealthStatus: "Healthy",
    LaunchTemplate: specification,
    ProtectedFromScaleIn: false,
  };
}

/** Ends an instance: it and its network interface are gone at once. */
export function endInstance(id: string | undefined, ctx: Context): void {
  const { instances } = ctx.state(ec2Slot);
  for (const { NetworkInterfaceId = "" } of instances.get(id ?? "")?.NetworkInterfaces ?? [])
    deleteNetworkInterfaceRecord(ctx, NetworkInterfaceId);
  instances.delete(id ?? "");
}

/** What images that ask for IMDSv2 set, where a launch template does not say otherwise. */
const metadataDefaults: LaunchTemplateInstanceMetadataOptions = {
  State: "applied",
  HttpEndpoint: "enabled",
  HttpTokens: "required",
  HttpPutResponseHopLimit: 2,
  HttpProtocolIpv6: "disabled",
  InstanceMetadataTags: "disabled",
};

function given(options: LaunchTemplateInstanceMetadataOptions = {}): LaunchTemplateInstanceMetadataOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function templateTags({ template }: Blueprint, kind: "instance" | "volume"): readonly Tag[] {
  return template?.TagSpecifications?.find(({ ResourceType }) => ResourceType === kind)?.Tags ?? [];
}

/** What its launch template says, and over that what its group hands down. */
function instanceTags({ AutoScalingGroupName, tags, blueprint }: GroupRecord): Tag[] {
  const propagated = [...tags.values()].filter(({ PropagateAtLaunch }) => PropagateAtLaunch);
  const all = new Map(templateTags(blueprint, "instance").map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of propagated) all.set(Key, Value);
  all.set("aws:autoscaling:groupName", AutoScalingGroupName);
  return [...all].map(([Key, Value]) => ({ Key, Value }));
}
