import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { document, makeRole } from "../../iam/test-principals.ts";
import { testAws } from "../../test-aws.ts";

async function withRole() {
  const aws = testAws();
  const iam = aws.client(IAMClient);
  const PolicySourceArn = await makeRole(aws, "loader", {
    may: [
      { Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" },
      { Action: "s3:PutObject", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::data/secret" },
    ],
  });
  const simulate = async (input: object) => {
    const answer = await iam.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ["s3:GetObject"], ...input }),
    );
    return answer.EvaluationResults ?? [];
  };
  return { aws, iam, PolicySourceArn, simulate };
}

describe("IAM's simulator", () => {
  it("says for each resource what a role may, and by which statement of which policy", async () => {
    const { simulate } = await withRole();
    const [result] = await simulate({ ResourceArns: ["arn:aws:s3:::data/a", "arn:aws:s3:::data/secret"] });
    expect(result).toMatchObject({ EvalActionName: "s3:GetObject", EvalDecision: "explicitDeny" });
    const [allowed, denied] = result?.ResourceSpecificResults ?? [];
    expect(allowed).toMatchObject({
      EvalResourceName: "arn:aws:s3:::data/a",
      EvalResourceDecision: "allowed",
      MatchedStatements: [
        {
          SourcePolicyId: "role_loader_permissions",
          SourcePolicyType: "IAM Policy",
          StartPosition: { Line: 1, Column: 39 },
          EndPosition: { Line: 1, Column: expect.any(Number) },
        },
      ],
    });
    expect(denied).toMatchObject({
      EvalResourceDecision: "explicitDeny",
      MatchedStatements: [{ SourcePolicyId: "role_loader_permissions" }],
    });
  });

  it("names what policies ask about and the request left open", async () => {
    const { iam, simulate, PolicySourceArn } = await withRole();
    const put = { ActionNames: ["s3:PutObject"] };
    expect(await simulate(put)).toMatchObject([
      { EvalDecision: "implicitDeny", MissingContextValues: ["aws:SecureTransport"], MatchedStatements: [] },
    ]);
    const entry = {
      ContextKeyName: "aws:securetransport",
      ContextKeyType: "boolean",
      ContextKeyValues: ["true"],
    };
    expect(await simulate({ ...put, ContextEntries: [entry] })).toMatchObject([
      { EvalDecision: "allowed", MissingContextValues: [] },
    ]);
    const { ContextKeyNames } = await iam.send(
      new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn }),
    );
    expect(ContextKeyNames).toEqual(["aws:SecureTransport"]);
  });

  it("holds a role to its boundary, and tells when that is the reason", async () => {
    const { iam, simulate } = await withRole();
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: "loader",
        PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    );
    await iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: "loader", PermissionsBoundary: PolicyArn }),
    );
    expect(await simulate({ ActionNames: ["s3:GetObject", "iam:CreateRole"] })).toMatchObject([
      {
        EvalDecision: "allowed",
        MatchedStatements: expect.arrayContaining([
          expect.objectContaining({ SourcePolicyId: "AdministratorAccess" }),
        ]),
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
      },
      {
        EvalDecision: "implicitDeny",
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ]);
    // The boundary is not why another account's object is out of reach.
    expect(
      await simulate({
        ResourceArns: ["arn:aws:s3:::theirs/a"],
        ResourceOwner: "arn:aws:iam::999988887777:root",
        ResourcePolicy: document({
          Principal: { AWS: "111122223333" },
          Action: "s3:*",
          Resource: "arn:aws:s3:::theirs/*",
        }),
        CallerArn: "arn:aws:iam::123456789012:user/ann",
      }),
    ).toMatchObject([
      {
        EvalDecision: "implicitDeny",
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
      },
    ]);
  });

  it("knows a role by its own ARN, as conditions on the principal do", async () => {
    const { simulate, PolicySourceArn } = await withRole();
    const Condition = { ArnEquals: { "aws:PrincipalArn": PolicySourceArn } };
    const PolicyInputList = [document({ Action: "s3:ListAllMyBuckets", Resource: "*", Condition })];
    expect(await simulate({ ActionNames: ["s3:ListAllMyBuckets"], PolicyInputList })).toMatchObject([
      { EvalDecision: "allowed" },
    ]);
  });

  it("weighs policies that are nowhere yet, with the resource's own, page by page", async () => {
    const iam = testAws().client(IAMClient);
    const ask = (input: object) =>
      iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList: [document({ Action: "s3:List*", Resource: "*" })],
          ActionNames: ["s3:ListBucket", "s3:PutObject"],
          ...input,
        }),
      );
    const first = await ask({ MaxItems: 1 });
    expect(first).toMatchObject({ IsTruncated: true, EvaluationResults: [{ EvalDecision: "allowed" }] });
    const second = await ask({ Marker: first.Marker });
    expect(second).toMatchObject({
      IsTruncated: false,
      EvaluationResults: [{ EvalDecision: "implicitDeny" }],
    });
    const { EvaluationResults } = await ask({
      ResourceArns: ["arn:aws:s3:::data"],
      CallerArn: "arn:aws:iam::123456789012:user/ann",
      ResourcePolicy: document({
        Principal: { AWS: "arn:aws:iam::123456789012:user/ann" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::data",
      }),
    });
    expect(EvaluationResults?.[1]).toMatchObject({
      EvalDecision: "allowed",
      MatchedStatements: [{ SourcePolicyId: "ResourcePolicy", SourcePolicyType: "Resource Policy" }],
    });
  });

  it("refuses whom and what it cannot imagine", async () => {
    const { iam, simulate } = await withRole();
    await expect(simulate({ PolicySourceArn: "arn:aws:iam::123456789012:role/ghost" })).rejects.toMatchObject(
      {
        name: "NoSuchEntityException",
      },
    );
    await expect(simulate({ PolicyInputList: ["{"] })).rejects.toMatchObject({
      name: "InvalidInputException",
    });
    await expect(
      iam.send(
        new CreatePolicyCommand({
          PolicyName: "p",
          PolicyDocument: document({ Action: "s3", Resource: "*" }),
        }),
      ),
    ).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      message: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    });
  });
});
