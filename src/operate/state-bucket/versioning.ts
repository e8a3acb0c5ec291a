import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import type { Requirement } from "./bucket.ts";

/** Each state that was ever written can be brought back. */
export const versioning: Requirement = {
  name: "versioning",
  async check(bucket) {
    const { s3, owned } = bucket;
    const found = await bucket.read("s3:GetBucketVersioning", () =>
      s3.send(new GetBucketVersioningCommand(owned)),
    );
    if (found?.Status === "Enabled") return undefined;
    const wanted = { ...owned, VersioningConfiguration: { Status: "Enabled" } } as const;
    return {
      was: found?.Status ?? "off",
      mend: () =>
        bucket.write("s3:PutBucketVersioning", () => s3.send(new PutBucketVersioningCommand(wanted))),
    };
  },
};
