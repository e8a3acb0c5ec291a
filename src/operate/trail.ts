import { CloudTrailClient, type Event, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { type AwsPlace, clientOptions } from "./access.ts";

/** A request that changed something, as CloudTrail's event history has it. */
export interface TrailEvent {
  readonly id: string;
  /** `PutBucketVersioning` */
  readonly name: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly who: {
    /** A user, or of a role the session's name. */
    readonly name: string;
    /** CloudTrail's word: `IAMUser`, `AssumedRole`, `Root`, `AWSService`, … */
    readonly type: string;
    /** The role of a session. */
    readonly role?: string;
    readonly arn?: string;
  };
  /** Address or AWS service that it came from. */
  readonly from?: string;
  readonly userAgent?: string;
  /** The request's parameters as JSON. */
  readonly parameters: string;
}

/** A question about one resource. */
export interface TrailQuestion {
  /** Names that events may know it by, the likeliest first. */
  readonly names: readonly string[];
  /** AWS keeps its events in one region, such as IAM's. @default false */
  readonly global?: boolean;
  /** Events before this are of no interest. @default all that there are, of 90 days */
  readonly since?: Date;
  /** Whether these events answer the question; then further names are not asked for. @default never */
  readonly enough?: (events: readonly TrailEvent[]) => boolean;
}

export interface TrailProps extends AwsPlace {
  /** Time between two requests to one region, in milliseconds: AWS allows two a second. @default 500 */
  readonly paceMs?: number;
}

/** What the history says about a resource, the latest first. */
export interface TrailAnswer {
  readonly events: readonly TrailEvent[];
  /** There are more than were read. */
  readonly cut: boolean;
}

/** So many pages of 50 are read for one name; what reads a resource stands there too. */
const PAGES = 6;

/**
 * The account's event history: what was changed in the last 90 days, and by whom. It needs no trail. AWS is a few minutes behind, at most fifteen.
 * Source: CloudTrail user guide, "Working with CloudTrail Event history", November 2026.
 */
export class Trail {
  readonly #props: TrailProps;
  readonly #clients = new Map<string, CloudTrailClient>();
  readonly #next = new Map<string, number>();

  constructor(props: TrailProps) {
    this.#props = props;
  }

  /** What changed a resource. */
  async events({ names, global = false, since, enough }: TrailQuestion): Promise<TrailAnswer> {
    const region = global ? firstRegion(this.#props.region) : this.#props.region;
    const found = new Map<string, TrailEvent>();
    const latestFirst = () => [...found.values()].sort((a, b) => (a.time < b.time ? 1 : -1));
    let cut = false;
    for (const name of names) {
      const answer = await this.#named(region, name, since);
      cut ||= answer.cut;
      for (const event of answer.events) found.set(event.id, event);
      if (enough?.(latestFirst())) break;
    }
    return { events: latestFirst(), cut };
  }

  /** Connections keep a process alive: whoever made a trail closes it. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  async #named(region: string, name: string, since: Date | undefined): Promise<TrailAnswer> {
    const events: TrailEvent[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      await this.#turn(region);
      const answer = await this.#client(region).send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: name }],
          StartTime: since,
          NextToken,
        }),
      );
      events.push(...(answer.Events ?? []).flatMap(changeOf));
      NextToken = answer.NextToken;
      if (!NextToken) return { events, cut: false };
    }
    return { events, cut: true };
  }

  /** Waits until AWS takes the next request of this region. */
  async #turn(region: string): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next.get(region) ?? 0);
    this.#next.set(region, at + (this.#props.paceMs ?? 500));
    if (at > now) await new Promise((done) => setTimeout(done, at - now));
  }

  #client(region: string): CloudTrailClient {
    const made = this.#clients.get(region) ?? new CloudTrailClient(clientOptions({ ...this.#props, region }));
    this.#clients.set(region, made);
    return made;
  }
}

/** The region that has the events of services without regions. */
function firstRegion(region: string): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

/** The parts of an event's record that are read; format version 1.11. */
interface EventRecord {
  readonly readOnly?: boolean;
  readonly errorCode?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly requestParameters?: unknown;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly userName?: string;
    readonly invokedBy?: string;
    readonly sessionContext?: { readonly sessionIssuer?: { readonly userName?: string } };
  };
}

/** An event that changed something; what only read or was refused is none. */
function changeOf(event: Event): TrailEvent[] {
  const record = recordOf(event.CloudTrailEvent);
  if (event.ReadOnly === "true" || record.readOnly === true || record.errorCode) return [];
  const { userIdentity: { type = "Unknown", arn, userName, invokedBy, sessionContext } = {} } = record;
  const role = sessionContext?.sessionIssuer?.userName;
  return [
    {
      id: event.EventId ?? "",
      name: event.EventName ?? "",
      time: (event.EventTime ?? new Date(0)).toISOString(),
      who: {
        name: event.Username ?? userName ?? invokedBy ?? arn?.split("/").at(-1) ?? "somebody",
        type,
        ...(type === "AssumedRole" && role ? { role } : {}),
        ...(arn ? { arn } : {}),
      },
      ...(record.sourceIPAddress ? { from: record.sourceIPAddress } : {}),
      ...(record.userAgent ? { userAgent: record.userAgent } : {}),
      parameters: JSON.stringify(record.requestParameters ?? null),
    },
  ];
}

function recordOf(text: string | undefined): EventRecord {
  try {
    return JSON.parse(text ?? "{}") as EventRecord;
  } catch {
    // Who did it is still told beside the record.
    return {};
  }
}
