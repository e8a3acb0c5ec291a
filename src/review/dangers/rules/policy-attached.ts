import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A managed policy is attached to a role or user that is there already, or taken from it. */
export const policyAttached: DangerRule = {
  id: "policy-attached",
  types: [
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
  ],
  check({ change, before, after }) {
    const side = change.action === "delete" ? before : after;
    const name = (from: typeof side) =>
      String(valueAt(from, "policy_arn") ?? "another policy")
        .split(":policy/")
        .at(-1);
    const who = valueAt(side, "role") ?? valueAt(side, "user") ?? valueAt(side, "group") ?? "it";
    if (change.action === "delete")
      return {
        kind: "access",
        what: `${who} loses the managed policy ${name(before)}.`,
        advice: ["What works under it fails where it needed that policy."],
        level: "careful",
        opens: false,
      };
    const grown = change.action === "create" ? "gets" : `gets, instead of ${name(before)},`;
    if (change.action === "replace" && name(before) === name(after)) return undefined;
    return { kind: "access", what: `${who} ${grown} the managed policy ${name(after)}.`, level: "careful" };
  },
};
