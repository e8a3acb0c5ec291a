import {
  type AutoScalingInstanceDetails,
  DescribeAutoScalingInstancesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { operation } from "../../operation.ts";
import { replaceInstance } from "./capacity.ts";
import { page, validationError } from "./find.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

export const describeAutoScalingInstances = operation(DescribeAutoScalingInstancesCommand, (input, ctx) => {
  const all = [...ctx.state(autoScalingSlot).groups.values()].flatMap(detailsOf);
  const asked = input.InstanceIds?.length
    ? all.filter(({ InstanceId = "" }) => input.InstanceIds?.includes(InstanceId))
    : all;
  const { items, NextToken } = page(asked, input);
  return { AutoScalingInstances: items, NextToken };
});

/** Ends one instance; another takes its place unless the group is to become smaller. */
export const terminateInstanceInAutoScalingGroup = operation(
  TerminateInstanceInAutoScalingGroupCommand,
  ({ InstanceId = "", ShouldDecrementDesiredCapacity: smaller = false }, ctx) => {
    const group = [...ctx.state(autoScalingSlot).groups.values()].find(({ Instances }) =>
      Instances.some((one) => one.InstanceId === InstanceId),
    );
    if (!group)
      throw validationError(
        `Instance Id not found - No managed instance found for instance ID: ${InstanceId}`,
      );
    if (smaller && group.DesiredCapacity <= group.MinSize)
      throw validationError(
        `Currently, desiredSize equals minSize (${group.MinSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    return { Activity: replaceInstance(group, InstanceId, smaller, ctx) };
  },
);

function detailsOf({ AutoScalingGroupName, Instances }: GroupRecord): AutoScalingInstanceDetails[] {
  // Health is in capitals here, and only here.
  return Instances.map((instance) => ({ ...instance, AutoScalingGroupName, HealthStatus: "HEALTHY" }));
}
