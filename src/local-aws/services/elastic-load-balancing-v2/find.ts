import {
  LoadBalancerNotFoundException,
  SubnetNotFoundException,
  TargetGroupNotFoundException,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { ec2Slot, type SubnetRecord } from "../ec2/state.ts";
import { type LoadBalancerRecord, loadBalancingSlot, type TargetGroupRecord } from "./state.ts";

/** @throws LoadBalancerNotFoundException */
export function findLoadBalancer(arn: string | undefined, ctx: Context): LoadBalancerRecord {
  const found = ctx.state(loadBalancingSlot).loadBalancers.get(arn ?? "");
  if (!found) throw exception(LoadBalancerNotFoundException, `Load balancer '${arn}' not found`);
  return found;
}

/** @throws TargetGroupNotFoundException */
export function findTargetGroup(arn: string | undefined, ctx: Context): TargetGroupRecord {
  const found = ctx.state(loadBalancingSlot).targetGroups.get(arn ?? "");
  if (!found) throw exception(TargetGroupNotFoundException, `Target groups '${arn}' not found`);
  return found;
}

/** @throws SubnetNotFoundException */
export function findSubnets(ids: readonly string[], ctx: Context): SubnetRecord[] {
  const { subnets } = ctx.state(ec2Slot);
  return ids.map((id) => {
    const subnet = subnets.get(id);
    if (!subnet) throw exception(SubnetNotFoundException, `The subnet ID '${id}' is not valid`);
    return subnet;
  });
}

/** Elastic Load Balancing's answer to what is no value there; its model has no class for it. */
export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationError", message);
}

/** Everything, or what was asked for by ARN or by name. */
export function asked<T>(
  all: ReadonlyMap<string, T>,
  arns: readonly string[] | undefined,
  find: (arn: string) => T,
): T[] {
  return arns?.length ? arns.map(find) : [...all.values()];
}
