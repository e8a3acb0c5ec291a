import { GetBucketEncryptionCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import type { Requirement } from "./bucket.ts";

/** S3's own key, or one of the account's: both are fine. */
const fine = new Set<string | undefined>(["AES256", "aws:kms", "aws:kms:dsse"]);

/** What is written is encrypted, also by whoever does not ask for it. */
export const encryption: Requirement = {
  name: "encryption",
  async check(bucket) {
    const { s3, owned } = bucket;
    const found = await bucket.read("s3:GetEncryptionConfiguration", () =>
      s3.send(new GetBucketEncryptionCommand(owned)),
    );
    const [rule] = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const now = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    if (fine.has(now)) return undefined;
    const wanted = {
      ...owned,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } } as const],
      },
    };
    return {
      was: now ?? "off",
      mend: () =>
        bucket.write("s3:PutEncryptionConfiguration", () => s3.send(new PutBucketEncryptionCommand(wanted))),
    };
  },
};
