import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import { S3BucketVersioningA } from "@cdktn/provider-aws/lib/s3-bucket-versioning/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { TerraformOutput } from "cdktn";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { Module, NamedModule } from "./module.ts";
import { EnvironmentStack } from "./stack.ts";

class Network extends Module {
  constructor(scope: Construct, id: string, zones: readonly string[]) {
    super(scope, id, "vpc");
    const vpc = new Vpc(this, "vpc", { cidrBlock: "10.0.0.0/16" });
    for (const zone of zones) new Subnet(this, `private_${zone}`, { vpcId: vpc.id });
  }
}

class Bucket extends NamedModule {
  constructor(scope: Construct, id: string) {
    super(scope, id, "s3");
    const bucket = new S3Bucket(this, "bucket", {});
    new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3Bucket(this, "replica", {});
  }
}

function stackOf(region = "ap-southeast-1") {
  return new EnvironmentStack({ environment: "dev", accountId: "123456789012", region });
}

describe("the environment's stack", () => {
  it("names resources for people: own id in a module, instance and id where there are several", () => {
    const stack = stackOf();
    new Network(stack, "vpc", ["a", "b"]);
    new Bucket(stack, "data");
    new Bucket(stack, "artifacts");
    expect(stack.synthesize().resources.map(({ address }) => address)).toEqual([
      "aws_vpc.vpc",
      "aws_subnet.private_a",
      "aws_subnet.private_b",
      "aws_s3_bucket.data",
      "aws_s3_bucket_versioning.data",
      "aws_s3_bucket.data_replica",
      "aws_s3_bucket.artifacts",
      "aws_s3_bucket_versioning.artifacts",
      "aws_s3_bucket.artifacts_replica",
    ]);
  });

  it("renames nothing when something is added in front", () => {
    const before = stackOf();
    new Network(before, "vpc", ["b"]);
    const after = stackOf();
    new Bucket(after, "data");
    new Network(after, "vpc", ["a", "b"]);
    const addresses = after.synthesize().resources.map(({ address }) => address);
    expect(addresses).toEqual(
      expect.arrayContaining(before.synthesize().resources.map(({ address }) => address)),
    );
  });

  it("tells which module and construct each resource comes from", () => {
    const stack = stackOf();
    new Network(stack, "vpc", ["a"]);
    new S3Bucket(stack, "loose", {});
    expect(stack.synthesize().resources).toEqual([
      { address: "aws_vpc.vpc", type: "aws_vpc", module: "vpc", path: "vpc/vpc" },
      { address: "aws_subnet.private_a", type: "aws_subnet", module: "vpc", path: "vpc/private_a" },
      { address: "aws_s3_bucket.loose", type: "aws_s3_bucket", module: "root", path: "loose" },
    ]);
  });

  it("refuses two resources with one address, naming both constructs", () => {
    const stack = stackOf();
    new Network(stack, "vpc", ["a"]);
    new Network(stack, "second", ["a"]);
    expect(() => stack.synthesize()).toThrow(
      "Both dev/vpc/private_a and dev/second/private_a would be aws_subnet.private_a.",
    );
  });

  it("refuses ids that would not read as Terraform names", () => {
    expect(() => new Network(stackOf(), "myNetwork", [])).toThrow('"myNetwork" is not snake_case');
  });

  it("declares the provider for one account only, with the three tags, and the state with its native lock", () => {
    const stack = stackOf();
    new TerraformOutput(stack, "vpc_id", { value: "x" });
    const { configuration } = stack.synthesize();
    expect(configuration).toEqual({
      terraform: {
        required_version: ">= 1.10",
        required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100, < 7" } },
        backend: {
          s3: {
            bucket: "terraform-state-retail-mlops-123456789012",
            key: "dev/terraform.tfstate",
            region: "ap-southeast-1",
            encrypt: true,
            use_lockfile: true,
            max_retries: 5,
            allowed_account_ids: ["123456789012"],
          },
        },
      },
      provider: {
        aws: [
          {
            region: "ap-southeast-1",
            max_retries: 25,
            retry_mode: "standard",
            allowed_account_ids: ["123456789012"],
            default_tags: [
              { tags: { Project: "retail-forecast", Environment: "dev", ManagedBy: "terraform" } },
            ],
            ignore_tags: [{ keys: ["TerraformRun"] }],
          },
        ],
      },
      output: { vpc_id: { value: "x" } },
    });
  });

  it("leaves nothing of cdktn's own notes in the configuration", () => {
    const stack = stackOf();
    new Network(stack, "vpc", ["a"]);
    new TerraformOutput(stack, "vpc_id", { value: "x" });
    expect(JSON.stringify(stack.synthesize().configuration)).not.toContain('"//"');
  });

  it("writes ARNs in the partition of its region", () => {
    expect(stackOf().iamArn("role/node")).toBe("arn:aws:iam::123456789012:role/node");
    expect(stackOf("cn-north-1").arn("logs", "log-group:/x")).toBe(
      "arn:aws-cn:logs:cn-north-1:123456789012:log-group:/x",
    );
    expect(stackOf("us-gov-west-1").managedPolicyArn("AmazonEKSClusterPolicy")).toBe(
      "arn:aws-us-gov:iam::aws:policy/AmazonEKSClusterPolicy",
    );
  });
});
