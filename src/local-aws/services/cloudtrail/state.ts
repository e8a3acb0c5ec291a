import type { AdvancedEventSelector, EventSelector, InsightSelector } from "@aws-sdk/client-cloudtrail";
import { slot } from "../../store.ts";
import type { ApiEvent } from "./event.ts";

/** Where a trail delivers, and how. */
export interface TrailSettings {
  bucket: string;
  keyPrefix?: string;
  snsTopicArn?: string;
  includeGlobalServiceEvents: boolean;
  isMultiRegion: boolean;
  isOrganization: boolean;
  logFileValidation: boolean;
  logGroupArn?: string;
  roleArn?: string;
  /** ARN of the key. */
  kmsKeyArn?: string;
}

export interface Trail extends TrailSettings {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  isLogging: boolean;
  startedLogging?: Date;
  stoppedLogging?: Date;
  /** Selectors of one of the two kinds; the other list is empty. */
  eventSelectors: EventSelector[];
  advancedEventSelectors: AdvancedEventSelector[];
  insightSelectors: InsightSelector[];
  readonly tags: Map<string, string>;
  /** Recorded and not yet delivered. */
  pending?: PendingEvent[];
  /** Of files to the bucket, and of events to the log group. */
  delivery?: DeliveryStatus;
  logsDelivery?: DeliveryStatus;
}

export interface PendingEvent {
  /** Where it happened. */
  readonly region: string;
  readonly event: ApiEvent;
}

export interface DeliveryStatus {
  attempted: Date;
  succeeded?: Date;
  /** Of the last attempt, when it failed. */
  error?: string;
}

/** An account's trails by ARN. They are not kept by region, since a trail of all regions shows in each. */
export interface CloudTrailState {
  readonly trails: Map<string, Trail>;
}

export const cloudTrailSlot = slot<CloudTrailState>({
  name: "cloudtrail",
  scope: "account",
  create: () => ({ trails: new Map() }),
  inventory: ({ trails }) => [...trails.keys()].map((id) => ({ type: "AWS::CloudTrail::Trail", id })),
});
