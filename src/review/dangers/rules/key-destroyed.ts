import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** AWS's own waiting time where none is declared, days: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
const DEFAULT_WINDOW_DAYS = 30;

/** A key that is scheduled for deletion: whatever it encrypts becomes unreadable, backups and replicas too. */
export const keyDestroyed: DangerRule = {
  id: "key-destroyed",
  types: ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"],
  check(resource) {
    if (!goes(resource)) return undefined;
    const days = Number(valueAt(resource.before, "deletion_window_in_days") ?? DEFAULT_WINDOW_DAYS);
    const what = valueAt(resource.before, "description");
    const key = what ? `The key "${what}"` : "The key";
    return {
      kind: "data-loss",
      what: `${key} is deleted in ${days} days: everything encrypted with it is unreadable from now on, and for good once it is gone.`,
      advice: [`Within the ${days} days: aws kms cancel-key-deletion, then aws kms enable-key.`],
    };
  },
};
