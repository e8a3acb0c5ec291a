import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Continuous backups of a table that stop: the point in time to go back to is gone. */
export const backupsOff: DangerRule = {
  id: "backups-off",
  types: ["aws_dynamodb_table", "aws_efs_backup_policy"],
  check({ change, before, after }) {
    const path =
      change.type === "aws_dynamodb_table" ? "point_in_time_recovery.enabled" : "backup_policy.status";
    const on = (value: unknown) => value === true || value === "ENABLED";
    if (change.action !== "update" || !on(valueAt(before, path)) || on(valueAt(after, path)))
      return undefined;
    return {
      kind: "data-loss",
      what: "Backups are switched off, and those taken so far expire.",
      level: "careful",
    };
  },
};
