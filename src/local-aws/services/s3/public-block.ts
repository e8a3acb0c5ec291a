import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";

/** What S3 Block Public Access keeps out, whoever may do it otherwise. */
const prevented = { BlockPublicAcls: "public ACLs are", BlockPublicPolicy: "public policies are" } as const;

/** The refusal of a list or a policy that would let everybody in. */
export function blockedByPublicAccessBlock(
  setting: keyof typeof prevented,
  { action, resource }: { action: `s3:${string}`; resource: string },
  { caller }: Context,
): ServiceError {
  return new ServiceError(
    "AccessDenied",
    `User: ${caller.arn || "anonymous"} is not authorized to perform: ${action} on resource: "${resource}" because ${prevented[setting]} prevented by the ${setting} setting in S3 Block Public Access.`,
    403,
  );
}
