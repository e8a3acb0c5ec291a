import { describe, expect, it } from "vitest";
import { Key } from "./modules/kms/key.ts";
import { Bucket } from "./modules/s3/bucket.ts";
import { SageMakerRole, type SageMakerRoleProps } from "./sagemaker-role.ts";
import { devStack, resourcesOf, statementsOf } from "./testing/synthesized.ts";

function declared(policy?: SageMakerRoleProps["policy"]) {
  const stack = devStack();
  const key = new Key(stack, "s3", { description: "Buckets", alias: "s3" });
  const buckets = ["data", "artifacts"].map((name) => new Bucket(stack, name, { name, key }));
  const repositoryArns = ["arn:aws:ecr:ap-southeast-1:123456789012:repository/retail-forecast-train"];
  new SageMakerRole(stack, "sagemaker_exec", {
    name: "sagemaker-exec-role",
    buckets,
    key,
    repositoryArns,
    policy,
  });
  return resourcesOf(stack);
}

describe("SageMakerRole", () => {
  it("is assumed by SageMaker, and for this account only", () => {
    expect(
      Object.values(statementsOf(declared()["aws_iam_role.sagemaker_exec"]?.assume_role_policy)),
    ).toMatchObject([
      {
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it.each(["managed", "least-privilege"] as const)("reaches our buckets and their key under %s", (policy) => {
    const own = Object.values(
      statementsOf(declared(policy)["aws_iam_role_policy.sagemaker_exec_data"]?.policy),
    );
    expect(own).toMatchObject([
      { Sid: "ListBuckets", Resource: ["arn:aws:s3:::data", "arn:aws:s3:::artifacts"] },
      { Sid: "ReadAndWriteObjects", Resource: ["arn:aws:s3:::data/*", "arn:aws:s3:::artifacts/*"] },
      {
        Sid: "ObjectsUnderKey",
        Resource: "${aws_kms_key.s3.arn}",
        Condition: { StringEquals: { "kms:ViaService": "s3.ap-southeast-1.amazonaws.com" } },
      },
      {
        Sid: "VolumesUnderKey",
        Resource: "${aws_kms_key.s3.arn}",
        Condition: { StringEquals: { "kms:ViaService": "sagemaker.ap-southeast-1.amazonaws.com" } },
      },
    ]);
  });

  it("has AWS's broad policy by default, and exact statements instead when asked", () => {
    const managed = declared();
    expect(managed["aws_iam_role_policy_attachment.sagemaker_exec_full_access"]).toMatchObject({
      policy_arn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
    });
    expect(Object.keys(managed)).not.toContain("aws_iam_role_policy.sagemaker_exec_job");
    const exact = declared("least-privilege");
    expect(Object.keys(exact)).not.toContain("aws_iam_role_policy_attachment.sagemaker_exec_full_access");
    expect(Object.keys(exact)).toContain("aws_iam_role_policy.sagemaker_exec_job");
  });

  it("under least privilege passes only itself, pulls only our images, and has no wildcard over a whole service", () => {
    const bySid = statementsOf(declared("least-privilege")["aws_iam_role_policy.sagemaker_exec_job"]?.policy);
    const job = Object.values(bySid);
    expect(bySid.PassItself).toMatchObject({
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::123456789012:role/sagemaker-exec-role",
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    });
    expect(bySid.PullImages?.Resource).toEqual([
      "arn:aws:ecr:ap-southeast-1:123456789012:repository/retail-forecast-train",
    ]);
    expect(job.flatMap(({ Action }) => Action).filter((action) => action?.includes("*"))).toEqual([]);
    const everywhere = job.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid);
    expect(everywhere).toEqual(["LogIn", "WriteMetrics", "SeeNetwork"]);
  });
});
