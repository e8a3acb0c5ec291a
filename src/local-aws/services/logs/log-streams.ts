import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  OrderBy,
  ResourceAlreadyExistsException,
} from "@aws-sdk/client-cloudwatch-logs";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { invalid, requireLogGroup, requireStream } from "./find.ts";
import { page } from "./pages.ts";
import type { LogGroup, LogStream } from "./state.ts";

export const createLogStream = operation(
  CreateLogStreamCommand,
  ({ logGroupName, logStreamName = "" }, ctx) => {
    const group = requireLogGroup(ctx, logGroupName);
    if (group.streams.has(logStreamName))
      throw exception(ResourceAlreadyExistsException, "The specified log stream already exists");
    group.streams.set(logStreamName, newStream(group, logStreamName, ctx.now().getTime()));
    return {};
  },
);

export const describeLogStreams = operation(DescribeLogStreamsCommand, (input, ctx) => {
  const { logStreamNamePrefix, orderBy = OrderBy.LogStreamName, descending } = input;
  const group = requireLogGroup(ctx, input.logGroupName ?? input.logGroupIdentifier);
  const byTime = orderBy === OrderBy.LastEventTime;
  if (byTime && logStreamNamePrefix !== undefined)
    throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const matching = [...group.streams.values()].filter(({ name }) =>
    name.startsWith(logStreamNamePrefix ?? ""),
  );
  const { items, nextToken } = page(matching, byTime ? timeKey : ({ name }) => name, {
    ...input,
    descending,
  });
  return { logStreams: items.map(describeStream), nextToken };
});

export const deleteLogStream = operation(DeleteLogStreamCommand, ({ logGroupName, logStreamName }, ctx) => {
  const group = requireLogGroup(ctx, logGroupName);
  group.streams.delete(requireStream(group, logStreamName).name);
  return {};
});

export function ensureStream(group: LogGroup, name: string, created: number): LogStream {
  const stream = group.streams.get(name) ?? newStream(group, name, created);
  group.streams.set(name, stream);
  return stream;
}

function newStream(group: LogGroup, name: string, created: number): LogStream {
  return { name, arn: `${group.arn}:log-stream:${name}`, created, events: [], storedBytes: 0 };
}

/** Orders by last event, and by name where those are the same: digits enough for every time in milliseconds. */
function timeKey({ events, name }: LogStream): string {
  return `${String(events.at(-1)?.timestamp ?? 0).padStart(16, "0")}/${name}`;
}

function describeStream({ name, arn, created, events, lastIngestion, storedBytes }: LogStream) {
  return {
    logStreamName: name,
    creationTime: created,
    firstEventTimestamp: events[0]?.timestamp,
    lastEventTimestamp: events.at(-1)?.timestamp,
    lastIngestionTime: lastIngestion,
    uploadSequenceToken: events.length > 0 ? sequenceToken(events.length) : undefined,
    arn,
    storedBytes,
  };
}

/** Sequence tokens are still handed out, but no longer asked for. */
export function sequenceToken(events: number): string {
  return `4964${String(events).padStart(52, "0")}`;
}
