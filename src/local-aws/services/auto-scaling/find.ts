import { InvalidNextToken } from "@aws-sdk/client-auto-scaling";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { autoScalingSlot, type GroupRecord } from "./state.ts";

/** @throws ServiceError `ValidationError` */
export function findGroup(name: string | undefined, ctx: Context): GroupRecord {
  const found = ctx.state(autoScalingSlot).groups.get(name ?? "");
  if (!found) throw validationError(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
  return found;
}

/** Auto Scaling's answer to nearly everything that a caller got wrong; its model has no class for it. */
export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationError", message);
}

interface PageRequest {
  readonly MaxRecords?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** The part of a list that a request asks for: 50 at a time unless it says otherwise, 100 at most. @throws InvalidNextToken */
export function page<T>(
  all: readonly T[],
  { MaxRecords = 50, NextToken }: PageRequest,
): { items: T[]; NextToken: string | undefined } {
  const start = NextToken ? startOf(NextToken) : 0;
  const end = start + Math.min(MaxRecords, 100);
  return {
    items: all.slice(start, end),
    NextToken: end < all.length ? Buffer.from(`from:${end}`).toString("base64url") : undefined,
  };
}

function startOf(token: string): number {
  const start = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (start === undefined) throw exception(InvalidNextToken, `The token '${token}' is invalid.`);
  return Number(start);
}
