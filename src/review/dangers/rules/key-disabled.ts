import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A key is switched off: what it encrypts cannot be read until it is on again. */
export const keyDisabled: DangerRule = {
  id: "key-disabled",
  types: ["aws_kms_key", "aws_kms_replica_key"],
  check({ change, before, after }) {
    const name = change.type === "aws_kms_key" ? "is_enabled" : "enabled";
    if (change.action !== "update" || valueAt(before, name) !== true || valueAt(after, name) !== false)
      return undefined;
    return {
      kind: "interruption",
      what: "The key is disabled: nothing encrypted with it can be read or written until it is enabled again.",
      level: "dangerous",
    };
  },
};
