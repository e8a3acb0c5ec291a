import { defaultSecurityGroup } from "./default-security-group.ts";
import { ecrImmutableTags } from "./ecr-immutable-tags.ts";
import { eksAuditLog } from "./eks-audit-log.ts";
import { eksPublicEndpoint } from "./eks-public-endpoint.ts";
import { eksSecretsEncryption } from "./eks-secrets-encryption.ts";
import { iamNoAdministrators } from "./iam-no-administrators.ts";
import { kmsRotation } from "./kms-rotation.ts";
import { logGroupEncryption } from "./log-group-encryption.ts";
import { nodeMetadataV2 } from "./node-metadata-v2.ts";
import type { Rule } from "./rule.ts";
import { s3KmsEncryption } from "./s3-kms-encryption.ts";
import { s3PublicAccess } from "./s3-public-access.ts";
import { trailCoversEverything } from "./trail-covers-everything.ts";

/** Every rule that a plan is read by: a new one is its file and one line here. */
export const rules: readonly Rule[] = [
  defaultSecurityGroup,
  ecrImmutableTags,
  eksAuditLog,
  eksPublicEndpoint,
  eksSecretsEncryption,
  iamNoAdministrators,
  kmsRotation,
  logGroupEncryption,
  nodeMetadataV2,
  s3KmsEncryption,
  s3PublicAccess,
  trailCoversEverything,
];
