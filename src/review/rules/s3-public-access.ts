import { type Rule, verdict } from "./rule.ts";

const switches = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

export const s3PublicAccess: Rule = {
  id: "s3-public-access",
  severity: "critical",
  title: "Nothing can make the bucket public",
  why: "One careless policy or ACL would publish the training data.",
  fix: "Turn all four switches of the public access block on.",
  resourceType: "aws_s3_bucket_public_access_block",
  sources: ["CIS 3.1.4", "FSBP S3.8", "Trivy AWS-0086, 0087, 0091, 0093"],
  check: (access) => verdict(switches.every((name) => access[name] === true)),
  passing: {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  failing: {
    block_public_acls: true,
    block_public_policy: false,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
};
