import { describe, expect, it } from "vitest";
import { EnvironmentStack } from "../../stack.ts";
import { statementsOf } from "../../testing/synthesized.ts";
import { Key } from "../kms/key.ts";
import { ReplicaRegion } from "../s3/replica.ts";
import { Ecr } from "./ecr.ts";
import { lifecyclePolicy } from "./lifecycle-policy.ts";

const repositories = { train: "retail-forecast-train", infer: "retail-forecast-infer" };

function declared({ replicated = false } = {}) {
  const stack = new EnvironmentStack({
    environment: "dev",
    accountId: "123456789012",
    region: "ap-southeast-1",
  });
  const key = new Key(stack, "s3", { description: "Images", alias: "s3" });
  const replica = replicated
    ? new ReplicaRegion(stack, "replica", {
        region: "ap-northeast-1",
        bucketNames: ["b"],
        aliasPrefix: "dev",
      })
    : undefined;
  const ecr = new Ecr(stack, "ecr", { repositories, key, replica });
  return { ecr, ...stack.synthesize() };
}

describe("Ecr", () => {
  it("makes repositories whose tags stay, whose pushes are scanned, under our key", () => {
    const { configuration } = declared();
    expect(Object.keys(configuration.resource?.aws_ecr_repository ?? {})).toEqual(["train", "infer"]);
    expect(configuration.resource?.aws_ecr_repository?.train).toMatchObject({
      name: "retail-forecast-train",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.s3.arn}" }],
      force_delete: false,
    });
    expect(configuration.resource?.aws_ecr_lifecycle_policy?.infer).toMatchObject({
      repository: "${aws_ecr_repository.infer.name}",
    });
  });

  it("replicates only when asked, into repositories of its own in the other region", () => {
    expect(declared().configuration.resource).not.toHaveProperty("aws_ecr_replication_configuration");
    const { configuration } = declared({ replicated: true });
    expect(configuration.resource?.aws_ecr_repository?.train_replica).toMatchObject({
      name: "retail-forecast-train",
      provider: "aws.replica",
      image_tag_mutability: "IMMUTABLE",
    });
    expect(configuration.resource?.aws_ecr_replication_configuration?.ecr).toMatchObject({
      replication_configuration: {
        rule: [
          {
            destination: [{ region: "ap-northeast-1", registry_id: "123456789012" }],
            repository_filter: [
              { filter: "retail-forecast-train", filter_type: "PREFIX_MATCH" },
              { filter: "retail-forecast-infer", filter_type: "PREFIX_MATCH" },
            ],
          },
        ],
      },
      depends_on: ["aws_ecr_repository.train_replica", "aws_ecr_repository.infer_replica"],
    });
  });

  it("may use the other region's key there", () => {
    const { configuration } = declared({ replicated: true });
    expect(configuration.resource?.aws_ecr_repository?.train_replica?.encryption_configuration).toEqual([
      { encryption_type: "KMS", kms_key: "${aws_kms_key.replica.arn}" },
    ]);
    const policy = String(configuration.resource?.aws_kms_key?.replica?.policy);
    expect(statementsOf(policy).ImagesThroughEcr?.Condition).toEqual({
      StringEquals: { "kms:ViaService": "ecr.ap-northeast-1.amazonaws.com" },
    });
    expect(Object.keys(statementsOf(policy))).not.toContain("VolumesThroughSageMaker");
  });

  it("belongs to the module ecr, whichever construct declares it", () => {
    const { resources } = declared();
    const kinds = resources.filter(({ type }) => type.startsWith("aws_ecr")).map(({ module }) => module);
    expect(new Set(kinds)).toEqual(new Set(["ecr"]));
  });
});

describe("lifecyclePolicy", () => {
  it("removes untagged images by age and others by number, the rule for any image last", () => {
    expect(JSON.parse(lifecyclePolicy({ untaggedDays: 3, keepImages: 7 }))).toMatchObject({
      rules: [
        {
          rulePriority: 1,
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 3,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 7 },
          action: { type: "expire" },
        },
      ],
    });
  });
});
