import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A bucket that is no longer copied: what is written from now on exists once. */
export const replicationRemoved: DangerRule = {
  id: "replication-removed",
  types: ["aws_s3_bucket_replication_configuration"],
  check({ change, before, after }) {
    const stopped =
      change.action === "update" &&
      valueAt(before, "rule.status") === "Enabled" &&
      valueAt(after, "rule.status") === "Disabled";
    if (change.action !== "delete" && !stopped) return undefined;
    return {
      kind: "data-loss",
      what: `Bucket ${valueAt(before, "bucket") ?? ""} is no longer copied to the other region.`.replace(
        "  ",
        " ",
      ),
      advice: ["The copies made so far stay; what is written from now on exists once."],
      level: "careful",
    };
  },
};
