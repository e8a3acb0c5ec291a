import { ServiceError } from "../../errors.ts";

interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
  readonly PathPrefix?: string;
}

/** What every list of IAM says about its pages. */
export interface Page {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/**
 * One page of a list in the order of its keys. The marker holds the last key that was shown, so that what is created or
 * deleted between two pages neither repeats nor hides anything else.
 */
export function page<T>(
  all: Iterable<T>,
  keyOf: (item: T) => string,
  { Marker, MaxItems = 100 }: PageInput,
): { items: T[]; page: Page } {
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const keyed = [...all].map((item) => ({ item, key: keyOf(item) }));
  const rest = (after === undefined ? keyed : keyed.filter(({ key }) => key > after)).sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  const shown = rest.slice(0, MaxItems);
  const last = shown.at(-1);
  const truncated = last !== undefined && rest.length > shown.length;
  return {
    items: shown.map(({ item }) => item),
    page: truncated ? { IsTruncated: true, Marker: writeMarker(last.key) } : { IsTruncated: false },
  };
}

/** One page of what has a name and a path, of the path asked for. */
export function pageByName<T extends { readonly name: string; readonly path: string }>(
  all: Iterable<T>,
  input: PageInput,
): { items: T[]; page: Page } {
  const { PathPrefix = "/" } = input;
  const inPath = PathPrefix === "/" ? all : [...all].filter(({ path }) => path.startsWith(PathPrefix));
  return page(inPath, ({ name }) => name, input);
}

function writeMarker(key: string): string {
  return Buffer.from(key).toString("base64");
}

function readMarker(marker: string): string {
  const key = Buffer.from(marker, "base64").toString();
  if (writeMarker(key) !== marker) throw new ServiceError("ValidationError", "Invalid Marker.");
  return key;
}
