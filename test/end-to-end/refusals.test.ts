import { ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AWS_PROVIDER_VERSION } from "../../infra/stack.ts";
import { type Refusal, RehearsedConfiguration, region } from "./rehearsed-configuration.ts";

const assumedBy = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: {
    mediaType: "application/vnd.docker.container.image.v1+json",
    size: 2,
    digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  },
  layers: [],
});

const https = {
  security_group_id: "${aws_security_group.fine.id}",
  from_port: 443,
  to_port: 443,
  ip_protocol: "tcp",
  cidr_ipv4: "10.0.0.0/16",
};

const textOf = ({ summary, detail }: Refusal): string => `${summary} ${detail}`;

/** Mistakes that people make most, side by side: none depends on another, so one apply meets them all. */
const mistakes = {
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: AWS_PROVIDER_VERSION } } },
  provider: { aws: [{ region }] },
  resource: {
    aws_vpc: { fine: { cidr_block: "10.0.0.0/16" } },
    aws_route_table: { fine: { vpc_id: "${aws_vpc.fine.id}" } },
    aws_route: {
      nowhere: {
        route_table_id: "${aws_route_table.fine.id}",
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "nat-0123456789abcdef0",
      },
    },
    aws_subnet: {
      outside: { vpc_id: "${aws_vpc.fine.id}", cidr_block: "192.168.0.0/24" },
    },
    aws_security_group: { fine: { vpc_id: "${aws_vpc.fine.id}", name: "fine" } },
    aws_vpc_security_group_ingress_rule: {
      fine: https,
      twice: { ...https, depends_on: ["aws_vpc_security_group_ingress_rule.fine"] },
    },
    aws_eip: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, {}])),
    aws_s3_bucket: {
      taken: { bucket: "taken-by-somebody-else" },
      full: { bucket: "retail-mlops-with-objects" },
    },
    aws_iam_role: {
      fine: { name: "fine", assume_role_policy: assumedBy("ec2.amazonaws.com") },
    },
    aws_iam_role_policy: {
      malformed: {
        role: "${aws_iam_role.fine.name}",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "GetObject", Resource: "*" }],
        }),
      },
    },
    aws_iam_role_policy_attachment: {
      missing: {
        role: "${aws_iam_role.fine.name}",
        policy_arn: "arn:aws:iam::aws:policy/AmazonEKSEverything",
      },
    },
    aws_kms_key: { closing: { deletion_window_in_days: 7 } },
    aws_ecr_repository: { full: { name: "retail-forecast-full" } },
    aws_ecr_lifecycle_policy: {
      nonsense: {
        repository: "${aws_ecr_repository.full.name}",
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: "any", countType: "sinceImagePushed", countNumber: 3 },
              action: { type: "expire" },
            },
          ],
        }),
      },
    },
    aws_cloudtrail: {
      no_bucket: { name: "no-bucket", s3_bucket_name: "a-bucket-that-is-not-there" },
    },
  },
};

describe("what Terraform prints when AWS refuses", { timeout: 120_000 }, () => {
  const aws = new RehearsedConfiguration();
  let made: readonly Refusal[] = [];
  let removed: readonly Refusal[] = [];

  beforeAll(async () => {
    await aws.start();
    const stranger = new S3Client({ ...aws.client("999988887777"), forcePathStyle: true });
    await stranger.send(
      new CreateBucketCommand({
        Bucket: "taken-by-somebody-else",
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    );
    made = await aws.apply(mistakes);
    const own = new S3Client({ ...aws.client(), forcePathStyle: true });
    await own.send(
      new PutObjectCommand({ Bucket: "retail-mlops-with-objects", Key: "sales.csv", Body: "1" }),
    );
    await new ECRClient(aws.client()).send(
      new PutImageCommand({
        repositoryName: "retail-forecast-full",
        imageManifest: manifest,
        imageTag: "v1",
      }),
    );
    removed = await aws.destroy();
  }, 120_000);
  afterAll(() => aws.remove());

  it.each([
    [
      "aws_route.nowhere",
      "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0123456789abcdef0' does not exist",
    ],
    ["aws_subnet.outside", "InvalidSubnet.Range: The CIDR '192.168.0.0/24' is invalid."],
    ["aws_eip", "AddressLimitExceeded: The maximum number of addresses has been reached."],
    ["aws_s3_bucket.taken", "BucketAlreadyExists"],
    ["aws_vpc_security_group_ingress_rule.twice", "InvalidPermission.Duplicate"],
    ["aws_iam_role_policy.malformed", "MalformedPolicyDocument: "],
    [
      "aws_iam_role_policy_attachment.missing",
      "NoSuchEntity: Policy arn:aws:iam::aws:policy/AmazonEKSEverything does not exist or is not attachable.",
    ],
    [
      "aws_ecr_lifecycle_policy.nonsense",
      "InvalidParameterException: Invalid parameter at 'LifecyclePolicyText'",
    ],
    [
      "aws_cloudtrail.no_bucket",
      "S3BucketDoesNotExistException: S3 bucket a-bucket-that-is-not-there does not exist!",
    ],
  ])("%s: %s", (address, words) => {
    const said = made.filter((one) => one.address?.startsWith(address)).map(textOf);
    expect(said).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ["retail-mlops-with-objects", "BucketNotEmpty: The bucket you tried to delete is not empty"],
    ["retail-forecast-full", "RepositoryNotEmptyException"],
  ])("at destroy, %s: %s", (what, words) => {
    const said = removed.map(textOf).filter((text) => text.includes(words));
    expect(said).toEqual([expect.stringContaining(words)]);
    expect(said[0]).toContain(what);
  });

  it("lets through what is right", () => {
    expect(made).toHaveLength(9);
    expect(removed).toHaveLength(2);
  });
});
