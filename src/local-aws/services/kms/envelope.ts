import { createCipheriv, createDecipheriv } from "node:crypto";
import { InvalidCiphertextException } from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { randomBytes } from "./new-key.ts";
import type { Key } from "./state.ts";

export type EncryptionContext = Readonly<Record<string, string>>;

/** The first bytes of every ciphertext of a symmetric KMS key: `AQICAH` in base64. */
const magic = Buffer.from([1, 2, 2, 0, 0x78]);
const idBytes = 36;
const accountBytes = 12;
const ivBytes = 12;
const tagBytes = 16;
const nameBytes = magic.byteLength + idBytes + accountBytes;
/** magic, key id, account, number of the material, IV, tag */
const headBytes = nameBytes + 4 + ivBytes + tagBytes;

/** Encrypts under the key's newest material: AES-256-GCM with the encryption context as additional data. */
export function seal(
  key: Key,
  plaintext: Uint8Array,
  context: EncryptionContext | undefined,
  ctx: Context,
): Uint8Array {
  const number = key.material.length - 1;
  const iv = randomBytes(ivBytes, ctx.ids);
  const cipher = createCipheriv("aes-256-gcm", materialOf(key, number), iv).setAAD(
    additionalData(key, context),
  );
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(number);
  return new Uint8Array(
    Buffer.concat([
      magic,
      Buffer.from(key.keyId + key.account, "latin1"),
      version,
      iv,
      cipher.getAuthTag(),
      body,
    ]),
  );
}

/** The id and account of the key that made a ciphertext. @throws InvalidCiphertextException */
export function makerOf(ciphertext: Uint8Array | undefined): { keyId: string; account: string } {
  const bytes = Buffer.from(ciphertext ?? []);
  if (bytes.byteLength < headBytes || !bytes.subarray(0, magic.byteLength).equals(magic)) throw invalid();
  const account = bytes.toString("latin1", magic.byteLength + idBytes, nameBytes);
  return { keyId: bytes.toString("latin1", magic.byteLength, magic.byteLength + idBytes), account };
}

/** @throws InvalidCiphertextException when the bytes or the encryption context are not those of the encryption */
export function open(key: Key, ciphertext: Uint8Array, context: EncryptionContext | undefined): Uint8Array {
  const bytes = Buffer.from(ciphertext);
  let at = nameBytes;
  const number = bytes.readUInt32BE(at);
  at += 4;
  const iv = bytes.subarray(at, at + ivBytes);
  const tag = bytes.subarray(at + ivBytes, headBytes);
  const decipher = createDecipheriv("aes-256-gcm", materialOf(key, number), iv)
    .setAAD(additionalData(key, context))
    .setAuthTag(tag);
  try {
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]));
  } catch {
    throw invalid();
  }
}

function materialOf({ material }: Key, number: number): Uint8Array {
  const found = material[number];
  if (!found) throw invalid();
  return found;
}

/** Key and context, the context in the order of its keys: clients send it in any. */
function additionalData({ keyId }: Key, context: EncryptionContext = {}): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, pairs]));
}

function invalid(): Error {
  return exception(InvalidCiphertextException, "");
}
