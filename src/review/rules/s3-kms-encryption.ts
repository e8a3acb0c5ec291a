import { block, type Rule, verdict } from "./rule.ts";

export const s3KmsEncryption: Rule = {
  id: "s3-kms-encryption",
  severity: "high",
  title: "Objects are encrypted with a KMS key",
  why: "With S3's own key, whoever may read the bucket may read the data: there is no second lock and no record of its use.",
  fix: "Give the bucket a key.",
  resourceType: "aws_s3_bucket_server_side_encryption_configuration",
  sources: ["FSBP S3.17", "Trivy AWS-0132"],
  check: (encryption) => {
    const rule = block(encryption, "rule") ?? {};
    const algorithm = block(rule, "apply_server_side_encryption_by_default")?.sse_algorithm;
    return verdict(algorithm === "aws:kms" || algorithm === "aws:kms:dsse");
  },
  passing: { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] },
  failing: { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }] },
};
