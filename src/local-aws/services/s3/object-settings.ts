import { createHash } from "node:crypto";
import type { ServerSideEncryption, StorageClass, Tag } from "@aws-sdk/client-s3";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { encryptionKeyArn } from "./object-keys.ts";
import type { Bucket, ObjectEncryption, ObjectHeaders, ObjectSettings } from "./state.ts";

interface SettingsInput extends ObjectHeaders {
  readonly Expires?: Date;
  readonly Metadata?: Record<string, string>;
  readonly StorageClass?: StorageClass;
}

export interface EncryptionInput {
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly SSECustomerAlgorithm?: string;
  readonly SSECustomerKey?: string;
  readonly SSECustomerKeyMD5?: string;
  /** Base64 of JSON. */
  readonly SSEKMSEncryptionContext?: string;
}

/** What a request says of the object that it writes, filled up with the bucket's defaults. */
export function objectSettings(
  input: SettingsInput & EncryptionInput & { readonly Key?: string },
  bucket: Bucket,
  ctx: Context,
): ObjectSettings {
  return {
    headers: objectHeaders(input),
    metadata: ownMetadata(input),
    storageClass: input.StorageClass ?? "STANDARD",
    encryption: objectEncryption(input, bucket, ctx),
  };
}

/** Most bytes of an object's own metadata, names and values together. Source: the S3 user guide, "Working with object metadata", 2026. */
const mostMetadata = 2048;

/** @throws ServiceError `MetadataTooLarge` */
export function ownMetadata({ Metadata = {} }: SettingsInput): Record<string, string> {
  let bytes = 0;
  for (const [name, value] of Object.entries(Metadata))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes > mostMetadata)
    throw new ServiceError(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
      400,
      { Size: String(bytes), MaxSizeAllowed: String(mostMetadata) },
    );
  return Metadata;
}

export function objectHeaders(input: SettingsInput): ObjectHeaders {
  return {
    ContentType: input.ContentType ?? "binary/octet-stream",
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: input.ContentEncoding,
    ContentLanguage: input.ContentLanguage,
    ExpiresString: input.Expires?.toUTCString(),
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
  };
}

/** How an object is encrypted: by the customer's key, as asked, or as the bucket says. */
export function objectEncryption(
  input: EncryptionInput & { readonly Key?: string },
  bucket: Bucket,
  ctx: Context,
): ObjectEncryption {
  if (input.SSECustomerAlgorithm !== undefined)
    return {
      SSECustomerAlgorithm: input.SSECustomerAlgorithm,
      SSECustomerKeyMD5: customerKeyMd5(input),
    };
  refuseKeyWithoutKms(input);
  const [rule] = bucket.encryption.Rules ?? [];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? "AES256";
  if (!algorithm.startsWith("aws:kms")) return { ServerSideEncryption: algorithm };
  const key =
    input.SSEKMSKeyId ?? (byDefault?.SSEAlgorithm === algorithm ? byDefault?.KMSMasterKeyID : undefined);
  const bucketKey = (input.BucketKeyEnabled ?? rule?.BucketKeyEnabled) || undefined;
  const kmsContext = encryptionContext(input.SSEKMSEncryptionContext);
  const use = { key: input.Key ?? "", bucketKey, encryptionContext: kmsContext };
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: encryptionKeyArn(key, use, bucket, ctx),
    BucketKeyEnabled: bucketKey,
    ...(kmsContext && { kmsContext }),
  };
}

function refuseKeyWithoutKms({ SSEKMSKeyId, ServerSideEncryption: algorithm }: EncryptionInput): void {
  if (SSEKMSKeyId === undefined || algorithm?.startsWith("aws:kms")) return;
  throw new ServiceError(
    "InvalidArgument",
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    400,
    { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: algorithm ?? "null" },
  );
}

/** @throws InvalidArgument when it is not base64 of a JSON object of texts */
function encryptionContext(header: string | undefined): Readonly<Record<string, string>> | undefined {
  if (header === undefined) return undefined;
  try {
    const context: unknown = JSON.parse(Buffer.from(header, "base64").toString());
    if (typeof context === "object" && context !== null)
      return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
  } catch {
    // Refused below, as what is JSON and no object.
  }
  throw new ServiceError(
    "InvalidArgument",
    "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
    400,
    { ArgumentName: "x-amz-server-side-encryption-context" },
  );
}

/** @throws InvalidRequest when an object under the customer's key is asked for without that key, or with another one. */
export function checkCustomerKey(encryption: ObjectEncryption, input: EncryptionInput): void {
  const wanted = encryption.SSECustomerKeyMD5;
  if (wanted === undefined) return;
  if (input.SSECustomerKey === undefined)
    throw new ServiceError(
      "InvalidRequest",
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
      400,
    );
  if (customerKeyMd5(input) !== wanted) throw new ServiceError("AccessDenied", "Access Denied", 403);
}

function customerKeyMd5({ SSECustomerKey = "", SSECustomerKeyMD5 }: EncryptionInput): string {
  const md5 = createHash("md5").update(Buffer.from(SSECustomerKey, "base64")).digest("base64");
  if (SSECustomerKeyMD5 !== undefined && SSECustomerKeyMD5 !== md5)
    throw new ServiceError(
      "InvalidArgument",
      "The calculated MD5 hash of the key did not match the hash that was provided.",
      400,
      { ArgumentName: "x-amz-server-side-encryption" },
    );
  return md5;
}

/** Tags out of `x-amz-tagging`: `key=value&key=value`. */
export function headerTags(tagging: string | undefined): Tag[] {
  return [...new URLSearchParams(tagging ?? "")].map(([Key, Value]) => ({ Key, Value }));
}

/** MD5 of the bytes; of what KMS or a customer's key encrypts, S3 gives an arbitrary value. */
export function etagOf(
  body: Uint8Array,
  { ServerSideEncryption: algorithm }: ObjectEncryption,
  ctx: Context,
): string {
  const plain = algorithm === "AES256";
  return `"${plain ? createHash("md5").update(body).digest("hex") : ctx.ids.hex(32)}"`;
}
