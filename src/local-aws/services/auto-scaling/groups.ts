import {
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  type Filter,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { operation } from "../../operation.ts";
import { reachDesiredCapacity } from "./capacity.ts";
import { findGroup, page, validationError } from "./find.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

export const describeAutoScalingGroups = operation(DescribeAutoScalingGroupsCommand, (input, ctx) => {
  const { groups } = ctx.state(autoScalingSlot);
  const named = input.AutoScalingGroupNames?.length
    ? input.AutoScalingGroupNames.flatMap((name) => groups.get(name) ?? [])
    : [...groups.values()];
  const { items, NextToken } = page(
    named.filter((group) => (input.Filters ?? []).every((filter) => passes(group, filter))),
    input,
  );
  const withInstances = input.IncludeInstances ?? true;
  return { AutoScalingGroups: items.map((group) => shown(group, withInstances)), NextToken };
});

export const setDesiredCapacity = operation(SetDesiredCapacityCommand, (input, ctx) => {
  const group = findGroup(input.AutoScalingGroupName, ctx);
  const desired = input.DesiredCapacity ?? group.DesiredCapacity;
  const refuse = (bound: string) => {
    throw validationError(`New SetDesiredCapacity value ${desired} is ${bound} for the AutoScalingGroup.`);
  };
  if (desired > group.MaxSize) refuse(`above max value ${group.MaxSize}`);
  if (desired < group.MinSize) refuse(`below min value ${group.MinSize}`);
  reachDesiredCapacity(group, desired, "a user request explicitly set group desired capacity", ctx);
  return {};
});

export const updateAutoScalingGroup = operation(UpdateAutoScalingGroupCommand, (input, ctx) => {
  const group = findGroup(input.AutoScalingGroupName, ctx);
  const { DesiredCapacity, MinSize = group.MinSize, MaxSize = group.MaxSize, ...settings } = input;
  if (MinSize > MaxSize) throw validationError("Min bound, max bound: the minimum is above the maximum");
  const desired = DesiredCapacity ?? Math.min(Math.max(group.DesiredCapacity, MinSize), MaxSize);
  if (desired < MinSize || desired > MaxSize)
    throw validationError(
      `Desired capacity:${desired} must be between the specified min size:${MinSize} and max size:${MaxSize}`,
    );
  const { SkipZonalShiftValidation: _skip, ...kept } = settings;
  for (const [name, value] of Object.entries(kept))
    if (value !== undefined) Object.assign(group, { [name]: value });
  Object.assign(group, { MinSize, MaxSize });
  reachDesiredCapacity(group, desired, "a user request updated the AutoScalingGroup constraints", ctx);
  return {};
});

export const describeScalingActivities = operation(DescribeScalingActivitiesCommand, (input, ctx) => {
  const { groups } = ctx.state(autoScalingSlot);
  const from = input.AutoScalingGroupName
    ? [findGroup(input.AutoScalingGroupName, ctx)]
    : [...groups.values()];
  const all = from
    .flatMap(({ activities }) => activities)
    .filter(({ ActivityId = "" }) => !input.ActivityIds?.length || input.ActivityIds.includes(ActivityId));
  const { items, NextToken } = page(all, { MaxRecords: 100, ...input });
  return { Activities: items, NextToken };
});

function shown(group: GroupRecord, withInstances: boolean): AutoScalingGroup {
  const { tags, activities: _activities, blueprint: _blueprint, ...rest } = group;
  return { ...rest, Tags: [...tags.values()], Instances: withInstances ? group.Instances : [] };
}

/** @throws ServiceError `ValidationError` on a filter that there is not. */
function passes({ tags }: GroupRecord, { Name = "", Values = [] }: Filter): boolean {
  if (Name === "tag-key") return Values.some((key) => tags.has(key));
  if (Name === "tag-value") return [...tags.values()].some(({ Value = "" }) => Values.includes(Value));
  if (Name.startsWith("tag:")) return Values.includes(tags.get(Name.slice(4))?.Value ?? "\0");
  throw validationError(
    `Filter type ${Name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`,
  );
}
