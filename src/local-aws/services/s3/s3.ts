import { restXml } from "../../protocols/rest-xml.ts";
import { service } from "../../service.ts";
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from "./acl.ts";
import { prepare } from "./addressing.ts";
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from "./bucket-tagging.ts";
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from "./buckets.ts";
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from "./encryption.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import {
  getObjectLegalHold,
  getObjectLockConfiguration,
  getObjectRetention,
  putObjectLegalHold,
  putObjectLockConfiguration,
  putObjectRetention,
} from "./object-lock.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import { deleteObject, deleteObjects, getObject, headObject, putObject } from "./objects.ts";
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus, putBucketPolicy } from "./policy.ts";
import {
  deleteBucketOwnershipControls,
  deletePublicAccessBlock,
  getBucketOwnershipControls,
  getPublicAccessBlock,
  putBucketOwnershipControls,
  putPublicAccessBlock,
} from "./public-access.ts";
import { s3Slot } from "./state.ts";
import { getBucketVersioning, putBucketVersioning } from "./versioning.ts";

export const s3 = service({
  signingName: "s3",
  protocol: restXml({ xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" }),
  prepare,
  model: () => import("@aws-sdk/client-s3"),
  slots: [s3Slot],
  operations: [
    createBucket,
    headBucket,
    deleteBucket,
    listBuckets,
    getBucketLocation,
    getBucketVersioning,
    putBucketVersioning,
    getBucketEncryption,
    putBucketEncryption,
    deleteBucketEncryption,
    getBucketPolicy,
    putBucketPolicy,
    deleteBucketPolicy,
    getBucketPolicyStatus,
    getPublicAccessBlock,
    putPublicAccessBlock,
    deletePublicAccessBlock,
    getBucketOwnershipControls,
    putBucketOwnershipControls,
    deleteBucketOwnershipControls,
    getBucketAcl,
    putBucketAcl,
    getBucketTagging,
    putBucketTagging,
    deleteBucketTagging,
    getObjectLockConfiguration,
    putObjectLockConfiguration,
    putObject,
    getObject,
    headObject,
    deleteObject,
    deleteObjects,
    listObjects,
    listObjectsV2,
    listObjectVersions,
    getObjectAcl,
    putObjectAcl,
    getObjectTagging,
    putObjectTagging,
    deleteObjectTagging,
    getObjectRetention,
    putObjectRetention,
    getObjectLegalHold,
    putObjectLegalHold,
  ],
});
