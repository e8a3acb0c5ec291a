import { InvalidMarkerException } from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";

interface PageInput {
  readonly Limit?: number;
  readonly Marker?: string;
}

export interface Page<T> {
  readonly items: T[];
  readonly more: { readonly Truncated: boolean; readonly NextMarker?: string };
}

/**
 * One page of a list in its order. The marker holds the last item that was shown.
 * @throws InvalidMarkerException when that item is not there any more
 */
export function page<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { Limit = 100, Marker }: PageInput,
): Page<T> {
  const start = Marker === undefined ? 0 : 1 + all.findIndex((item) => toMarker(idOf(item)) === Marker);
  if (Marker !== undefined && start === 0) throw exception(InvalidMarkerException, "Invalid marker.");
  const items = all.slice(start, start + Limit);
  const last = items.at(-1);
  if (last === undefined || start + items.length === all.length) return { items, more: { Truncated: false } };
  return { items, more: { Truncated: true, NextMarker: toMarker(idOf(last)) } };
}

function toMarker(id: string): string {
  return Buffer.from(id).toString("base64");
}
