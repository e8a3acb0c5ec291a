import { restXml } from "../../protocols/rest-xml.ts";
import { service } from "../../service.ts";
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from "./acl.ts";
import { prepare } from "./addressing.ts";
import { s3Authorization } from "./authorization.ts";
import {
  deleteBucketCors,
  deleteBucketWebsite,
  getBucketAccelerateConfiguration,
  getBucketCors,
  getBucketNotificationConfiguration,
  getBucketRequestPayment,
  getBucketWebsite,
  putBucketAccelerateConfiguration,
  putBucketCors,
  putBucketNotificationConfiguration,
  putBucketRequestPayment,
  putBucketWebsite,
} from "./bucket-settings.ts";
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from "./bucket-tagging.ts";
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from "./buckets.ts";
import { completeMultipartUpload } from "./complete-upload.ts";
import { copyObject, uploadPartCopy } from "./copy.ts";
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from "./encryption.ts";
import {
  deleteBucketLifecycle,
  getBucketLifecycleConfiguration,
  putBucketLifecycleConfiguration,
} from "./lifecycle.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import {
  deleteBucketAnalyticsConfiguration,
  deleteBucketIntelligentTieringConfiguration,
  deleteBucketInventoryConfiguration,
  deleteBucketMetricsConfiguration,
  getBucketAnalyticsConfiguration,
  getBucketIntelligentTieringConfiguration,
  getBucketInventoryConfiguration,
  getBucketMetricsConfiguration,
  listBucketAnalyticsConfigurations,
  listBucketIntelligentTieringConfigurations,
  listBucketInventoryConfigurations,
  listBucketMetricsConfigurations,
  putBucketAnalyticsConfiguration,
  putBucketIntelligentTieringConfiguration,
  putBucketInventoryConfiguration,
  putBucketMetricsConfiguration,
} from "./listed-configurations.ts";
import { getBucketLogging, putBucketLogging } from "./logging.ts";
import { getObjectAttributes } from "./object-attributes.ts";
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
import { refuseExpired } from "./presigned-expiry.ts";
import {
  deleteBucketOwnershipControls,
  deletePublicAccessBlock,
  getBucketOwnershipControls,
  getPublicAccessBlock,
  putBucketOwnershipControls,
  putPublicAccessBlock,
} from "./public-access.ts";
import { objectReplicated } from "./replicate.ts";
import { deleteBucketReplication, getBucketReplication, putBucketReplication } from "./replication.ts";
import { s3Slot } from "./state.ts";
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from "./uploads.ts";
import { getBucketVersioning, putBucketVersioning } from "./versioning.ts";

export const s3 = service({
  signingName: "s3",
  protocol: restXml({ xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" }),
  prepare: (request, now) => {
    refuseExpired(request, now);
    return prepare(request);
  },
  model: () => import("@aws-sdk/client-s3"),
  slots: [s3Slot],
  transitions: [objectReplicated],
  authorization: s3Authorization,
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
    getBucketLifecycleConfiguration,
    putBucketLifecycleConfiguration,
    deleteBucketLifecycle,
    getBucketLogging,
    putBucketLogging,
    getBucketReplication,
    putBucketReplication,
    deleteBucketReplication,
    getBucketCors,
    putBucketCors,
    deleteBucketCors,
    getBucketWebsite,
    putBucketWebsite,
    deleteBucketWebsite,
    getBucketAccelerateConfiguration,
    putBucketAccelerateConfiguration,
    getBucketRequestPayment,
    putBucketRequestPayment,
    getBucketNotificationConfiguration,
    putBucketNotificationConfiguration,
    putBucketMetricsConfiguration,
    getBucketMetricsConfiguration,
    deleteBucketMetricsConfiguration,
    listBucketMetricsConfigurations,
    putBucketAnalyticsConfiguration,
    getBucketAnalyticsConfiguration,
    deleteBucketAnalyticsConfiguration,
    listBucketAnalyticsConfigurations,
    putBucketInventoryConfiguration,
    getBucketInventoryConfiguration,
    deleteBucketInventoryConfiguration,
    listBucketInventoryConfigurations,
    putBucketIntelligentTieringConfiguration,
    getBucketIntelligentTieringConfiguration,
    deleteBucketIntelligentTieringConfiguration,
    listBucketIntelligentTieringConfigurations,
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
    copyObject,
    uploadPartCopy,
    getObjectAttributes,
    createMultipartUpload,
    uploadPart,
    abortMultipartUpload,
    listParts,
    listMultipartUploads,
    completeMultipartUpload,
  ],
});
