import {
  GetBucketOwnershipControlsCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import type { Bucket, Requirement } from "./bucket.ts";

const ENFORCED = "BucketOwnerEnforced";

/** Whatever is in it belongs to the account, and access lists count for nothing. */
export const ownership: Requirement = {
  name: "object ownership",
  async check(bucket) {
    const { s3, owned } = bucket;
    const found = await bucket.read("s3:GetBucketOwnershipControls", () =>
      s3.send(new GetBucketOwnershipControlsCommand(owned)),
    );
    const now = found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    return now === ENFORCED ? undefined : { was: now ?? "missing", mend: () => enforce(bucket) };
  },
};

async function enforce(bucket: Bucket): Promise<void> {
  const { s3, owned } = bucket;
  const wanted = { ...owned, OwnershipControls: { Rules: [{ ObjectOwnership: ENFORCED } as const] } };
  const put = () =>
    bucket.write("s3:PutBucketOwnershipControls", () =>
      s3.send(new PutBucketOwnershipControlsCommand(wanted)),
    );
  try {
    await put();
  } catch (error) {
    // S3 refuses while the list still gives something to others.
    if ((error as Error).name !== "InvalidBucketAclWithObjectOwnership") throw error;
    await bucket.write("s3:PutBucketAcl", () =>
      s3.send(new PutBucketAclCommand({ ...owned, ACL: "private" })),
    );
    await put();
  }
}
