import {
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type InputLogEvent,
  PutLogEventsCommand,
  type RejectedLogEventsInfo,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { usableKey } from "./encryption-key.ts";
import { filterPattern } from "./filter-pattern.ts";
import { invalid, requireLogGroup, requireStream } from "./find.ts";
import { ensureStream, sequenceToken } from "./log-streams.ts";
import { page } from "./pages.ts";
import type { LogEvent, LogGroup, LogStream } from "./state.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** Bytes of one batch. Source: PutLogEvents in the CloudWatch Logs API reference, November 2026. */
const largestBatch = 1_048_576;
/** Bytes that AWS counts for each event besides its message. */
const eventOverhead = 26;

export const putLogEvents = operation(PutLogEventsCommand, (input, ctx) => {
  const { logGroupName, logStreamName, logEvents = [] } = input;
  const group = requireLogGroup(ctx, logGroupName);
  const stream = requireStream(group, logStreamName);
  if (group.kmsKeyId !== undefined) usableKey(ctx, group.kmsKeyId, group.arn);
  const times = logEvents.map(({ timestamp = 0 }) => timestamp);
  if (times.some((time, index) => index > 0 && time < (times[index - 1] ?? 0)))
    throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  refuseLarge(logEvents);
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > day)
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  const { rejected, accepts } = judge(times, group, ctx);
  const ingestionTime = ctx.now().getTime();
  for (const { timestamp = 0, message = "" } of logEvents)
    if (accepts(timestamp)) add(stream, { id: eventId(timestamp, ctx), timestamp, ingestionTime, message });
  stream.lastIngestion = ingestionTime;
  return { nextSequenceToken: sequenceToken(stream.events.length), rejectedLogEventsInfo: rejected };
});

/** Writes messages of now to a stream, as a service does that was allowed to: the stream is made when it is not there. */
export function writeLogEvents(
  ctx: Context,
  group: LogGroup,
  streamName: string,
  messages: readonly string[],
): void {
  const timestamp = ctx.now().getTime();
  const stream = ensureStream(group, streamName, timestamp);
  for (const message of messages)
    add(stream, { id: eventId(timestamp, ctx), timestamp, ingestionTime: timestamp, message });
  stream.lastIngestion = timestamp;
}

/** Pages go both ways: each token names a place between two events, and a page that is empty names its own place again. */
export const getLogEvents = operation(GetLogEventsCommand, (input, ctx) => {
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = 10_000, startFromHead = false } = input;
  const group = requireLogGroup(ctx, input.logGroupName ?? input.logGroupIdentifier);
  const { events } = requireStream(group, input.logStreamName);
  const from = Math.max(startTime, oldestKept(group, ctx));
  const first = firstAtOrAfter(events, from);
  const end = firstAtOrAfter(events, endTime);
  const [start, stop] = window(input.nextToken, { first, end, limit, startFromHead });
  return {
    events: events.slice(start, stop).map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: placeToken("f", stop),
    nextBackwardToken: placeToken("b", start),
  };
});

export const filterLogEvents = operation(FilterLogEventsCommand, (input, ctx) => {
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, logStreamNames, logStreamNamePrefix } = input;
  const group = requireLogGroup(ctx, input.logGroupName ?? input.logGroupIdentifier);
  if (logStreamNames && logStreamNamePrefix !== undefined)
    throw invalid("logStreamNamePrefix and logStreamNames cannot be specified together");
  const streams = logStreamNames
    ? logStreamNames.map((name) => requireStream(group, name))
    : [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""));
  const matches = filterPattern(input.filterPattern ?? "");
  const from = Math.max(startTime, oldestKept(group, ctx));
  const found = streams.flatMap(({ name, events }) =>
    events
      .slice(firstAtOrAfter(events, from), firstAtOrAfter(events, endTime + 1))
      .filter(({ message }) => matches(message))
      .map((event) => ({ logStreamName: name, event })),
  );
  const { items, nextToken } = page(found, ({ event }) => event.id, {
    nextToken: input.nextToken,
    limit: input.limit ?? 10_000,
  });
  return {
    events: items.map(({ logStreamName, event: { id, timestamp, message, ingestionTime } }) => ({
      logStreamName,
      timestamp,
      message,
      ingestionTime,
      eventId: id,
    })),
    searchedLogStreams: [],
    nextToken,
  };
});

function refuseLarge(events: readonly InputLogEvent[]): void {
  const sizes = events.map(({ message = "" }) => Buffer.byteLength(message) + eventOverhead);
  if (sizes.some((bytes) => bytes > largestBatch))
    throw invalid(`Log event too large: ${Math.max(...sizes)} bytes exceeds limit of ${largestBatch}`);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > largestBatch)
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${largestBatch}`);
}

/** Which events of a batch are too new, too old or past the group's retention: those are left out, the rest is stored. */
function judge(times: readonly number[], group: LogGroup, ctx: Context) {
  const now = ctx.now().getTime();
  const newest = now + 2 * hour;
  const oldest = now - 14 * day;
  const kept = oldestKept(group, ctx);
  const tooNew = times.findIndex((time) => time > newest);
  const tooOld = times.filter((time) => time < oldest).length;
  const expired = times.filter((time) => time < kept).length;
  const rejected: RejectedLogEventsInfo = {
    tooNewLogEventStartIndex: tooNew >= 0 ? tooNew : undefined,
    tooOldLogEventEndIndex: tooOld > 0 ? tooOld : undefined,
    expiredLogEventEndIndex: expired > 0 ? expired : undefined,
  };
  return {
    rejected: tooNew >= 0 || tooOld > 0 || expired > 0 ? rejected : undefined,
    accepts: (time: number) => time <= newest && time >= oldest && time >= kept,
  };
}

function oldestKept({ retentionDays }: LogGroup, ctx: Context): number {
  return retentionDays === undefined ? 0 : ctx.now().getTime() - retentionDays * day;
}

function add(stream: LogStream, event: LogEvent): void {
  const { events } = stream;
  const last = events.at(-1);
  if (!last || last.timestamp <= event.timestamp) events.push(event);
  else events.splice(firstAtOrAfter(events, event.timestamp + 1), 0, event);
  stream.storedBytes += Buffer.byteLength(event.message) + eventOverhead;
}

/** Ids of 56 digits, as AWS's; they begin with the time, so that their order is that of the events. */
function eventId(timestamp: number, { ids }: Context): string {
  const random = Array.from({ length: 4 }, () => String(ids.integer(1e10)).padStart(10, "0")).join("");
  return `${String(timestamp).padStart(16, "0")}${random}`;
}

/** Index of the first event that is not before `time`: halving, since the events are in order. */
function firstAtOrAfter(events: readonly LogEvent[], time: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.timestamp ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Bounds {
  readonly first: number;
  readonly end: number;
  readonly limit: number;
  readonly startFromHead: boolean;
}

function window(token: string | undefined, { first, end, limit, startFromHead }: Bounds): [number, number] {
  const within = (place: number): number => Math.min(Math.max(place, first), end);
  const [, direction, place] = /^([fb])\/(\d{56})$/.exec(token ?? "") ?? [];
  if (token !== undefined && !direction) throw invalid("The specified nextToken is invalid.");
  const forward = direction ? direction === "f" : startFromHead;
  const from = within(place === undefined ? (forward ? first : end) : Number(place));
  return forward ? [from, Math.max(from, within(from + limit))] : [within(from - limit), from];
}

function placeToken(direction: "f" | "b", place: number): string {
  return `${direction}/${String(place).padStart(56, "0")}`;
}
