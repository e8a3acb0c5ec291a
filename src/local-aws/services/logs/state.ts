import type { LogGroupClass, MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";
import { slot } from "../../store.ts";

export interface LogEvent {
  readonly id: string;
  /** Milliseconds since 1970, as all times of CloudWatch Logs. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  /** In the order of their timestamps. */
  readonly events: LogEvent[];
  storedBytes: number;
  lastIngestion?: number;
}

export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly transformations: MetricTransformation[];
  readonly created: number;
  readonly applyOnTransformedLogs: boolean;
}

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that some answers add. */
  readonly arn: string;
  readonly created: number;
  readonly class: LogGroupClass;
  /** Undefined: kept for ever. */
  retentionDays?: number;
  /** ARN of the key. */
  kmsKeyId?: string;
  deletionProtection: boolean;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
  readonly metricFilters: Map<string, MetricFilter>;
}

export interface ResourcePolicy {
  readonly name: string;
  readonly document: string;
  /** Of the group that it is about; undefined for a policy of the account. */
  readonly resourceArn?: string;
  readonly updated: number;
  readonly revision: string;
}

export interface LogsState {
  readonly groups: Map<string, LogGroup>;
  /** By name, those of groups by the group's ARN. */
  readonly resourcePolicies: Map<string, ResourcePolicy>;
}

export const logsSlot = slot<LogsState>({
  name: "logs",
  scope: "region",
  create: () => ({ groups: new Map(), resourcePolicies: new Map() }),
  inventory: ({ groups, resourcePolicies }) => [
    ...[...groups.keys()].map((id) => ({ type: "AWS::Logs::LogGroup", id })),
    ...[...resourcePolicies.keys()].map((id) => ({ type: "AWS::Logs::ResourcePolicy", id })),
  ],
});
