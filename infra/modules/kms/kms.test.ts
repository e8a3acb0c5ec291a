import { describe, expect, it } from "vitest";
import type { Statement } from "../../policy.ts";
import { devStack, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Kms } from "./kms.ts";

function declared() {
  const stack = devStack();
  new Kms(stack, "kms", {
    aliasPrefix: "retail-mlops-dev",
    clusterRoleName: "retail-mlops-dev-cluster",
    bucketNames: ["retail-mlops-data"],
    logGroupNames: ["/aws/eks/retail-mlops-dev/*"],
    trailName: "retail-mlops-dev",
  });
  return resourcesOf(stack);
}

function policyOf(key: string): Record<string, Statement> {
  return statementsOf(declared()[`aws_kms_key.${key}`].policy);
}

describe("the keys of an environment", () => {
  it("are three, rotate, have aliases, and take 30 days to go", () => {
    const resources = declared();
    expect(Object.keys(resources)).toEqual([
      "aws_kms_key.eks",
      "aws_kms_alias.eks",
      "aws_kms_key.s3",
      "aws_kms_alias.s3",
      "aws_kms_key.logs",
      "aws_kms_alias.logs",
    ]);
    expect(resources["aws_kms_key.eks"]).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(resources["aws_kms_alias.logs"]).toMatchObject({
      name: "alias/retail-mlops-dev-logs",
      target_key_id: "${aws_kms_key.logs.key_id}",
    });
  });

  it.each(["eks", "s3", "logs"])(
    "let the account administer %s, but neither use it nor hand out use",
    (key) => {
      const { AccountAdministers } = policyOf(key);
      expect(AccountAdministers?.Principal).toEqual({ AWS: "arn:aws:iam::123456789012:root" });
      expect(AccountAdministers?.Action).toContain("kms:PutKeyPolicy");
      expect(AccountAdministers?.Action).toContain("kms:ScheduleKeyDeletion");
      for (const use of [/Encrypt/, /Decrypt/, /GenerateDataKey/, /CreateGrant/, /\*/]) {
        expect(AccountAdministers?.Action).not.toEqual(expect.arrayContaining([expect.stringMatching(use)]));
      }
    },
  );

  it.each(["eks", "s3", "logs"])("let nobody use %s without a condition", (key) => {
    const { AccountAdministers: _, ...uses } = policyOf(key);
    expect(Object.keys(uses).length).toBeGreaterThan(0);
    for (const use of Object.values(uses)) expect(Object.keys(use.Condition ?? {})).not.toEqual([]);
  });

  it("name Auto Scaling's role in a condition, so that an account without that role can make the key", () => {
    const { VolumesOfNodes, AttachVolumesOfNodes } = policyOf("eks");
    const role =
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    expect(VolumesOfNodes?.Principal).toEqual({ AWS: "*" });
    expect(VolumesOfNodes?.Condition).toEqual({
      StringEquals: { "kms:CallerAccount": "123456789012" },
      ArnEquals: { "aws:PrincipalArn": role },
    });
    expect(AttachVolumesOfNodes).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: { ArnEquals: { "aws:PrincipalArn": role }, Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  it("let the cluster encrypt secrets, and its creation take a grant, through no service but EKS", () => {
    const { SecretsOfCluster, GrantToCluster } = policyOf("eks");
    expect(SecretsOfCluster?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/retail-mlops-dev-cluster" },
    });
    expect(GrantToCluster?.Condition).toEqual({
      StringEqualsIfExists: { "kms:ViaService": "eks.ap-southeast-1.amazonaws.com" },
    });
  });

  it("encrypt objects only through S3 and only of the named buckets", () => {
    expect(policyOf("s3").ObjectsThroughS3?.Condition).toEqual({
      StringEquals: { "kms:ViaService": "s3.ap-southeast-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [
          "arn:aws:s3:::retail-mlops-data",
          "arn:aws:s3:::retail-mlops-data/*",
        ],
      },
    });
  });

  it("let CloudTrail encrypt for this trail only", () => {
    const { TrailEncrypts, TrailChecksKey } = policyOf("s3");
    const trail = "arn:aws:cloudtrail:ap-southeast-1:123456789012:trail/retail-mlops-dev";
    expect(TrailEncrypts).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:GenerateDataKey*",
      Condition: {
        StringEquals: { "aws:SourceArn": trail },
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*",
        },
      },
    });
    expect(TrailChecksKey?.Condition).toEqual({ StringEquals: { "aws:SourceArn": trail } });
  });

  it("let CloudWatch Logs of this region encrypt the named log groups", () => {
    expect(policyOf("logs").LogGroups).toMatchObject({
      Principal: { Service: "logs.ap-southeast-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [
            "arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/eks/retail-mlops-dev/*",
          ],
        },
      },
    });
  });
});
