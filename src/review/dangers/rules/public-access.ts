import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

const switches = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** What keeps a bucket from becoming public goes. */
export const publicAccess: DangerRule = {
  id: "public-access",
  types: ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block", "aws_s3_bucket_acl"],
  check({ change, before, after }) {
    if (change.type === "aws_s3_bucket_acl") {
      const acl = String(valueAt(after, "acl") ?? "");
      if (!acl.startsWith("public-") && acl !== "authenticated-read") return undefined;
      return {
        kind: "access",
        what: `Everybody may read the bucket: its ACL becomes ${acl}.`,
        level: "dangerous",
      };
    }
    const off = switches.filter(
      (name) =>
        valueAt(before, name) === true && (change.action === "delete" || valueAt(after, name) === false),
    );
    if (off.length === 0 || change.action === "replace") return undefined;
    return {
      kind: "access",
      what: `${valueAt(before, "bucket") ? `Bucket ${valueAt(before, "bucket")}` : "Every bucket of the account"} can be made public: ${off.join(", ")} no longer ${off.length === 1 ? "holds" : "hold"}.`,
      advice: ["Whatever policy or ACL makes it public takes effect at once, an old one too."],
    };
  },
};
