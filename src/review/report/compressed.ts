import { deflateRawSync } from "node:zlib";

/** JSON as deflated base64, which a page's `DecompressionStream("deflate-raw")` reads. */
export function compressed(value: unknown): string {
  return deflateRawSync(JSON.stringify(value), { level: 9 }).toString("base64");
}
