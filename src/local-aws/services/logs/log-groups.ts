import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListLogGroupsCommand,
  LogGroupClass,
  PutLogGroupDeletionProtectionCommand,
  ResourceAlreadyExistsException,
  ValidationException,
} from "@aws-sdk/client-cloudwatch-logs";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { usableKey } from "./encryption-key.ts";
import { findLogGroup, invalid, limitExceeded, requireLogGroup } from "./find.ts";
import { page } from "./pages.ts";
import { type LogGroup, logsSlot } from "./state.ts";
import { refuseTooMany } from "./tags.ts";

export const createLogGroup = operation(CreateLogGroupCommand, (input, ctx) => {
  const { logGroupName: name = "", kmsKeyId, tags, logGroupClass, deletionProtectionEnabled = false } = input;
  if (findLogGroup(ctx, name))
    throw exception(ResourceAlreadyExistsException, "The specified log group already exists");
  if (/^aws\//i.test(name)) throw invalid("Log groups starting with AWS/ are reserved for AWS.");
  if (ctx.state(logsSlot).groups.size >= ctx.quota("logs:log-groups")) throw limitExceeded();
  refuseTooMany(new Map(Object.entries(tags ?? {})), name);
  addLogGroup(ctx, name, { kmsKeyId, tags, class: logGroupClass, deletionProtectionEnabled });
  return {};
});

export const describeLogGroups = operation(DescribeLogGroupsCommand, (input, ctx) => {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass } = input;
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  const candidates = logGroupIdentifiers
    ? logGroupIdentifiers.flatMap((identifier) => findLogGroup(ctx, identifier) ?? [])
    : [...ctx.state(logsSlot).groups.values()];
  const matching = candidates.filter(
    (group) =>
      group.name.startsWith(logGroupNamePrefix ?? "") &&
      group.name.includes(logGroupNamePattern ?? "") &&
      (logGroupClass === undefined || group.class === logGroupClass),
  );
  const { items, nextToken } = page(matching, ({ name }) => name, input);
  return { logGroups: items.map(describeGroup), nextToken };
});

export const listLogGroups = operation(ListLogGroupsCommand, (input, ctx) => {
  const { logGroupNamePattern: pattern, logGroupClass } = input;
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  const matching = [...ctx.state(logsSlot).groups.values()].filter(
    (group) =>
      (expression?.test(group.name) ?? true) &&
      (logGroupClass === undefined || group.class === logGroupClass),
  );
  const { items, nextToken } = page(matching, ({ name }) => name, input);
  const logGroups = items.map((group) => ({
    logGroupName: group.name,
    logGroupArn: group.arn,
    logGroupClass: group.class,
  }));
  return { logGroups, nextToken };
});

export const deleteLogGroup = operation(DeleteLogGroupCommand, ({ logGroupName }, ctx) => {
  const group = requireLogGroup(ctx, logGroupName);
  if (group.deletionProtection)
    throw exception(
      ValidationException,
      `The log group ${group.name} is protected from deletion: turn its deletion protection off first.`,
    );
  const { groups, resourcePolicies } = ctx.state(logsSlot);
  groups.delete(group.name);
  resourcePolicies.delete(group.arn);
  return {};
});

export const putLogGroupDeletionProtection = operation(
  PutLogGroupDeletionProtectionCommand,
  ({ logGroupIdentifier, deletionProtectionEnabled = false }, ctx) => {
    requireLogGroup(ctx, logGroupIdentifier).deletionProtection = deletionProtectionEnabled;
    return {};
  },
);

/** Makes a group as a service does that writes to it: nothing happens where it is already there. */
export function ensureLogGroup(name: string, ctx: Context): LogGroup {
  return findLogGroup(ctx, name) ?? addLogGroup(ctx, name);
}

interface GroupSettings {
  readonly kmsKeyId?: string;
  readonly tags?: Record<string, string>;
  readonly class?: LogGroupClass;
  readonly deletionProtectionEnabled?: boolean;
}

function addLogGroup(ctx: Context, name: string, settings: GroupSettings = {}): LogGroup {
  const groupArn = arn(ctx, "logs", `log-group:${name}`);
  const { kmsKeyId } = settings;
  const group: LogGroup = {
    name,
    arn: groupArn,
    created: ctx.now().getTime(),
    class: settings.class ?? LogGroupClass.STANDARD,
    kmsKeyId: kmsKeyId === undefined ? undefined : usableKey(ctx, kmsKeyId, groupArn),
    deletionProtection: settings.deletionProtectionEnabled ?? false,
    tags: new Map(Object.entries(settings.tags ?? {})),
    streams: new Map(),
    metricFilters: new Map(),
  };
  ctx.state(logsSlot).groups.set(name, group);
  return group;
}

function describeGroup(group: LogGroup) {
  return {
    logGroupName: group.name,
    creationTime: group.created,
    retentionInDays: group.retentionDays,
    metricFilterCount: group.metricFilters.size,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    storedBytes: storedBytes(group),
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.class,
    deletionProtectionEnabled: group.deletionProtection,
  };
}

function storedBytes({ streams }: LogGroup): number {
  let bytes = 0;
  for (const stream of streams.values()) bytes += stream.storedBytes;
  return bytes;
}
