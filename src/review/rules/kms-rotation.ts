import { type Rule, verdict } from "./rule.ts";

export const kmsRotation: Rule = {
  id: "kms-rotation",
  severity: "medium",
  title: "Keys rotate every year",
  why: "A key that never changes protects more and more with one secret.",
  fix: "Set enableKeyRotation on the key.",
  resourceType: "aws_kms_key",
  sources: ["CIS 4.6", "FSBP KMS.4", "Trivy AWS-0065"],
  check: ({ enable_key_rotation: rotates }) => verdict(rotates === true),
  passing: { enable_key_rotation: true },
  failing: { enable_key_rotation: false },
};
