import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
  DuplicateTargetGroupNameException,
  ResourceInUseException,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { asked, findLoadBalancer, findTargetGroup } from "./find.ts";
import { loadBalancingSlot, type TargetGroupRecord } from "./state.ts";
import { tagMap } from "./tags.ts";

export const createTargetGroup = operation(CreateTargetGroupCommand, (input, ctx) => {
  const { targetGroups } = ctx.state(loadBalancingSlot);
  const name = input.Name ?? "";
  for (const { shown } of targetGroups.values())
    if (shown.TargetGroupName === name)
      throw exception(
        DuplicateTargetGroupNameException,
        `A target group with the same name '${name}' exists, but with different settings`,
      );
  const TargetGroupArn = arn(ctx, "elasticloadbalancing", `targetgroup/${name}/${ctx.ids.hex(16)}`);
  const shown = {
    TargetGroupArn,
    TargetGroupName: name,
    Protocol: input.Protocol,
    Port: input.Port,
    VpcId: input.VpcId,
    TargetType: input.TargetType ?? ("instance" as const),
    LoadBalancerArns: [],
  };
  targetGroups.set(TargetGroupArn, { shown, tags: tagMap(input.Tags) });
  return { TargetGroups: [shown] };
});

export const describeTargetGroups = operation(DescribeTargetGroupsCommand, (input, ctx) => {
  const { targetGroups } = ctx.state(loadBalancingSlot);
  const TargetGroups = asked(targetGroups, input.TargetGroupArns, (one) => findTargetGroup(one, ctx))
    .map((record) => ({ ...record.shown, LoadBalancerArns: usersOf(record, ctx) }))
    .filter(
      ({ TargetGroupName, LoadBalancerArns }) =>
        (input.Names ?? [TargetGroupName]).includes(TargetGroupName) &&
        (input.LoadBalancerArn === undefined || LoadBalancerArns.includes(input.LoadBalancerArn)),
    );
  return { TargetGroups };
});

export const deleteTargetGroup = operation(DeleteTargetGroupCommand, ({ TargetGroupArn = "" }, ctx) => {
  const { targetGroups } = ctx.state(loadBalancingSlot);
  const record = targetGroups.get(TargetGroupArn);
  if (record && usersOf(record, ctx).length > 0)
    throw exception(
      ResourceInUseException,
      `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    );
  targetGroups.delete(TargetGroupArn);
  return {};
});

export const createListener = operation(CreateListenerCommand, (input, ctx) => {
  const { LoadBalancerArn } = findLoadBalancer(input.LoadBalancerArn, ctx).shown;
  for (const { TargetGroupArn } of input.DefaultActions ?? [])
    if (TargetGroupArn) findTargetGroup(TargetGroupArn, ctx);
  const ListenerArn = `${LoadBalancerArn.replace(":loadbalancer/", ":listener/")}/${ctx.ids.hex(16)}`;
  const shown = {
    ListenerArn,
    LoadBalancerArn,
    Port: input.Port,
    Protocol: input.Protocol,
    DefaultActions: input.DefaultActions ?? [],
  };
  ctx.state(loadBalancingSlot).listeners.set(ListenerArn, { shown, tags: tagMap(input.Tags) });
  return { Listeners: [shown] };
});

export const describeListeners = operation(DescribeListenersCommand, ({ LoadBalancerArn }, ctx) => ({
  Listeners: [...ctx.state(loadBalancingSlot).listeners.values()]
    .map(({ shown }) => shown)
    .filter((one) => LoadBalancerArn === undefined || one.LoadBalancerArn === LoadBalancerArn),
}));

/** ARNs of the load balancers whose listeners forward to a target group. */
function usersOf({ shown: { TargetGroupArn } }: TargetGroupRecord, ctx: Context): string[] {
  const users = [...ctx.state(loadBalancingSlot).listeners.values()].filter(({ shown }) =>
    shown.DefaultActions?.some((action) => action.TargetGroupArn === TargetGroupArn),
  );
  return [...new Set(users.map(({ shown }) => shown.LoadBalancerArn))];
}
