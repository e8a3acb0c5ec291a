import type { Ids } from "../ids.ts";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const pattern = /^(AKIA|ASIA)[A-Z2-7]{16}$/;

/**
 * A new access key's id, `AKIA…` of a user and `ASIA…` of a session. As on AWS it holds its account: the 40 bits that follow the
 * first one after the prefix. Source: "A short note on AWS key ID" (Tal Be'ery, 2023), and botocore's tests of the same.
 */
export function newAccessKeyId(prefix: "AKIA" | "ASIA", account: string, ids: Ids): string {
  const bits = (1n << 79n) | (BigInt(account) << 39n) | BigInt(`0x${ids.hex(9)}`);
  let text = "";
  for (let shift = 75n; shift >= 0n; shift -= 5n) text += base32[Number((bits >> shift) & 31n)];
  return prefix + text;
}

/** Account of an access key that has the form of AWS's; undefined for every other key. */
export function accountOfKey(accessKeyId: string): string | undefined {
  if (!pattern.test(accessKeyId)) return undefined;
  let bits = 0n;
  for (const character of accessKeyId.slice(4)) bits = (bits << 5n) | BigInt(base32.indexOf(character));
  return ((bits >> 39n) & 0xffffffffffn).toString().padStart(12, "0");
}
