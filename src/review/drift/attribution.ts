import type { DriftedResource } from "./drifted.ts";
import { topName } from "./put-back.ts";
import { isEventOf } from "./trail-names.ts";

/** A request that changed something, as the account's trail recorded it. */
export interface RecordedEvent {
  readonly id: string;
  /** `PutBucketVersioning` */
  readonly name: string;
  /** ISO 8601. */
  readonly time: string;
  readonly who: Actor;
  /** Address or AWS service that it came from. */
  readonly from?: string;
  readonly userAgent?: string;
  /** What its parameters say, as JSON: to find in it what else it names. */
  readonly parameters: string;
}

export interface Actor {
  /** A user, or of a role the session's name. */
  readonly name: string;
  /** CloudTrail's word: `IAMUser`, `AssumedRole`, `Root`, `AWSService`, … */
  readonly type: string;
  /** The role of a session. */
  readonly role?: string;
  readonly arn?: string;
}

/** Who changed what of one resource. */
export interface Attribution {
  readonly event: RecordedEvent;
  /** The attributes' paths; empty for what was deleted. */
  readonly attributes: readonly string[];
  /** The event is known to change these; else it is only the latest that touched the resource. */
  readonly certain: boolean;
}

/**
 * Which of a resource's events made it differ: for each attribute the latest that changes such an attribute, or the latest of all where none does.
 * Expects the latest first. Nothing where there is none.
 */
export function attributed(resource: DriftedResource, events: readonly RecordedEvent[]): Attribution[] {
  if (resource.kind === "deleted") {
    const gone = events.find(({ name }) => isEventOf(resource.type, undefined, name));
    return gone ? [{ event: gone, attributes: [], certain: true }] : [];
  }
  const found = new Map<string, Attribution & { attributes: string[] }>();
  for (const attribute of resource.attributes) {
    const known = events.find((event) => fits(resource, attribute, event));
    const event =
      known ?? events.find(({ name }) => isEventOf(resource.type, topName(attribute), name) !== false);
    if (!event) continue;
    const same = found.get(event.id);
    if (same) same.attributes.push(attribute.path);
    else found.set(event.id, { event, attributes: [attribute.path], certain: known !== undefined });
  }
  return [...found.values()].sort((a, b) => (a.event.time < b.event.time ? 1 : -1));
}

function fits(
  { type, kind }: DriftedResource,
  attribute: DriftedResource["attributes"][number],
  { name, parameters }: RecordedEvent,
): boolean {
  if (isEventOf(type, topName(attribute), name) !== true) return false;
  // Of a list that something was added to, other additions are no answer.
  return kind !== "added" || type !== "aws_iam_role" || parameters.includes(String(attribute.after));
}

/** Whether an event is of a run of Terraform, anybody's. */
export const isTerraform = ({ userAgent = "" }: RecordedEvent): boolean =>
  /\b(Terraform|OpenTofu)\//i.test(userAgent);
