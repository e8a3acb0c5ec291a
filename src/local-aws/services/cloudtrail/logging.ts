import { GetTrailStatusCommand, StartLoggingCommand, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { operation } from "../../operation.ts";
import { requireOwnTrail, requireTrail } from "./find.ts";

export const startLogging = operation(StartLoggingCommand, ({ Name }, ctx) => {
  const trail = requireOwnTrail(ctx, Name);
  if (!trail.isLogging) trail.startedLogging = ctx.now();
  trail.isLogging = true;
  return {};
});

export const stopLogging = operation(StopLoggingCommand, ({ Name }, ctx) => {
  const trail = requireOwnTrail(ctx, Name);
  if (trail.isLogging) trail.stoppedLogging = ctx.now();
  trail.isLogging = false;
  return {};
});

/** Says whether a trail records, and how its deliveries went. */
export const getTrailStatus = operation(GetTrailStatusCommand, ({ Name }, ctx) => {
  const { isLogging, startedLogging, stoppedLogging, delivery, logsDelivery } = requireTrail(ctx, Name);
  return {
    IsLogging: isLogging,
    StartLoggingTime: startedLogging,
    StopLoggingTime: stoppedLogging,
    LatestDeliveryTime: delivery?.succeeded,
    LatestDeliveryError: delivery?.error,
    LatestCloudWatchLogsDeliveryTime: logsDelivery?.succeeded,
    LatestCloudWatchLogsDeliveryError: logsDelivery?.error,
    LatestDeliveryAttemptTime: isoSeconds(delivery?.attempted),
    LatestNotificationAttemptTime: "",
    LatestNotificationAttemptSucceeded: "",
    LatestDeliveryAttemptSucceeded: isoSeconds(delivery?.succeeded),
    TimeLoggingStarted: isoSeconds(startedLogging),
    TimeLoggingStopped: isoSeconds(stoppedLogging),
  };
});

function isoSeconds(date: Date | undefined): string {
  return date ? `${date.toISOString().slice(0, 19)}Z` : "";
}
