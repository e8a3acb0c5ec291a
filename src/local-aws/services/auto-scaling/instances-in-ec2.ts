import type { Instance } from "@aws-sdk/client-auto-scaling";
import type { LaunchTemplateInstanceMetadataOptions, Tag } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { deleteNetworkInterfaceRecord, makeNetworkInterface } from "../ec2/network-interface-records.ts";
import { ec2Slot, type InstanceRecord, type NetworkInterfaceRecord } from "../ec2/state.ts";
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
  const InstanceId = ctx.ids.resource("i");
  const { network, volumes } = equip(group, InstanceId, zone, ctx);
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
    ...reachedBy(network),
    ...nitro,
    Architecture: blueprint.architecture,
    BlockDeviceMappings: deviceMappings(volumes),
    volumes,
    MetadataOptions: { ...metadataDefaults, ...given(blueprint.template?.MetadataOptions) },
    Tags: instanceTags(group),
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

/** The network interface and the volumes of an instance that is about to run. */
function equip(group: GroupRecord, instanceId: string, zone: string, ctx: Context) {
  const { blueprint } = group;
  const subnet = blueprint.subnets.find((one) => one.zone === zone);
  const network = makeNetworkInterface(ctx, {
    subnetId: subnet?.id ?? "",
    description: "",
    interfaceType: "interface",
    groups: blueprint.securityGroupIds,
    instanceId,
    tags: instanceTags(group),
  });
  const volumes = makeVolumes(ctx, {
    instanceId,
    zone,
    mappings: blueprint.template?.BlockDeviceMappings,
    tags: templateTags(blueprint, "volume"),
  });
  return { network, volumes };
}

/** What instances of today have in common. */
const nitro = {
  RootDeviceName: "/dev/xvda",
  RootDeviceType: "ebs",
  VirtualizationType: "hvm",
  Hypervisor: "xen",
  EbsOptimized: false,
  SourceDestCheck: true,
} as const;

/** How an instance shows the one network interface that it has. */
function reachedBy(network: NetworkInterfaceRecord) {
  const {
    NetworkInterfaceId,
    SubnetId,
    VpcId,
    PrivateIpAddress,
    PrivateDnsName = "",
    Groups,
    MacAddress,
    OwnerId,
  } = network;
  const shown = { NetworkInterfaceId, SubnetId, VpcId, PrivateIpAddress, Groups, MacAddress, OwnerId };
  return {
    SubnetId,
    VpcId,
    PrivateIpAddress,
    PrivateDnsName,
    PublicDnsName: "",
    SecurityGroups: Groups,
    NetworkInterfaces: [{ ...shown, Status: "in-use" as const }],
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
