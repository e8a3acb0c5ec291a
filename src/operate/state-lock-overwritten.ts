import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import { stateResources } from "../terraform/state-addresses.ts";
import type { StateStore } from "./state-store.ts";

/** A resource that a state knew for a while. */
export interface OverwrittenResource {
  readonly address: string;
  /** As AWS knows it, where the state said so. */
  readonly id?: string;
}

/**
 * Resources that a state written since then knew, and that the state now does not: what one of two runs without a lock between them made, and the other overwrote.
 * Those that the state knew before count as deleted on purpose. Needs a bucket with versions.
 */
export async function overwrittenSince(store: StateStore, since: Date): Promise<OverwrittenResource[]> {
  const versions = await versionsOf(store);
  // S3 tells the time in whole seconds.
  const first = Math.floor(since.getTime() / 1000) * 1000;
  const during = versions.filter(({ at }) => at >= first);
  const before = versions.find(({ at }) => at < first);
  const read = ({ id }: { id: string }) => resourcesOf(store, id);
  const [now, old, ...between] = await Promise.all([
    during[0] ? read(during[0]) : [],
    before ? read(before) : [],
    ...during.slice(1).map(read),
  ]);
  const known = new Set([...(now ?? []), ...(old ?? [])].map(keyOf));
  const lost = between.flat().filter((one) => !known.has(keyOf(one)));
  return [...new Map(lost.map((one) => [keyOf(one), one])).values()];
}

const keyOf = ({ address, id }: OverwrittenResource): string => `${address} ${id ?? ""}`;

/** Newest first, as S3 lists them. */
async function versionsOf(store: StateStore): Promise<{ readonly id: string; readonly at: number }[]> {
  const { bucket, key, account } = store.props;
  const request = { Bucket: bucket, Prefix: key, ExpectedBucketOwner: account };
  const found: { id: string; at: number }[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await store.s3.send(
      new ListObjectVersionsCommand({ ...request, ...next }),
    );
    for (const { Key, VersionId, LastModified } of page.Versions ?? [])
      if (Key === key && VersionId) found.push({ id: VersionId, at: LastModified?.getTime() ?? 0 });
    next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return found;
}

async function resourcesOf(store: StateStore, version: string): Promise<OverwrittenResource[]> {
  const text = (await store.read(store.props.key, version))?.text ?? "";
  if (text.trim() === "") return [];
  return stateResources(JSON.parse(text)).map(({ address, attributes: { id } }) => ({
    address,
    ...(typeof id === "string" && { id }),
  }));
}
