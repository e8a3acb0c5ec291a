export interface ListPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last entry of the page, when there is more after it. */
  readonly next: string | undefined;
}

/** A page of keys in order: those after `after` with `prefix`, rolled up to the first `delimiter` behind it. */
export function listPage(
  all: Iterable<string>,
  {
    prefix = "",
    delimiter = "",
    after = "",
    limit,
  }: { prefix?: string; delimiter?: string; after?: string; limit: number },
): ListPage {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const key of sorted(all, prefix)) {
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    if (entry === last || entry <= after || (cut >= 0 && after.startsWith(entry))) continue;
    if (keys.length + prefixes.length === limit)
      return { keys, prefixes, next: limit === 0 ? undefined : last };
    (cut < 0 ? keys : prefixes).push(entry);
    last = entry;
  }
  return { keys, prefixes, next: undefined };
}

/** Keys with a prefix in the order of S3: by their UTF-8 bytes. */
export function sorted(all: Iterable<string>, prefix = ""): string[] {
  const found = [...all].filter((key) => key.startsWith(prefix));
  return found.sort((a, b) => (a === b ? 0 : byBytes(a, b)));
}

function byBytes(a: string, b: string): number {
  // UTF-16 orders as UTF-8 does except where surrogates come in.
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const surrogate = /[\ud800-\udfff]/;

/** How keys travel in a listing: `encoding-type=url` writes what XML cannot carry. */
export function keyEncoder(encodingType: string | undefined): <T extends string | undefined>(key: T) => T {
  if (encodingType !== "url") return (key) => key;
  return ((key: string | undefined) => key && encodeURIComponent(key).replaceAll("%2F", "/")) as never;
}
