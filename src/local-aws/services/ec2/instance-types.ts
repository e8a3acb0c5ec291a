import {
  type _InstanceType,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  type InstanceTypeInfo,
  type InstanceTypeOffering,
} from "@aws-sdk/client-ec2";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { zonesOf } from "./availability-zones.ts";
import { type FamilyFacts, instanceFamilies, type SizeFacts } from "./instance-type-table.ts";
import { type FilterFields, matching, page } from "./listing.ts";
import type { Tagged } from "./state.ts";

type TypeInfo = InstanceTypeInfo & Tagged;

/** What EC2 says of an instance type, by its name; every type of the table. */
export const instanceTypes: ReadonlyMap<string, InstanceTypeInfo> = new Map(
  Object.entries(instanceFamilies).flatMap(([name, family]) =>
    Object.entries(family.sizes).map(([size, facts]) => [
      `${name}.${size}`,
      infoOf(`${name}.${size}`, family, facts),
    ]),
  ),
);

export const describeInstanceTypes = operation(DescribeInstanceTypesCommand, (input) => {
  const unknown = input.InstanceTypes?.filter((type) => !instanceTypes.has(type));
  if (unknown?.length)
    throw new ServiceError(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
    );
  const asked = input.InstanceTypes?.length
    ? input.InstanceTypes.flatMap((type) => instanceTypes.get(type) ?? [])
    : instanceTypes.values();
  const found = page(
    matching<TypeInfo>(asked, input.Filters, fields),
    input,
    ({ InstanceType }) => InstanceType ?? "",
  );
  return { InstanceTypes: found.page, NextToken: found.NextToken };
});

/** Every type of the table is offered in every zone. */
export const describeInstanceTypeOfferings = operation(DescribeInstanceTypeOfferingsCommand, (input, ctx) => {
  const { LocationType = "region" } = input;
  const zones = zonesOf(ctx.region);
  const locations =
    LocationType === "region"
      ? [ctx.region]
      : zones.map(({ name, id }) => (LocationType === "availability-zone-id" ? id : name));
  const all = [...instanceTypes.keys()].flatMap((type) =>
    locations.map((Location): InstanceTypeOffering & Tagged => ({
      InstanceType: type as _InstanceType,
      LocationType,
      Location,
    })),
  );
  const found = page(
    matching(all, input.Filters, offeringFields),
    input,
    ({ InstanceType, Location }) => `${InstanceType} ${Location}`,
  );
  return { InstanceTypeOfferings: found.page, NextToken: found.NextToken };
});

function infoOf(
  name: string,
  family: FamilyFacts,
  { vcpus, memoryMib, interfaces, addresses }: SizeFacts,
): TypeInfo {
  const threads = family.architecture === "arm64" || vcpus === 1 ? 1 : 2;
  return {
    InstanceType: name as _InstanceType,
    CurrentGeneration: family.currentGeneration,
    FreeTierEligible: name === "t3.micro",
    SupportedUsageClasses: ["on-demand", "spot"],
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    BareMetal: false,
    Hypervisor: "nitro",
    ProcessorInfo: {
      SupportedArchitectures: [family.architecture],
      SustainedClockSpeedInGhz: family.clockGhz,
      Manufacturer: family.manufacturer,
    },
    VCpuInfo: { DefaultVCpus: vcpus, DefaultCores: vcpus / threads, DefaultThreadsPerCore: threads },
    MemoryInfo: { SizeInMiB: memoryMib },
    InstanceStorageSupported: false,
    EbsInfo: { EbsOptimizedSupport: "default", EncryptionSupport: "supported", NvmeSupport: "required" },
    NetworkInfo: networkInfo(interfaces, addresses),
    GpuInfo: family.gpu && gpuInfo(family.gpu),
    PlacementGroupInfo: { SupportedStrategies: ["partition", "spread"] },
    BurstablePerformanceSupported: family.burstable,
    DedicatedHostsSupported: !family.burstable,
    AutoRecoverySupported: true,
    SupportedBootModes: family.architecture === "arm64" ? ["uefi"] : ["legacy-bios", "uefi"],
  };
}

function networkInfo(interfaces: number, addresses: number): TypeInfo["NetworkInfo"] {
  return {
    MaximumNetworkInterfaces: interfaces,
    MaximumNetworkCards: 1,
    DefaultNetworkCardIndex: 0,
    Ipv4AddressesPerInterface: addresses,
    Ipv6AddressesPerInterface: addresses,
    Ipv6Supported: true,
    EnaSupport: "required",
    EfaSupported: false,
  };
}

function gpuInfo({ name, manufacturer, memoryMib }: NonNullable<FamilyFacts["gpu"]>): TypeInfo["GpuInfo"] {
  const MemoryInfo = { SizeInMiB: memoryMib };
  return {
    Gpus: [{ Name: name, Manufacturer: manufacturer, Count: 1, MemoryInfo }],
    TotalGpuMemoryInMiB: memoryMib,
  };
}

const fields: FilterFields<TypeInfo> = {
  "auto-recovery-supported": ({ AutoRecoverySupported }) => AutoRecoverySupported,
  "bare-metal": ({ BareMetal }) => BareMetal,
  "burstable-performance-supported": ({ BurstablePerformanceSupported }) => BurstablePerformanceSupported,
  "current-generation": ({ CurrentGeneration }) => CurrentGeneration,
  "free-tier-eligible": ({ FreeTierEligible }) => FreeTierEligible,
  hypervisor: ({ Hypervisor }) => Hypervisor,
  "instance-storage-supported": ({ InstanceStorageSupported }) => InstanceStorageSupported,
  "instance-type": ({ InstanceType }) => InstanceType,
  "memory-info.size-in-mib": ({ MemoryInfo }) => MemoryInfo?.SizeInMiB,
  "network-info.ipv4-addresses-per-interface": ({ NetworkInfo }) => NetworkInfo?.Ipv4AddressesPerInterface,
  "network-info.maximum-network-interfaces": ({ NetworkInfo }) => NetworkInfo?.MaximumNetworkInterfaces,
  "processor-info.supported-architecture": ({ ProcessorInfo }) => ProcessorInfo?.SupportedArchitectures,
  "processor-info.sustained-clock-speed-in-ghz": ({ ProcessorInfo }) =>
    ProcessorInfo?.SustainedClockSpeedInGhz,
  "supported-boot-mode": ({ SupportedBootModes }) => SupportedBootModes,
  "supported-root-device-type": ({ SupportedRootDeviceTypes }) => SupportedRootDeviceTypes,
  "supported-usage-class": ({ SupportedUsageClasses }) => SupportedUsageClasses,
  "supported-virtualization-type": ({ SupportedVirtualizationTypes }) => SupportedVirtualizationTypes,
  "vcpu-info.default-cores": ({ VCpuInfo }) => VCpuInfo?.DefaultCores,
  "vcpu-info.default-threads-per-core": ({ VCpuInfo }) => VCpuInfo?.DefaultThreadsPerCore,
  "vcpu-info.default-vcpus": ({ VCpuInfo }) => VCpuInfo?.DefaultVCpus,
};

const offeringFields: FilterFields<InstanceTypeOffering & Tagged> = {
  "instance-type": ({ InstanceType }) => InstanceType,
  location: ({ Location }) => Location,
};
