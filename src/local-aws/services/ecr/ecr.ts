import { awsJson } from "../../protocols/aws-json.ts";
import { service } from "../../service.ts";
import { ecrAuthorization } from "./authorization.ts";
import { describeImageScanFindings, describeImages, listImages, startImageScan } from "./image-listings.ts";
import { describeImageReplicationStatus } from "./image-replication.ts";
import { batchDeleteImage, batchGetImage, putImage } from "./images.ts";
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from "./lifecycle-policies.ts";
import {
  deleteRegistryPolicy,
  deleteRepositoryPolicy,
  getRegistryPolicy,
  getRepositoryPolicy,
  putRegistryPolicy,
  setRepositoryPolicy,
} from "./policies.ts";
import {
  batchGetRepositoryScanningConfiguration,
  describeRegistry,
  getAccountSetting,
  getAuthorizationToken,
  getRegistryScanningConfiguration,
  putAccountSetting,
  putRegistryScanningConfiguration,
  putReplicationConfiguration,
} from "./registry.ts";
import {
  createRepository,
  deleteRepository,
  describeRepositories,
  putImageScanningConfiguration,
  putImageTagMutability,
} from "./repositories.ts";
import { ecrSlot } from "./state.ts";
import { listTagsForResource, tagResource, untagResource } from "./tags.ts";

export const ecr = service({
  signingName: "ecr",
  protocol: awsJson(),
  slots: [ecrSlot],
  authorization: ecrAuthorization,
  operations: [
    createRepository,
    describeRepositories,
    deleteRepository,
    putImageTagMutability,
    putImageScanningConfiguration,
    putLifecyclePolicy,
    getLifecyclePolicy,
    deleteLifecyclePolicy,
    setRepositoryPolicy,
    getRepositoryPolicy,
    deleteRepositoryPolicy,
    putRegistryPolicy,
    getRegistryPolicy,
    deleteRegistryPolicy,
    listTagsForResource,
    tagResource,
    untagResource,
    getAuthorizationToken,
    describeRegistry,
    putReplicationConfiguration,
    getRegistryScanningConfiguration,
    putRegistryScanningConfiguration,
    batchGetRepositoryScanningConfiguration,
    getAccountSetting,
    putAccountSetting,
    putImage,
    batchGetImage,
    batchDeleteImage,
    listImages,
    describeImages,
    startImageScan,
    describeImageScanFindings,
    describeImageReplicationStatus,
  ],
});
