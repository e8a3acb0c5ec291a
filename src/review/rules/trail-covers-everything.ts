import { type Rule, verdict } from "./rule.ts";

export const trailCoversEverything: Rule = {
  id: "trail-covers-everything",
  severity: "high",
  title: "The trail covers all regions, can be verified, and is encrypted with a key of this account",
  why: "An attacker works in the region that nobody looks at, and edits the log afterwards.",
  fix: "Keep is_multi_region_trail, enable_log_file_validation and kms_key_id.",
  resourceType: "aws_cloudtrail",
  sources: ["CIS 4.1, 4.2, 4.5", "FSBP CloudTrail.1, .2, .4", "Trivy AWS-0014, 0015, 0016"],
  check: (trail, isUnknown) =>
    verdict(
      trail.is_multi_region_trail === true &&
        trail.enable_log_file_validation === true &&
        (isUnknown("kms_key_id") || Boolean(trail.kms_key_id)),
    ),
  passing: {
    is_multi_region_trail: true,
    enable_log_file_validation: true,
    kms_key_id: "arn:aws:kms:ap-southeast-1:123456789012:key/1",
  },
  failing: {
    is_multi_region_trail: true,
    enable_log_file_validation: false,
    kms_key_id: "arn:aws:kms:ap-southeast-1:123456789012:key/1",
  },
};
