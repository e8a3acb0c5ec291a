import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import type { Requirement } from "./bucket.ts";

const closed = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Nothing in it can be made public, by whatever policy or list. */
export const publicAccessBlock: Requirement = {
  name: "public access block",
  async check(bucket) {
    const { s3, owned } = bucket;
    const found = await bucket.read("s3:GetBucketPublicAccessBlock", () =>
      s3.send(new GetPublicAccessBlockCommand(owned)),
    );
    const now = found?.PublicAccessBlockConfiguration;
    const open = Object.keys(closed).filter((name) => !now?.[name as keyof typeof closed]);
    if (open.length === 0) return undefined;
    const wanted = { ...owned, PublicAccessBlockConfiguration: closed };
    return {
      was: now ? `without ${open.join(", ")}` : "missing",
      mend: () =>
        bucket.write("s3:PutBucketPublicAccessBlock", () => s3.send(new PutPublicAccessBlockCommand(wanted))),
    };
  },
};
