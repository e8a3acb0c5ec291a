import {
  DescribeVolumesCommand,
  type InstanceBlockDeviceMapping,
  type LaunchTemplateBlockDeviceMapping,
  type Tag,
  type Volume,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type FilterFields, matching, page } from "./listing.ts";
import { ec2Slot, type VolumeRecord } from "./state.ts";

/** Volumes come and go with the instances that they are attached to: here they are kept with them. */
export const describeVolumes = operation(DescribeVolumesCommand, (input, ctx) => {
  const all = [...ctx.state(ec2Slot).instances.values()].flatMap(({ volumes = [] }) => volumes);
  const asked = input.VolumeIds?.length ? input.VolumeIds.map((id) => findVolume(id, all)) : all;
  const found = page(matching(asked, input.Filters, fields), input, ({ VolumeId }) => VolumeId);
  return { Volumes: found.page, NextToken: found.NextToken };
});

interface NewVolumes {
  readonly instanceId: string;
  readonly zone: string;
  /** @default the image's only one */
  readonly mappings?: readonly LaunchTemplateBlockDeviceMapping[];
  readonly tags: readonly Tag[];
}

/** The volumes of an instance that starts, attached to it. */
export function makeVolumes(
  ctx: Context,
  { instanceId, zone, mappings = imageDevices, tags }: NewVolumes,
): VolumeRecord[] {
  return mappings.map(({ DeviceName, Ebs = {} }): VolumeRecord => {
    const VolumeId = ctx.ids.resource("vol");
    return {
      VolumeId,
      AvailabilityZone: zone,
      CreateTime: ctx.now(),
      State: "in-use",
      Size: Ebs.VolumeSize ?? 20,
      VolumeType: Ebs.VolumeType ?? "gp3",
      Iops: Ebs.Iops ?? 3000,
      Throughput: Ebs.Throughput ?? 125,
      Encrypted: Ebs.Encrypted ?? false,
      KmsKeyId: Ebs.KmsKeyId,
      SnapshotId: ctx.ids.resource("snap"),
      MultiAttachEnabled: false,
      Attachments: [
        {
          InstanceId: instanceId,
          VolumeId,
          Device: DeviceName,
          State: "attached",
          AttachTime: ctx.now(),
          DeleteOnTermination: Ebs.DeleteOnTermination ?? true,
        },
      ],
      Tags: [...tags],
    };
  });
}

/** The one device of the images that EKS starts nodes from, with EKS's size. */
const imageDevices: readonly LaunchTemplateBlockDeviceMapping[] = [{ DeviceName: "/dev/xvda" }];

/** An instance's volumes as the instance itself shows them. */
export function deviceMappings(volumes: readonly Volume[]): InstanceBlockDeviceMapping[] {
  return volumes.flatMap(({ Attachments = [] }) =>
    Attachments.map(({ Device, VolumeId, AttachTime, DeleteOnTermination }) => ({
      DeviceName: Device,
      Ebs: { VolumeId, AttachTime, DeleteOnTermination, Status: "attached" as const },
    })),
  );
}

function findVolume(id: string, all: readonly VolumeRecord[]): VolumeRecord {
  const found = all.find(({ VolumeId }) => VolumeId === id);
  if (!found) throw new ServiceError("InvalidVolume.NotFound", `The volume '${id}' does not exist.`);
  return found;
}

const fields: FilterFields<VolumeRecord> = {
  "attachment.delete-on-termination": ({ Attachments = [] }) =>
    Attachments.map(({ DeleteOnTermination }) => DeleteOnTermination),
  "attachment.device": ({ Attachments = [] }) => Attachments.map(({ Device }) => Device),
  "attachment.instance-id": ({ Attachments = [] }) => Attachments.map(({ InstanceId }) => InstanceId),
  "attachment.status": ({ Attachments = [] }) => Attachments.map(({ State }) => State),
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  encrypted: ({ Encrypted }) => Encrypted,
  "multi-attach-enabled": ({ MultiAttachEnabled }) => MultiAttachEnabled,
  size: ({ Size }) => Size,
  "snapshot-id": ({ SnapshotId }) => SnapshotId,
  status: ({ State }) => State,
  "volume-id": ({ VolumeId }) => VolumeId,
  "volume-type": ({ VolumeType }) => VolumeType,
};
