import type { Activity, AutoScalingGroup, Instance, TagDescription } from "@aws-sdk/client-auto-scaling";
import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { slot } from "../../store.ts";

/** What a group's instances are like; its launch template says it on AWS. */
export interface Blueprint {
  readonly imageId: string;
  readonly instanceType: string;
  readonly architecture: "x86_64" | "arm64";
  readonly spot: boolean;
  readonly securityGroupIds: readonly string[];
  /** With their zones. */
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  /** What its launch template says, as far as instances show it. */
  readonly template?: Pick<
    ResponseLaunchTemplateData,
    "BlockDeviceMappings" | "MetadataOptions" | "TagSpecifications"
  >;
}

/** A group as AWS shows it, with what its own operations rely on. */
export type GroupRecord = Omit<AutoScalingGroup, "Tags"> & {
  readonly AutoScalingGroupName: string;
  readonly AutoScalingGroupARN: string;
  MinSize: number;
  MaxSize: number;
  DesiredCapacity: number;
  /** In the order in which they were launched. */
  Instances: Instance[];
  /** By key. */
  readonly tags: Map<string, TagDescription>;
  /** The newest first. */
  readonly activities: Activity[];
  blueprint: Blueprint;
};

export interface AutoScalingState {
  readonly groups: Map<string, GroupRecord>;
}

export const autoScalingSlot = slot<AutoScalingState>({
  name: "autoscaling",
  scope: "region",
  create: () => ({ groups: new Map() }),
  inventory: ({ groups }) =>
    [...groups.keys()].map((id) => ({ type: "AWS::AutoScaling::AutoScalingGroup", id })),
});
