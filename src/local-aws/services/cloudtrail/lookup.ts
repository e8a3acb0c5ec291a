import {
  type Event,
  InvalidLookupAttributesException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
  ListPublicKeysCommand,
  type LookupAttribute,
  LookupEventsCommand,
} from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type ApiEvent, type EventResource, eventsSlot } from "./event.ts";
import { type EventPlace, eventId, eventRecord, userName } from "./event-record.ts";
import { eventResources } from "./event-resources.ts";

/**
 * The latest events first. The embedded AWS keeps a region's last requests that changed something or were refused to, and no reads;
 * there are no Insights events.
 */
export const lookupEvents = operation(LookupEventsCommand, (input, ctx) => {
  const { LookupAttributes = [], EventCategory, MaxResults = 50 } = input;
  const [attribute, second] = LookupAttributes;
  if (second) throw exception(InvalidLookupAttributesException, "You can only specify one lookup attribute.");
  const { events } = ctx.state(eventsSlot);
  const isAsked = within(input);
  const found = EventCategory
    ? []
    : [...events].reverse().filter((event) => isAsked(event) && (!attribute || fits(event, attribute)));
  const start = placeAfter(found, input.NextToken);
  const shown = found.slice(start, start + MaxResults);
  const last = shown.at(-1);
  return {
    Events: shown.map((event) => describeEvent(event, ctx)),
    NextToken: last && start + shown.length < found.length ? tokenOf(last) : undefined,
  };
});

/** No digest files are delivered, so there are no keys that signed any. */
export const listPublicKeys = operation(ListPublicKeysCommand, () => ({ PublicKeyList: [] }));

/** @throws InvalidTimeRangeException */
function within({ StartTime, EndTime }: { readonly StartTime?: Date; readonly EndTime?: Date }) {
  const start = StartTime?.getTime() ?? 0;
  const end = EndTime?.getTime() ?? Number.POSITIVE_INFINITY;
  if (start > end)
    throw exception(InvalidTimeRangeException, "The start time must be before or equal to the end time.");
  return ({ time }: ApiEvent): boolean => time >= start && time <= end;
}

function fits(event: ApiEvent, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case "AccessKeyId":
      return event.caller.accessKeyId === AttributeValue;
    case "EventId":
      return eventId(event) === AttributeValue;
    case "EventName":
      return event.name === AttributeValue;
    case "EventSource":
      return event.source === AttributeValue;
    case "ReadOnly":
      return AttributeValue === "false";
    case "ResourceName":
      return resourcesOf(event).some(({ name }) => name === AttributeValue);
    case "ResourceType":
      return resourcesOf(event).some(({ type }) => type === AttributeValue);
    default:
      return userName(event.caller) === AttributeValue;
  }
}

/** What a request made comes first, then what it named. */
function resourcesOf({ source, input, made }: ApiEvent): EventResource[] {
  const named = eventResources(source.slice(0, source.indexOf(".")), input);
  return [...made, ...named.filter(({ name }) => !made.some((one) => one.name === name))];
}

function describeEvent(event: ApiEvent, place: EventPlace): Event {
  return {
    EventId: eventId(event),
    EventName: event.name,
    ReadOnly: "false",
    AccessKeyId: event.caller.accessKeyId,
    EventTime: new Date(event.time),
    EventSource: event.source,
    Username: userName(event.caller),
    Resources: resourcesOf(event).map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(eventRecord(event, place)),
  };
}

function tokenOf({ requestId }: ApiEvent): string {
  return Buffer.from(requestId).toString("base64");
}

/** @throws InvalidNextTokenException */
function placeAfter(found: readonly ApiEvent[], token: string | undefined): number {
  if (token === undefined) return 0;
  const place = found.findIndex((event) => tokenOf(event) === token);
  if (place < 0) throw exception(InvalidNextTokenException, "Invalid token.");
  return place + 1;
}
