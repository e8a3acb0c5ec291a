import { awsJson } from "../../protocols/aws-json.ts";
import { service } from "../../service.ts";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./aliases.ts";
import { kmsAuthorization } from "./authorization.ts";
import {
  decrypt,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  generateRandom,
  reEncrypt,
} from "./cryptography.ts";
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from "./grants.ts";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./key-policies.ts";
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
  updateKeyDescription,
} from "./keys.ts";
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  listKeyRotations,
  rotateKeyOnDemand,
} from "./rotation.ts";
import { kmsSlot } from "./state.ts";
import { listResourceTags, tagResource, untagResource } from "./tags.ts";

export const kms = service({
  signingName: "kms",
  protocol: awsJson(),
  slots: [kmsSlot],
  authorization: kmsAuthorization,
  operations: [
    createKey,
    describeKey,
    listKeys,
    updateKeyDescription,
    enableKey,
    disableKey,
    scheduleKeyDeletion,
    cancelKeyDeletion,
    getKeyPolicy,
    putKeyPolicy,
    listKeyPolicies,
    enableKeyRotation,
    disableKeyRotation,
    getKeyRotationStatus,
    rotateKeyOnDemand,
    listKeyRotations,
    createAlias,
    updateAlias,
    deleteAlias,
    listAliases,
    tagResource,
    untagResource,
    listResourceTags,
    encrypt,
    decrypt,
    reEncrypt,
    generateDataKey,
    generateDataKeyWithoutPlaintext,
    generateRandom,
    createGrant,
    listGrants,
    listRetirableGrants,
    revokeGrant,
    retireGrant,
  ],
});
