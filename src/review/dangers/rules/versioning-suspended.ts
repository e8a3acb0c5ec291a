import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A bucket whose overwritten and deleted objects are no longer kept. */
export const versioningSuspended: DangerRule = {
  id: "versioning-suspended",
  types: ["aws_s3_bucket_versioning"],
  check({ change, before, after }) {
    const status = "versioning_configuration.status";
    if (valueAt(before, status) !== "Enabled") return undefined;
    if (change.action !== "delete" && (!after || valueAt(after, status) === "Enabled")) return undefined;
    return {
      kind: "data-loss",
      what: `Bucket ${valueAt(before, "bucket")} no longer keeps what is overwritten or deleted: versioning is suspended.`,
      advice: ["Versions kept so far stay. Replication and object lock need versioning."],
    };
  },
};
