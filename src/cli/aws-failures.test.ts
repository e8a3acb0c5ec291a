import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { testAws } from "../local-aws/test-aws.ts";
import { awsFailure } from "./aws-failures.ts";

const thrownBy = async (client: S3Client): Promise<unknown> =>
  client
    .send(new GetObjectCommand({ Bucket: "states", Key: "dev/terraform.tfstate" }))
    .catch((error) => error);

it("says what AWS refused, and what to do", async () => {
  const refused = awsFailure(await thrownBy(testAws().client(S3Client)));
  expect(refused).toMatchObject({
    name: "UserError",
    message: expect.stringMatching(
      /^AWS refused a request: NoSuchBucket: The specified bucket does not exist/,
    ),
    next: [expect.stringContaining("infra init")],
  });
});

it("says that AWS cannot be reached", async () => {
  const client = new S3Client({
    region: "eu-west-1",
    endpoint: "http://127.0.0.1:9",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  expect(awsFailure(await thrownBy(client))).toMatchObject({
    message: expect.stringMatching(/^AWS could not be reached: .*ECONNREFUSED/),
  });
});

it("says which credentials are missing", async () => {
  const client = new S3Client({
    region: "eu-west-1",
    credentials: async () => {
      throw Object.assign(new Error("no profile"), { name: "CredentialsProviderError" });
    },
  });
  expect(awsFailure(await thrownBy(client))).toMatchObject({
    message: "AWS did not accept the credentials: no profile",
  });
});

it("leaves bugs alone, and lost connections that are not the SDK's", () => {
  expect(awsFailure(new TypeError("undefined is not a function"))).toBeUndefined();
  expect(awsFailure(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBeUndefined();
});
