import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { KmsKey } from "@cdktn/provider-aws/lib/kms-key/index.js";
import { describe, expect, it } from "vitest";
import { policyDocument, serviceTrustPolicy } from "./policy.ts";
import { EnvironmentStack } from "./stack.ts";

describe("a policy document", () => {
  it("always has its keys in the same order, whatever order they were written in", () => {
    const written = { Resource: "*", Action: ["s3:GetObject"], Sid: "Read" };
    expect(policyDocument([written])).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]}',
    );
  });

  it("refuses what IAM would refuse at apply", () => {
    const allow = { Sid: "One", Action: "s3:*", Resource: "*" };
    expect(() => policyDocument([])).toThrow("at least one statement");
    expect(() => policyDocument([allow, allow])).toThrow('"One" appears twice');
    expect(() => policyDocument([{ ...allow, Sid: "not-a-sid" }])).toThrow("letters and digits");
    expect(() => policyDocument([{ ...allow, Action: [] }])).toThrow("names no action");
  });

  it("keeps references to resources, and leaves IAM's own variables to IAM", () => {
    const stack = new EnvironmentStack({
      environment: "dev",
      accountId: "123456789012",
      region: "eu-west-1",
    });
    const key = new KmsKey(stack, "key", {});
    new IamRole(stack, "role", {
      assumeRolePolicy: policyDocument([
        { Sid: "Own", Action: "kms:Decrypt", Resource: [key.arn, "arn:aws:s3:::home/${aws:username}"] },
      ]),
    });
    expect(stack.synthesize().configuration.resource?.aws_iam_role?.role?.assume_role_policy).toContain(
      '"Resource":["${aws_kms_key.key.arn}","arn:aws:s3:::home/$${aws:username}"]',
    );
  });

  it("trusts exactly the services it names", () => {
    expect(JSON.parse(serviceTrustPolicy("eks.amazonaws.com"))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AssumedByService",
          Effect: "Allow",
          Principal: { Service: "eks.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });
});
