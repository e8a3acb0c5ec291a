import { ServiceError } from "../../errors.ts";

/** First and last byte of a part, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The part that a `Range` header asks for, out of `size` bytes; undefined where the whole is answered (no or an unusable header).
 * @throws InvalidRange (416) when nothing of it is there.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  if (first >= size || (from === "" && to === "0"))
    throw new ServiceError(
      "InvalidRange",
      "The requested range is not satisfiable",
      416,
      { RangeRequested: header ?? "", ActualObjectSize: String(size) },
      { "content-range": `bytes */${size}` },
    );
  return { first, last };
}

/** The bytes of one part of an object that was uploaded in parts. @throws InvalidPartNumber (416) */
export function partRange(partNumber: number, sizes: readonly number[]): ByteRange {
  const size = sizes[partNumber - 1];
  if (size === undefined)
    throw new ServiceError("InvalidPartNumber", "The requested partnumber is not satisfiable", 416);
  const first = sizes.slice(0, partNumber - 1).reduce((sum, one) => sum + one, 0);
  return { first, last: first + size - 1 };
}
