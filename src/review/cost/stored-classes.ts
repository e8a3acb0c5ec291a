import type { Estate, OwnedResource } from "./estate.ts";
import { blocks, DAYS_PER_MONTH, numberOf } from "./pricer.ts";

/** How a bucket's objects age: which class they are in from which day on, and when they are gone. */
export interface ObjectLife {
  /** By age; the first starts at day 0. */
  readonly classes: readonly { readonly fromDay: number; readonly storageClass: string }[];
  readonly expireDays?: number;
  /** How long old versions stay; undefined where they are never cleared away, 0 where there are none. */
  readonly noncurrentDays?: number;
}

/** Reads a bucket's versioning and lifecycle rules, as far as they are for all of its objects. */
export function objectLife(bucket: OwnedResource, estate: Estate, firstClass = "STANDARD"): ObjectLife {
  const rules = estate
    .pointingTo(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
    .flatMap(({ attributes }) => blocks(attributes, "rule"))
    .filter(({ status }) => status === undefined || status === "Enabled");
  const versioned = estate
    .pointingTo(bucket, "aws_s3_bucket_versioning", "bucket")
    .flatMap(({ attributes }) => blocks(attributes, "versioning_configuration"))
    .some(({ status }) => status === "Enabled");
  const moves = rules
    .flatMap((rule) => blocks(rule, "transition"))
    .map((one) => ({ fromDay: numberOf(one, "days") ?? 0, storageClass: String(one.storage_class) }))
    .sort((a, b) => a.fromDay - b.fromDay);
  const cleared = rules
    .flatMap((rule) => blocks(rule, "noncurrent_version_expiration"))
    .map((one) => numberOf(one, "noncurrent_days"));
  return {
    classes: [{ fromDay: 0, storageClass: firstClass }, ...moves],
    expireDays: rules
      .flatMap((rule) => blocks(rule, "expiration"))
      .flatMap((one) => numberOf(one, "days") || [])[0],
    noncurrentDays: versioned ? cleared[0] : 0,
  };
}

/** What a bucket holds when a steady amount is written and `stored` is kept, in GB by storage class. */
export function storedByClass(
  life: ObjectLife,
  written: number,
  stored = Number.POSITIVE_INFINITY,
): Map<string, number> {
  const perDay = written / DAYS_PER_MONTH;
  const limit = Math.min(stored, perDay * (life.expireDays ?? Number.POSITIVE_INFINITY) || 0);
  const kept = life.expireDays === undefined ? stored : limit;
  const found = new Map<string, number>();
  life.classes.forEach(({ fromDay, storageClass }, index) => {
    const until = life.classes[index + 1]?.fromDay ?? Number.POSITIVE_INFINITY;
    const younger = (day: number) => (day === Number.POSITIVE_INFINITY ? kept : Math.min(kept, perDay * day));
    const gb = younger(until) - younger(fromDay);
    found.set(storageClass, (found.get(storageClass) ?? 0) + gb);
  });
  return found;
}
