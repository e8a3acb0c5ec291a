import { describe, expect, it } from "vitest";
import { checkSettings } from "./settings/check-settings.ts";
import type { SynthesizedStack } from "./stack.ts";
import { synthesize } from "./synthesize.ts";

function declared(environment: string, values: Record<string, unknown> = {}): SynthesizedStack {
  const today = new Date("2026-11-23");
  const { settings, problems } = checkSettings(
    environment,
    { account_id: "123456789012", ...values },
    { today },
  );
  if (!settings) throw new Error(JSON.stringify(problems));
  return synthesize(environment, settings);
}

function resource({ configuration }: SynthesizedStack, address: string): Record<string, unknown> | undefined {
  const [type = "", name = ""] = address.split(".");
  return configuration.resource?.[type]?.[name];
}

const addresses = ({ resources }: SynthesizedStack) => resources.map(({ address }) => address);

describe("the root module", () => {
  it("names dev's things as the seed does", () => {
    const dev = declared("dev");
    expect(resource(dev, "aws_eks_cluster.eks")).toMatchObject({ name: "retail-mlops-dev" });
    for (const kind of ["data", "artifacts", "logs"]) {
      expect(resource(dev, `aws_s3_bucket.${kind}`)).toMatchObject({
        bucket: `retail-mlops-${kind}-123456789012-ap-southeast-1`,
      });
    }
    expect(resource(dev, "aws_ecr_repository.train")).toMatchObject({ name: "retail-forecast-train" });
    expect(resource(dev, "aws_ecr_repository.infer")).toMatchObject({ name: "retail-forecast-infer" });
    expect(resource(dev, "aws_iam_role.sagemaker_exec")).toMatchObject({ name: "sagemaker-exec-role" });
    expect(resource(dev, "aws_iam_role.external_dns")).toMatchObject({ name: "external-dns-role" });
    expect(resource(declared("prod"), "aws_iam_role.external_dns")).toMatchObject({
      name: "external-dns-role-prod",
    });
  });

  it("keeps every bucket name within S3's 63 characters, in the longest region too", () => {
    const { configuration } = declared("staging", {
      region: "ap-southeast-1",
      replica_region: "ap-northeast-1",
    });
    for (const { bucket } of Object.values(configuration.resource?.aws_s3_bucket ?? {})) {
      expect(bucket).toMatch(/^[a-z0-9-]{3,63}$/);
    }
  });

  it("keeps every role name within IAM's 64 characters", () => {
    const { configuration } = declared("staging", { replica_region: "ap-northeast-1" });
    for (const { name } of Object.values(configuration.resource?.aws_iam_role ?? {})) {
      expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
    }
  });

  it("says of every resource which module declares it", () => {
    const { resources } = declared("dev");
    const modules = new Set(resources.map(({ module }) => module));
    expect([...modules].sort()).toEqual(["cloudtrail", "ecr", "eks", "iam-irsa", "kms", "root", "s3", "vpc"]);
    expect(resources.filter(({ module }) => module === "root").map(({ address }) => address)).toEqual([
      "aws_iam_role.sagemaker_exec",
      "aws_iam_role_policy.sagemaker_exec_data",
      "aws_iam_role_policy_attachment.sagemaker_exec_full_access",
    ]);
  });

  it("names what each key is for, and nothing else", () => {
    const { configuration } = declared("dev");
    const groups = Object.values(configuration.resource?.aws_cloudwatch_log_group ?? {}).map(({ name }) =>
      String(name),
    );
    const { Statement } = JSON.parse(String(resource(declared("dev"), "aws_kms_key.logs")?.policy)) as {
      Statement: { Sid: string; Condition?: { ArnLike: Record<string, string[]> } }[];
    };
    const allowed = Statement.find(({ Sid }) => Sid === "LogGroups")?.Condition?.ArnLike[
      "kms:EncryptionContext:aws:logs:arn"
    ];
    expect([...(allowed ?? [])].sort()).toEqual(
      groups.map((name) => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${name}`).sort(),
    );
  });

  it("gives everything the three tags", () => {
    for (const environment of ["dev", "prod"]) {
      expect(declared(environment, { replica_region: "eu-west-1" }).configuration.provider.aws).toHaveLength(
        2,
      );
      for (const provider of declared(environment, { replica_region: "eu-west-1" }).configuration.provider
        .aws ?? []) {
        expect(provider.default_tags).toEqual([
          { tags: { Project: "retail-forecast", Environment: environment, ManagedBy: "terraform" } },
        ]);
      }
    }
  });
});

describe("the address tag", () => {
  const all = declared("prod", { replica_region: "eu-west-1", trail_insights: true });

  it("is on everything that AWS tags, replicas too, and names the resource's own address", () => {
    const tagged = addresses(all).filter((address) => resource(all, address)?.tags);
    for (const address of tagged)
      expect(resource(all, address)).toMatchObject({ tags: { TerraformAddress: address } });
    for (const address of [
      "aws_vpc.vpc",
      "aws_kms_key.s3",
      "aws_kms_key.replica",
      "aws_s3_bucket.data",
      "aws_iam_role.sagemaker_exec",
    ])
      expect(tagged).toContain(address);
  });

  it("leaves the other tags, and types without tags, as they are", () => {
    expect(resource(all, "aws_vpc.vpc")).toMatchObject({ tags: { Name: "retail-mlops-prod" } });
    expect(resource(all, "aws_kms_alias.s3")).not.toHaveProperty("tags");
    expect(resource(all, "aws_s3_bucket_versioning.data")).not.toHaveProperty("tags");
  });
});

describe("settings", () => {
  it("add a zone without renaming or changing anything that is there", () => {
    const two = declared("dev", { zones: ["a", "b"] });
    const three = declared("dev", { zones: ["a", "b", "c"] });
    expect(addresses(three)).toEqual(expect.arrayContaining(addresses(two)));
    const added = addresses(three).filter((address) => !addresses(two).includes(address));
    expect(added.every((address) => /_c(_|$)/.test(address))).toBe(true);
    for (const address of addresses(two).filter((name) => /_[ab]$/.test(name))) {
      expect(resource(three, address)).toEqual(resource(two, address));
    }
  });

  it("leave out the spot group, data events and NAT", () => {
    const bare = declared("dev", {
      spot_node_group: null,
      trail_data_events: false,
      nat_gateways: "none",
      interface_endpoints: ["private-eks"],
    });
    expect(addresses(bare)).not.toContain("aws_eks_node_group.spot");
    expect(addresses(bare).filter((address) => /nat/.test(address))).toEqual([]);
    expect(resource(bare, "aws_cloudtrail.cloudtrail")?.advanced_event_selector).toHaveLength(1);
  });

  it("replicate data, artifacts and images to a second region", () => {
    const replicated = addresses(declared("prod", { replica_region: "ap-northeast-1" }));
    expect(replicated).toEqual(
      expect.arrayContaining([
        "aws_kms_key.replica",
        "aws_s3_bucket.data_replica",
        "aws_s3_bucket_replication_configuration.data_replica",
        "aws_s3_bucket_replication_configuration.artifacts_replica",
        "aws_ecr_repository.train_replica",
        "aws_ecr_replication_configuration.ecr",
      ]),
    );
    expect(addresses(declared("prod")).filter((address) => address.includes("repl"))).toEqual([]);
  });
});
