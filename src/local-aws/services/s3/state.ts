import type {
  AccessControlPolicy,
  AnalyticsConfiguration,
  BucketLifecycleConfiguration,
  ChecksumAlgorithm,
  ChecksumType,
  CORSConfiguration,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  ObjectLockConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryption,
  ServerSideEncryptionConfiguration,
  StorageClass,
  Tag,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from "@aws-sdk/client-s3";
import { slot } from "../../store.ts";

/** All buckets of all accounts by name: a bucket's name is unique in the whole of AWS. */
export interface S3State {
  readonly buckets: Map<string, Bucket>;
}

export interface Bucket {
  readonly name: string;
  /** Account that owns it. */
  readonly owner: string;
  readonly region: string;
  readonly created: Date;
  /** Undefined until versioning was first enabled; from then on it can only be suspended. */
  versioning?: "Enabled" | "Suspended";
  mfaDelete?: "Enabled" | "Disabled";
  encryption: ServerSideEncryptionConfiguration;
  /** As it was put: JSON text. */
  policy?: string;
  publicAccessBlock?: PublicAccessBlockConfiguration;
  ownershipControls?: OwnershipControls;
  acl: AccessControlPolicy;
  lifecycle?: BucketLifecycleConfiguration;
  transitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize;
  logging?: LoggingEnabled;
  replication?: ReplicationConfiguration;
  tags?: Tag[];
  cors?: CORSConfiguration;
  website?: WebsiteConfiguration;
  accelerate?: "Enabled" | "Suspended";
  payer: "BucketOwner" | "Requester";
  notification: NotificationConfiguration;
  objectLock?: ObjectLockConfiguration;
  readonly analytics: Map<string, AnalyticsConfiguration>;
  readonly intelligentTiering: Map<string, IntelligentTieringConfiguration>;
  readonly inventory: Map<string, InventoryConfiguration>;
  readonly metrics: Map<string, MetricsConfiguration>;
  /** Versions by key, newest first; never an empty list. */
  readonly objects: Map<string, ObjectVersion[]>;
  readonly uploads: Map<string, Upload>;
}

/** Whether access control lists count: not where the bucket's owner owns whatever is in it. */
export function listsApply({ ownershipControls }: Bucket): boolean {
  return ownershipControls?.Rules?.[0]?.ObjectOwnership !== "BucketOwnerEnforced";
}

/** What a client says of an object besides its bytes. */
export interface ObjectSettings {
  readonly headers: ObjectHeaders;
  readonly metadata: Record<string, string>;
  readonly storageClass: StorageClass;
  readonly encryption: ObjectEncryption;
}

/** Headers that come back with the object as they were given. */
export interface ObjectHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ExpiresString?: string;
  readonly WebsiteRedirectLocation?: string;
}

export interface ObjectEncryption {
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly SSECustomerAlgorithm?: string;
  readonly SSECustomerKeyMD5?: string;
  /** What the client added to the encryption context. */
  readonly kmsContext?: Readonly<Record<string, string>>;
}

/** Base64 by the member's name, such as `ChecksumCRC32`. */
export type Checksums = Readonly<Record<string, string>>;

export interface ObjectVersion extends ObjectSettings {
  readonly key: string;
  /** `null` for what was written without versioning. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly lastModified: Date;
  /** With its quotation marks. */
  readonly etag: string;
  readonly body: Uint8Array;
  readonly checksums: Checksums;
  readonly checksumType?: ChecksumType;
  /** Sizes of the parts in bytes, of objects that were uploaded in parts. */
  readonly partSizes?: readonly number[];
  tags: Tag[];
  acl?: AccessControlPolicy;
  /** Account that wrote it and so owns it, where that is not the bucket's owner. */
  readonly owner?: string;
  /** Where its copy to another bucket stands, or that it is one. */
  replication?: "PENDING" | "COMPLETED" | "FAILED" | "REPLICA";
  retention?: { Mode?: "GOVERNANCE" | "COMPLIANCE"; RetainUntilDate?: Date };
  legalHold?: "ON" | "OFF";
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload extends ObjectSettings {
  readonly id: string;
  readonly key: string;
  readonly initiated: Date;
  readonly tags: Tag[];
  readonly acl?: AccessControlPolicy;
  readonly owner?: string;
  readonly lock: Pick<ObjectVersion, "retention" | "legalHold">;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
  readonly parts: Map<number, UploadedPart>;
}

export interface UploadedPart {
  readonly etag: string;
  readonly lastModified: Date;
  readonly body: Uint8Array;
  readonly checksums: Checksums;
}

export const s3Slot = slot<S3State>({
  name: "s3",
  scope: "global",
  create: () => ({ buckets: new Map() }),
  inventory: ({ buckets }) =>
    [...buckets.values()].map(({ name, owner, region }) => ({
      type: "AWS::S3::Bucket",
      id: name,
      account: owner,
      region,
    })),
});
