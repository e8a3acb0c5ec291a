import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import type { Bucket, Requirement } from "./bucket.ts";
import { canonical } from "./canonical.ts";

/** How long old versions are kept, in days. Locks as long as states: they alone say who wrote a state. */
const OLD_DAYS = 90;
/** However old, so many old states stay: an environment that rests for a year keeps its history. S3 allows up to 100. */
const OLD_STATES = 20;
const NOTE_DAYS = 1;
const UPLOAD_DAYS = 7;

/** Another environment's `init` writes the same list: whoever finds its rules gone writes them once more, so often. */
const TRIES = 3;

/** Old states, locks and notes go in time; rules of others, and of other environments, stay. */
export const lifecycle: Requirement = {
  name: "lifecycle",
  async check(bucket) {
    const there = (await readLifecycle(bucket))?.Rules ?? [];
    const wrong = missingOf(there, bucket);
    if (wrong.length === 0) return undefined;
    const changed = wrong.some(({ ID }) => there.some((one) => one.ID === ID));
    return {
      was: changed ? "changed" : there.length > 0 ? "without these rules" : "missing",
      mend: async () => {
        for (let attempt = 0; attempt < TRIES; attempt++) {
          // Read again: the rules that were there a moment ago may be more by now, and all are written at once.
          const found = await readLifecycle(bucket);
          if (missingOf(found?.Rules ?? [], bucket).length === 0) return;
          await addRules(bucket, found);
        }
      },
    };
  },
};

function missingOf(there: readonly LifecycleRule[], { props }: Bucket): LifecycleRule[] {
  return rulesFor(props.key).filter((rule) => !there.some((one) => canonical(one) === canonical(rule)));
}

async function addRules(bucket: Bucket, found: Awaited<ReturnType<typeof readLifecycle>>): Promise<void> {
  const { s3, owned, props } = bucket;
  const wanted = rulesFor(props.key);
  const ours = new Set(wanted.map(({ ID }) => ID));
  const kept = (found?.Rules ?? []).filter(({ ID }) => !ours.has(ID)).map(withFilter);
  const request = {
    ...owned,
    TransitionDefaultMinimumObjectSize: found?.TransitionDefaultMinimumObjectSize,
    LifecycleConfiguration: { Rules: [...kept, ...wanted] },
  };
  await bucket.write("s3:PutLifecycleConfiguration", () =>
    s3.send(new PutBucketLifecycleConfigurationCommand(request)),
  );
}

/** Rules of others that delete states earlier than ours do, a sentence each. */
export async function hastyRules(bucket: Bucket): Promise<string[]> {
  const { key } = bucket.props;
  const ours = new Set(rulesFor(key).map(({ ID }) => ID));
  const { Rules = [] } = (await readLifecycle(bucket)) ?? {};
  return Rules.filter((rule) => rule.Status === "Enabled" && !ours.has(rule.ID) && covers(rule, key)).flatMap(
    ({ ID, Expiration, NoncurrentVersionExpiration }) => {
      const name = `Lifecycle rule "${ID}" of the state bucket`;
      const old = NoncurrentVersionExpiration?.NoncurrentDays ?? OLD_DAYS;
      if (Expiration?.Days !== undefined || Expiration?.Date !== undefined)
        return [`${name} deletes states, the current one too: remove it, or narrow its prefix.`];
      return old < OLD_DAYS ? [`${name} deletes old states after ${old} days, not after ${OLD_DAYS}.`] : [];
    },
  );
}

function readLifecycle(bucket: Bucket) {
  const { s3, owned } = bucket;
  return bucket.read("s3:GetLifecycleConfiguration", () =>
    s3.send(new GetBucketLifecycleConfigurationCommand(owned)),
  );
}

function rulesFor(key: string): LifecycleRule[] {
  const environment = key.split("/").slice(0, -1).join("/");
  const Status = "Enabled";
  // Where nothing but the marker of a deletion is left of a lock or a note, it goes as well.
  const Expiration = { ExpiredObjectDeleteMarker: true };
  return [
    {
      ID: `${environment}: old states`,
      Status,
      Filter: { Prefix: key },
      NoncurrentVersionExpiration: { NoncurrentDays: OLD_DAYS, NewerNoncurrentVersions: OLD_STATES },
    },
    {
      ID: `${environment}: old locks`,
      Status,
      Filter: { Prefix: `${key}.tflock` },
      NoncurrentVersionExpiration: { NoncurrentDays: OLD_DAYS },
      Expiration,
    },
    {
      ID: `${environment}: old notes`,
      Status,
      Filter: { Prefix: `${environment}/infra/` },
      NoncurrentVersionExpiration: { NoncurrentDays: NOTE_DAYS },
      Expiration,
    },
    {
      ID: "incomplete uploads",
      Status,
      Filter: { Prefix: "" },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOAD_DAYS },
    },
  ];
}

/** S3 takes the old form of a rule's prefix only where all rules have it. */
function withFilter({ Prefix, ...rule }: LifecycleRule): LifecycleRule {
  return Prefix === undefined ? rule : { ...rule, Filter: { Prefix } };
}

function covers({ Filter, Prefix }: LifecycleRule, key: string): boolean {
  const tagged = Filter?.Tag !== undefined || (Filter?.And?.Tags?.length ?? 0) > 0;
  return !tagged && key.startsWith(Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? "");
}
