import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Attributes that name or switch on the encryption of a resource, by type. */
const settings: Readonly<Record<string, readonly string[]>> = {
  aws_cloudtrail: ["kms_key_id"],
  aws_cloudwatch_log_group: ["kms_key_id"],
  aws_db_instance: ["storage_encrypted"],
  aws_dynamodb_table: ["server_side_encryption.enabled"],
  aws_efs_file_system: ["encrypted"],
  aws_kms_key: ["enable_key_rotation"],
  aws_launch_template: ["block_device_mappings.ebs.encrypted", "block_device_mappings.ebs.kms_key_id"],
  aws_rds_cluster: ["storage_encrypted"],
  aws_s3_bucket_server_side_encryption_configuration: [
    "rule.apply_server_side_encryption_by_default.kms_master_key_id",
  ],
  aws_secretsmanager_secret: ["kms_key_id"],
  aws_sns_topic: ["kms_master_key_id"],
  aws_sqs_queue: ["kms_master_key_id", "sqs_managed_sse_enabled"],
};

/** Encryption with a key of one's own, or its rotation, is switched off. */
export const encryptionOff: DangerRule = {
  id: "encryption-off",
  types: Object.keys(settings),
  check({ change, before, after }) {
    const on = (value: unknown) =>
      value !== undefined && value !== null && value !== "" && String(value) !== "false";
    const unknown = (path: string) =>
      change.attributes.some((one) => one.unknown && path.startsWith(one.path.replace(/\[\d+\]/g, "")));
    const part = change.type === "aws_s3_bucket_server_side_encryption_configuration";
    if (change.action !== "update" && !(part && change.action === "delete")) return undefined;
    const off = (settings[change.type] ?? []).filter(
      (path) => on(valueAt(before, path)) && !on(valueAt(after, path)) && !unknown(path),
    );
    if (off.length === 0) return undefined;
    const what = off.map((path) => path.split(".").at(-1)).join(", ");
    return {
      kind: "access",
      what:
        what === "enable_key_rotation"
          ? "The key is no longer rotated."
          : `New data is no longer encrypted with a key of your own (${what}).`,
    };
  },
};
