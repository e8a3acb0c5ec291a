import {
  type AutoScalingInstanceDetails,
  DescribeAutoScalingInstancesCommand,
} from "@aws-sdk/client-auto-scaling";
import { operation } from "../../operation.ts";
import { page } from "./find.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

export const describeAutoScalingInstances = operation(DescribeAutoScalingInstancesCommand, (input, ctx) => {
  const all = [...ctx.state(autoScalingSlot).groups.values()].flatMap(detailsOf);
  const asked = input.InstanceIds?.length
    ? all.filter(({ InstanceId = "" }) => input.InstanceIds?.includes(InstanceId))
    : all;
  const { items, NextToken } = page(asked, input);
  return { AutoScalingInstances: items, NextToken };
});

function detailsOf({ AutoScalingGroupName, Instances }: GroupRecord): AutoScalingInstanceDetails[] {
  // Health is in capitals here, and only here.
  return Instances.map((instance) => ({ ...instance, AutoScalingGroupName, HealthStatus: "HEALTHY" }));
}
