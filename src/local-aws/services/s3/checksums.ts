import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { ChecksumAlgorithm } from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { crc32c, crc64nvme } from "./crc.ts";
import type { Checksums } from "./state.ts";

/** What we can compute; the others that the model knows (XXHASH…) are kept as the client gave them. */
const algorithms: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  CRC32: (bytes) => {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(crc32(bytes));
    return out;
  },
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: (bytes) => createHash("sha1").update(bytes).digest(),
  SHA256: (bytes) => createHash("sha256").update(bytes).digest(),
  SHA512: (bytes) => createHash("sha512").update(bytes).digest(),
  MD5: (bytes) => createHash("md5").update(bytes).digest(),
};

const given = /^Checksum(?!Algorithm|Type|Mode)/;

export interface ChecksumInput {
  readonly ChecksumAlgorithm?: ChecksumAlgorithm;
  readonly ContentMD5?: string;
}

/**
 * The checksums to keep of an upload: those that the client sent, else of the algorithm that it named, else CRC-64/NVME as S3 does.
 * @throws BadDigest when what was sent does not match the bytes, InvalidDigest when it is no digest.
 */
export function checksumsOf(input: ChecksumInput, body: Uint8Array): Checksums {
  checkMd5(input.ContentMD5, body);
  const sent = sentChecksums(input);
  for (const [member, value] of Object.entries(sent)) {
    const name = member.slice("Checksum".length);
    const compute = algorithms[name];
    if (compute && compute(body).toString("base64") !== value)
      throw new ServiceError(
        "BadDigest",
        `The ${name} you specified did not match the calculated checksum.`,
        400,
      );
  }
  return Object.keys(sent).length > 0 ? sent : computed(input.ChecksumAlgorithm ?? "CRC64NVME", body);
}

/** The checksum of one algorithm; none where we cannot compute it. */
export function computed(algorithm: string, body: Uint8Array): Checksums {
  const value = algorithms[algorithm]?.(body).toString("base64");
  return value === undefined ? {} : { [`Checksum${algorithm}`]: value };
}

/** The checksum over the checksums of an object's parts, as `<base64>-<number of parts>`. */
export function composite(algorithm: string, parts: readonly Checksums[]): Checksums {
  const member = `Checksum${algorithm}`;
  const values = parts.map((part) => part[member]);
  const value = algorithms[algorithm]?.(Buffer.concat(values.map((one) => Buffer.from(one ?? "", "base64"))));
  if (!value || values.includes(undefined)) return {};
  return { [member]: `${value.toString("base64")}-${parts.length}` };
}

/** The checksums that a request carries, by member. */
function sentChecksums(input: object): Checksums {
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => given.test(name) && typeof value === "string"),
  );
}

function checkMd5(contentMd5: string | undefined, body: Uint8Array): void {
  if (contentMd5 === undefined) return;
  const sent = Buffer.from(contentMd5, "base64");
  if (sent.byteLength !== 16)
    throw new ServiceError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, {
      "Content-MD5": contentMd5,
    });
  const actual = createHash("md5").update(body).digest();
  if (!actual.equals(sent))
    throw new ServiceError(
      "BadDigest",
      "The Content-MD5 you specified did not match what we received.",
      400,
      {
        ExpectedDigest: contentMd5,
        CalculatedDigest: actual.toString("base64"),
      },
    );
}
