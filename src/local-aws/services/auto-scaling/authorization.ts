import type { Tag } from "@aws-sdk/client-auto-scaling";
import { arn, type Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

interface GroupInput {
  readonly AutoScalingGroupName?: string;
  readonly MinSize?: number;
  readonly MaxSize?: number;
}

/** Of a group that is not there, the ARN has a `*` for what only AWS knows. */
function onGroup(group: GroupRecord | undefined, name: string | undefined, ctx: Context): AccessQuestion {
  if (!group) return { resource: arn(ctx, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}`) };
  const tags = [...group.tags.values()].map(({ Key = "", Value = "" }) => [Key, Value] as const);
  return { resource: group.AutoScalingGroupARN, resourceTags: Object.fromEntries(tags) };
}

const named: AccessRule = ({ AutoScalingGroupName: name, MinSize, MaxSize }: GroupInput, ctx) => {
  const keys: Record<string, string> = {};
  if (MinSize !== undefined) keys["autoscaling:minsize"] = String(MinSize);
  if (MaxSize !== undefined) keys["autoscaling:maxsize"] = String(MaxSize);
  return [{ ...onGroup(ctx.state(autoScalingSlot).groups.get(name ?? ""), name, ctx), keys }];
};

const ofInstance: AccessRule = ({ InstanceId }: { InstanceId?: string }, ctx) => {
  const group = [...ctx.state(autoScalingSlot).groups.values()].find(({ Instances }) =>
    Instances.some((one) => one.InstanceId === InstanceId),
  );
  return [onGroup(group, "*", ctx)];
};

const tagging: AccessRule = ({ Tags = [] }: { Tags?: readonly Tag[] }, ctx) => {
  const names = [...new Set(Tags.map(({ ResourceId }) => ResourceId))];
  return names.map((name) => {
    const own = Tags.filter(({ ResourceId }) => ResourceId === name);
    return {
      ...onGroup(ctx.state(autoScalingSlot).groups.get(name ?? ""), name, ctx),
      requestTags: Object.fromEntries(own.map(({ Key = "", Value = "" }) => [Key, Value])),
    };
  });
};

/** Looking knows no resources. Source: Service Authorization Reference, "Amazon EC2 Auto Scaling", November 2026. */
export const autoScalingAuthorization: Authorization = {
  prefix: "autoscaling",
  rules: {
    SetDesiredCapacity: named,
    UpdateAutoScalingGroup: named,
    TerminateInstanceInAutoScalingGroup: ofInstance,
    CreateOrUpdateTags: tagging,
    DeleteTags: tagging,
  },
};
