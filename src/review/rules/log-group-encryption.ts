import { type Rule, verdict } from "./rule.ts";

export const logGroupEncryption: Rule = {
  id: "log-group-encryption",
  severity: "low",
  title: "Log groups are encrypted with a key of this account and do not grow for ever",
  why: "Logs hold names, addresses and queries; kept without end they also become the largest line of the bill.",
  fix: "Give the log group a key and a retention.",
  resourceType: "aws_cloudwatch_log_group",
  sources: ["Trivy AWS-0017"],
  check: (group, isUnknown) =>
    verdict((isUnknown("kms_key_id") || Boolean(group.kms_key_id)) && Number(group.retention_in_days) > 0),
  passing: { kms_key_id: "arn:aws:kms:ap-southeast-1:123456789012:key/1", retention_in_days: 30 },
  failing: { kms_key_id: null, retention_in_days: 0 },
};
