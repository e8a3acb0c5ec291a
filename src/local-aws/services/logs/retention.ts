import { DeleteRetentionPolicyCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { operation } from "../../operation.ts";
import { invalid, requireLogGroup } from "./find.ts";

/** Days that a group may keep events. Source: PutRetentionPolicy in the CloudWatch Logs API reference, November 2026. */
const allowedDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const putRetentionPolicy = operation(
  PutRetentionPolicyCommand,
  ({ logGroupName, retentionInDays = 0 }, ctx) => {
    const group = requireLogGroup(ctx, logGroupName);
    if (!allowedDays.includes(retentionInDays))
      throw invalid(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${allowedDays.join(", ")}]`,
      );
    group.retentionDays = retentionInDays;
    return {};
  },
);

export const deleteRetentionPolicy = operation(DeleteRetentionPolicyCommand, ({ logGroupName }, ctx) => {
  requireLogGroup(ctx, logGroupName).retentionDays = undefined;
  return {};
});
