import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, vi } from "vitest";
import { localAwsEnvironment } from "../local-aws/daemon.ts";
import { type LocalServer, serve } from "../local-aws/server.ts";
import { type TestAws, testAws } from "../local-aws/test-aws.ts";

const REGION = "ap-southeast-1";

/**
 * For tests of commands that act on an account: one on which nothing is deployed but the state bucket, found as the SDK finds any account. Gives back how
 * a test reaches it by itself.
 */
export function testAccount(account = "123456789012"): Pick<TestAws, "client"> {
  const { aws, client } = testAws({ account });
  let server: LocalServer;
  beforeAll(async () => {
    const s3 = client(S3Client);
    const Bucket = `terraform-state-retail-mlops-${account}`;
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    server = await serve(aws);
    for (const [name, value] of Object.entries(localAwsEnvironment(server, account, REGION, {})))
      vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  return { client };
}
