import { createHash } from "node:crypto";
import type { ApiEvent, EventCaller } from "./event.ts";

/** Version of the format. Source: "CloudTrail record contents" in the user guide, November 2026. */
const eventVersion = "1.11";

/** Where an event happened. */
export interface EventPlace {
  readonly account: string;
  readonly region: string;
}

/** An event as CloudTrail writes it into its files; what a request was answered is left out. */
export function eventRecord(event: ApiEvent, { account, region }: EventPlace) {
  return {
    eventVersion,
    userIdentity: userIdentity(event.caller),
    eventTime: `${new Date(event.time).toISOString().slice(0, 19)}Z`,
    eventSource: event.source,
    eventName: event.name,
    awsRegion: region,
    sourceIPAddress: event.sourceIp,
    userAgent: event.userAgent,
    errorCode: event.refusal?.code,
    errorMessage: event.refusal?.message,
    requestParameters: parameters(event.input),
    responseElements: null,
    requestID: event.requestId,
    eventID: eventId(event),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}

/** The same for an event whenever it is asked: an id of its own would have to be stored. */
export function eventId({ requestId }: ApiEvent): string {
  const hex = createHash("sha256").update(requestId).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The user's name, or that of a role's session. */
export function userName({ kind, arn }: EventCaller): string {
  return kind === "root" ? "root" : arn.slice(arn.lastIndexOf("/") + 1);
}

function userIdentity(caller: EventCaller) {
  const { kind, account, arn, userId, accessKeyId, roleArn } = caller;
  const identity = { principalId: userId, arn, accountId: account, accessKeyId };
  if (kind === "root") return { type: "Root", ...identity };
  if (kind !== "role") return { type: "IAMUser", ...identity, userName: userName(caller) };
  const sessionIssuer = {
    type: "Role",
    principalId: userId.split(":")[0],
    arn: roleArn,
    accountId: account,
    userName: roleArn?.slice(roleArn.lastIndexOf("/") + 1),
  };
  return { type: "AssumedRole", ...identity, sessionContext: { sessionIssuer } };
}

const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** An input as CloudTrail shows it: members begin in lower case, secrets and bytes are left out. */
function parameters(input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input ?? null;
  if (input instanceof Date) return input.toISOString();
  if (ArrayBuffer.isView(input)) return undefined;
  if (Array.isArray(input)) return input.map(parameters);
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      /password|secret|plaintext|userData|webIdentityToken|grantToken|customerKey$/i.test(name) &&
      typeof value !== "object"
        ? hidden
        : parameters(value),
    ]),
  );
}
