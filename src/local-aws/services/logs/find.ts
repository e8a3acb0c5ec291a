import {
  InvalidParameterException,
  LimitExceededException,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type LogGroup, type LogStream, logsSlot } from "./state.ts";

/** The group of this name or ARN, with or without its `:*`, in the context's region; undefined when there is none. */
export function findLogGroup(ctx: Context, identifier: string): LogGroup | undefined {
  return ctx.state(logsSlot).groups.get(groupName(identifier));
}

/** @throws ResourceNotFoundException, InvalidParameterException when none is named */
export function requireLogGroup(ctx: Context, identifier: string | undefined): LogGroup {
  if (identifier === undefined) throw invalid("Either logGroupName or logGroupIdentifier is required.");
  const group = findLogGroup(ctx, identifier);
  if (!group) throw notFound("The specified log group does not exist.");
  return group;
}

/** @throws ResourceNotFoundException */
export function requireStream({ streams }: LogGroup, name = ""): LogStream {
  const stream = streams.get(name);
  if (!stream) throw notFound("The specified log stream does not exist.");
  return stream;
}

export function notFound(message: string): ResourceNotFoundException {
  return exception(ResourceNotFoundException, message);
}

export function invalid(message: string): InvalidParameterException {
  return exception(InvalidParameterException, message);
}

export function limitExceeded(): LimitExceededException {
  return exception(LimitExceededException, "Resource limit exceeded.");
}

/** The name of a group out of its name or ARN. */
export function groupName(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}
