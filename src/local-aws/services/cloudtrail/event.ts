import { slot } from "../../store.ts";

/** A request that changed something or was refused to, as CloudTrail keeps it: enough to tell all of its event. */
export interface ApiEvent {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `CreateVpc` */
  readonly name: string;
  /** `ec2.amazonaws.com` */
  readonly source: string;
  readonly caller: EventCaller;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly input: unknown;
  /** What was made, out of the output; the input names more. */
  readonly made: readonly EventResource[];
  readonly refusal?: { readonly code: string; readonly message: string };
}

export interface EventCaller {
  readonly kind: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly roleArn?: string;
}

export interface EventResource {
  /** `AWS::EC2::VPC` */
  readonly type: string;
  readonly name: string;
}

/** The latest events of one account and region, in the order of their times; AWS keeps all of 90 days. */
export interface EventHistory {
  readonly events: ApiEvent[];
}

export const eventsSlot = slot<EventHistory>({
  name: "cloudtrail-events",
  scope: "region",
  create: () => ({ events: [] }),
  inventory: () => [],
});
