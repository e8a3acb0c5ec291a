import { roleCaller, serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { requireAccess } from "../../iam/authorize.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { trustOf } from "../sts/trust.ts";
import { accessDenied } from "./access-question.ts";
import type { Bucket } from "./state.ts";

/** S3 in a session of the role that a bucket's replication names. @throws ServiceError AccessDenied when it may not take the role on */
export function asReplicationRole({ replication, owner, region }: Bucket, ctx: Context): Context {
  const roleArn = replication?.Role ?? "";
  const role = findRole(ctx, roleArn);
  const s3 = ctx.in({ region, account: owner, caller: serviceCaller("s3.amazonaws.com") });
  requireAccess(
    s3,
    { action: "sts:AssumeRole", resource: roleArn, resourceAccount: owner, resourcePolicy: trustOf(role) },
    accessDenied,
  );
  // Trusted, so it is there.
  const caller = { ...roleCaller(role as Role, "s3-replication"), signedRegion: region };
  return s3.in({ caller });
}
