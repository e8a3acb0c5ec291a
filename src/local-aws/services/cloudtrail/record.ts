import type { Caller } from "../../context.ts";
import type { EndedCall } from "../../service.ts";
import { deliverLater } from "./deliver.ts";
import { type ApiEvent, type EventCaller, eventsSlot } from "./event.ts";
import { eventResources } from "./event-resources.ts";

/** Events that one account's region keeps; so many again may wait to be dropped at once. */
const mostEvents = 1_000;

/**
 * Operations on data, which no trail records as management events, by signing name.
 * Source: "Logging data events" in the CloudTrail user guide, November 2026.
 */
const dataPlane: Readonly<Record<string, RegExp>> = {
  kms: /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|GenerateRandom|GenerateMac|Sign|Verify)/,
  logs: /^PutLogEvents$/,
  s3: /Object(?!Lock)|Upload|^SelectObject/,
};

/** Services of which every region's events stand in one. */
const globalServices = new Set(["iam"]);
const globalRegion = "us-east-1";

/** Operations that answer with what they made. */
const makes = /^(Create|Allocate|Run|Request|Import|Copy|Register)/;

/** Writes a request down that may have changed something, and sees that the trails that record it deliver it. */
export function recordCall(call: EndedCall): void {
  const { service, operation, ctx } = call;
  const { signingName } = service;
  if (dataPlane[signingName]?.test(operation.name)) return;
  const { account } = ctx.caller;
  // Nobody's account has a history.
  if (account === "") return;
  const region = globalServices.has(signingName) ? globalRegion : ctx.region;
  const isHere = account === ctx.account && region === ctx.region;
  const place = isHere ? ctx : ctx.in({ account, region });
  const event = eventOf(call);
  const { events } = place.state(eventsSlot);
  events.push(event);
  if (events.length > 2 * mostEvents) events.splice(0, events.length - mostEvents);
  deliverLater(place, event);
}

function eventOf({ service: { signingName }, operation, input, output, refusal, ctx }: EndedCall): ApiEvent {
  const { caller, request, requestId } = ctx;
  return {
    requestId,
    time: ctx.now().getTime(),
    name: operation.name,
    source: `${signingName}.amazonaws.com`,
    caller: eventCaller(caller),
    sourceIp: request.sourceIp,
    userAgent: sameAgent(request.userAgent),
    input,
    made: makes.test(operation.name) ? eventResources(signingName, output) : [],
    refusal,
  };
}

let lastCaller: EventCaller | undefined;

/** Mostly who asked before: thousands of events hold one object, and not the whole header that an access key was cut out of. */
function eventCaller({ kind, account, arn, userId, accessKeyId, roleArn }: Caller): EventCaller {
  const isLast =
    lastCaller?.accessKeyId === accessKeyId &&
    lastCaller.arn === arn &&
    lastCaller.userId === userId &&
    lastCaller.kind === kind &&
    lastCaller.account === account &&
    lastCaller.roleArn === roleArn;
  if (!lastCaller || !isLast) lastCaller = { kind, account, arn, userId, accessKeyId, roleArn };
  return lastCaller;
}

let lastAgent = "";

/** Every request brings a text of its own, mostly of the same words. */
function sameAgent(userAgent: string): string {
  if (userAgent !== lastAgent) lastAgent = userAgent;
  return lastAgent;
}
