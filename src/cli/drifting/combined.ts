import { isDeepStrictEqual } from "node:util";

/**
 * Several changes of one value as one, such as another `min_size` and another `max_size`, or two elements more of a list; undefined where they exclude
 * each other.
 */
export function combined(now: unknown, values: readonly unknown[]): unknown {
  const different = values.filter((one) => !isDeepStrictEqual(one, now));
  const [first, ...others] = different;
  if (others.every((one) => isDeepStrictEqual(one, first))) return different.length > 0 ? first : now;
  if (Array.isArray(now) && different.every((one) => Array.isArray(one))) return combinedList(now, different);
  if (isObject(now) && different.every(isObject)) return combinedObject(now, different);
  return undefined;
}

function combinedList(now: readonly unknown[], lists: readonly (readonly unknown[])[]): unknown[] {
  const has = (list: readonly unknown[], wanted: unknown) =>
    list.some((one) => isDeepStrictEqual(one, wanted));
  const stay = now.filter((one) => lists.every((list) => has(list, one)));
  const come: unknown[] = [];
  for (const one of lists.flat()) if (!has(now, one) && !has(come, one)) come.push(one);
  return [...stay, ...come];
}

function combinedObject(now: Attributes, objects: readonly Attributes[]): Attributes | undefined {
  const together: Record<string, unknown> = {};
  for (const name of new Set([now, ...objects].flatMap(Object.keys))) {
    const values = objects.map((one) => one[name]);
    together[name] = combined(now[name], values);
    if (together[name] === undefined && values.some((one) => one !== undefined)) return undefined;
  }
  return together;
}

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);
