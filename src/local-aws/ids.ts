import { createHash, randomBytes } from "node:crypto";

/** Where ids come from; one seed gives the same ids in the same order. */
export interface Ids {
  /** `digits` hexadecimal digits. */
  hex(digits: number): string;
  /** `<prefix>-` and 17 hexadecimal digits, as EC2 names things. */
  resource(prefix: string): string;
  uuid(): string;
  /** `prefix` and upper-case letters and digits up to `length` in all, as IAM's `AROA…`. */
  unique(prefix: string, length: number): string;
  /** A whole number from 0 up to but not including `below`. */
  integer(below: number): number;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Ids from a small generator (sfc32); without a seed it starts from the system's random bytes. A seed has a series for each start. */
export function ids(seed?: number, start = 0): Ids {
  return generator(
    seed === undefined ? randomBytes(12) : seeded(start === 0 ? `${seed}` : `${seed}/${start}`),
  );
}

/** Twelve bytes; a short text stands in them as it is. */
function seeded(text: string): Buffer {
  if (text.length <= 7) return Buffer.from(`seed-${text.padStart(7, "0")}`);
  return createHash("sha256").update(text).digest().subarray(0, 12);
}

function generator(start: Buffer): Ids {
  const next = sfc32(start.readUInt32LE(0), start.readUInt32LE(4), start.readUInt32LE(8));
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) text += eightDigits(next());
    return text.slice(0, digits);
  };
  return {
    hex,
    resource: (prefix) => `${prefix}-0${hex(16)}`,
    uuid: () => {
      const h = hex(32);
      const variant = "89ab"[next() & 3];
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
    },
    unique: (prefix, length) => {
      let text = prefix;
      while (text.length < length) text += base32[next() & 31];
      return text;
    },
    integer: (below) => Math.floor((next() / 2 ** 32) * below),
  };
}

const twoDigits = Array.from({ length: 256 }, (_one, byte) => byte.toString(16).padStart(2, "0"));

/** Out of a table: every request has an id, and `toString(16)` takes several times as long. */
function eightDigits(number: number): string {
  return `${twoDigits[number >>> 24]}${twoDigits[(number >>> 16) & 255]}${twoDigits[(number >>> 8) & 255]}${twoDigits[number & 255]}`;
}

function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
