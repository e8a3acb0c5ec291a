import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

describe("STS", () => {
  it("takes a 12-digit access key for the key of that account's administrator", async () => {
    const { client } = testAws({ account: "999988887777" });
    const identity = await client(STSClient).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe("999988887777");
    expect(identity.Arn).toBe("arn:aws:iam::999988887777:user/administrator");
  });

  it("answers 501 and the name of an operation that it does not have", async () => {
    const { client } = testAws();
    const call = client(STSClient).send(new GetSessionTokenCommand({}));
    await expect(call).rejects.toMatchObject({
      name: "NotImplemented",
      message: "The embedded AWS does not have sts:GetSessionToken",
      $metadata: { httpStatusCode: 501 },
    });
  });
});
