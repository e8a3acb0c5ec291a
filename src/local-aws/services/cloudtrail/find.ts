import { InvalidHomeRegionException, TrailNotFoundException } from "@aws-sdk/client-cloudtrail";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { cloudTrailSlot, type Trail } from "./state.ts";
import { checkTrailNameOrArn } from "./trail-name.ts";

/** `arn:aws:cloudtrail:<home region>:<account>:trail/<name>`. */
export function trailArn(ctx: Context, name: string): string {
  return arn(ctx, "cloudtrail", `trail/${name}`);
}

/**
 * The trail of this ARN, or of this name as the context's region sees it: one that lives there, else the shadow of one
 * that covers all regions. Undefined when there is none.
 */
export function findTrail(ctx: Context, nameOrArn: string): Trail | undefined {
  const { trails } = ctx.state(cloudTrailSlot);
  if (nameOrArn.startsWith("arn:")) return trails.get(nameOrArn);
  const here = trails.get(trailArn(ctx, nameOrArn));
  return here ?? [...trails.values()].find(({ name, isMultiRegion }) => name === nameOrArn && isMultiRegion);
}

/** @throws TrailNotFoundException, InvalidTrailNameException, CloudTrailARNInvalidException */
export function requireTrail(ctx: Context, nameOrArn = ""): Trail {
  checkTrailNameOrArn(nameOrArn);
  const trail = findTrail(ctx, nameOrArn);
  if (!trail)
    throw exception(TrailNotFoundException, `Unknown trail: ${nameOrArn} for the user: ${ctx.account}`);
  return trail;
}

/** The trail, to be changed: only its home region may. @throws TrailNotFoundException, InvalidHomeRegionException */
export function requireOwnTrail(ctx: Context, nameOrArn: string | undefined): Trail {
  const trail = requireTrail(ctx, nameOrArn);
  if (trail.homeRegion !== ctx.region)
    throw exception(
      InvalidHomeRegionException,
      `Trail ${trail.arn} cannot be modified in region ${ctx.region}: its home region is ${trail.homeRegion}`,
    );
  return trail;
}
