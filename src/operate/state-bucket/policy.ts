import { GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { Bucket, Requirement } from "./bucket.ts";
import { canonical } from "./canonical.ts";

interface Statement {
  readonly Sid?: string;
  readonly [part: string]: unknown;
}

interface Policy {
  readonly Version?: string;
  readonly Statement?: Statement | readonly Statement[];
}

/** What the tool itself deletes: Terraform's lock when it is released, and its own notes. */
const DELETABLE = ["*/terraform.tfstate.tflock", "*/infra/*"];

/** In force for everybody, administrators too, who may still change the policy itself. */
const statements: Readonly<Record<string, (bucket: Bucket) => Statement>> = {
  "TLS only": ({ arn }) => ({
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
  // Lifecycle rules are S3's own doing and not held to a policy.
  "no deletion of states": ({ arn }) => ({
    Sid: "StatesStay",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    NotResource: DELETABLE.map((path) => `${arn}/${path}`),
  }),
};

/** TLS for every request, and no deletion of states; statements of others stay. */
export const policy: Requirement = {
  name: "policy",
  async check(bucket) {
    const { s3, owned } = bucket;
    const found = await bucket.read("s3:GetBucketPolicy", () => s3.send(new GetBucketPolicyCommand(owned)));
    const now: Policy = found?.Policy ? JSON.parse(found.Policy) : { Version: "2012-10-17" };
    const there = [now.Statement ?? []].flat();
    const wanted = Object.entries(statements).map(([name, make]) => ({ name, statement: make(bucket) }));
    const wrong = wanted.filter(
      ({ statement }) => !there.some((one) => canonical(one) === canonical(statement)),
    );
    if (wrong.length === 0) return undefined;
    const ours = new Set(wanted.map(({ statement }) => statement.Sid));
    const kept = there.filter(({ Sid }) => Sid === undefined || !ours.has(Sid));
    const merged = { ...now, Statement: [...kept, ...wanted.map(({ statement }) => statement)] };
    return {
      was: wrong
        .map(({ name, statement }) =>
          there.some(({ Sid }) => Sid === statement.Sid) ? `${name}: changed` : `${name}: missing`,
        )
        .join(", "),
      mend: () =>
        bucket.write("s3:PutBucketPolicy", () =>
          s3.send(new PutBucketPolicyCommand({ ...owned, Policy: JSON.stringify(merged) })),
        ),
    };
  },
};
