import { GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSubnetsCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { DescribeKeyCommand, KeyState } from "@aws-sdk/client-kms";
import { paginateListBuckets } from "@aws-sdk/client-s3";
import type { AwsPlace } from "./access.ts";
import { AwsClients } from "./existing/clients.ts";
import { ifThere } from "./existing/not-there.ts";

/** How something is that the state holds, as AWS itself says. */
export type Health =
  | { readonly kind: "well" }
  | { readonly kind: "gone" }
  /** It is there, and of no use. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "pending-deletion"; readonly until?: Date };

type Attributes = Readonly<Record<string, unknown>>;
type Look = (aws: AwsClients, attributes: Attributes) => Promise<Health>;

const WELL: Health = { kind: "well" };
const GONE: Health = { kind: "gone" };

/** By Terraform's type. Asked in another way than the provider asks, where there is one: what misled it should not mislead us. */
const looks: Readonly<Record<string, Look>> = {
  async aws_s3_bucket(aws, { bucket }) {
    const name = text(bucket);
    for await (const { Buckets = [] } of paginateListBuckets({ client: aws.s3 }, { Prefix: name }))
      if (Buckets.some(({ Name }) => Name === name)) return WELL;
    return GONE;
  },
  // What broke off knows its id alone.
  async aws_kms_key(aws, { arn, id }) {
    const found = await ifThere(aws.kms.send(new DescribeKeyCommand({ KeyId: text(arn ?? id) })));
    const { KeyState: state, DeletionDate } = found?.KeyMetadata ?? {};
    if (!state) return GONE;
    if (state === KeyState.PendingDeletion) return { kind: "pending-deletion", until: DeletionDate };
    // A disabled key is whole: Terraform enables it in place.
    const whole: readonly string[] = [KeyState.Enabled, KeyState.Disabled];
    return whole.includes(state) ? WELL : { kind: "failed", why: `it is ${state}` };
  },
  async aws_ecr_repository(aws, { name }) {
    const command = new DescribeRepositoriesCommand({ repositoryNames: [text(name)] });
    return (await ifThere(aws.ecr.send(command)))?.repositories?.length ? WELL : GONE;
  },
  async aws_eks_cluster(aws, { name }) {
    const found = await ifThere(aws.eks.send(new DescribeClusterCommand({ name: text(name) })));
    const { status, health } = found?.cluster ?? {};
    if (!status) return GONE;
    if (status !== "FAILED" && status !== "DELETING") return WELL;
    const issues = (health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
    return { kind: "failed", why: [`it is ${status}`, ...issues].join("; ") };
  },
  async aws_cloudtrail(aws, { arn, id }) {
    return (await ifThere(aws.cloudTrail.send(new GetTrailStatusCommand({ Name: text(arn ?? id) }))))
      ? WELL
      : GONE;
  },
  async aws_cloudwatch_log_group(aws, { name }) {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: text(name) });
    const { logGroups = [] } = await aws.logs.send(command);
    return logGroups.some(({ logGroupName }) => logGroupName === name) ? WELL : GONE;
  },
  async aws_vpc(aws, { id }) {
    const found = await ifThere(aws.ec2.send(new DescribeVpcsCommand({ VpcIds: [text(id)] })));
    return available(found?.Vpcs?.[0]?.State);
  },
  async aws_subnet(aws, { id }) {
    const found = await ifThere(aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [text(id)] })));
    return available(found?.Subnets?.[0]?.State);
  },
};

/** Terraform's types of what can be asked after. */
export const healthTypes: ReadonlySet<string> = new Set(Object.keys(looks));

/** Asks AWS how something is; undefined for a type that nobody can ask after, or a resource that the state has no name of. */
export async function healthOf(
  place: AwsPlace,
  { type, attributes }: { readonly type: string; readonly attributes: Attributes },
): Promise<Health | undefined> {
  const look = looks[type];
  if (!look || text(attributes.id) === "") return undefined;
  const aws = new AwsClients({ ...place, region: regionOf(attributes) ?? place.region });
  try {
    return await look(aws, attributes);
  } finally {
    aws.close();
  }
}

const available = (state: string | undefined): Health =>
  state === "available" ? WELL : state ? { kind: "failed", why: `it is ${state}` } : GONE;

/** Replicas are in another region, which their ARN names; a bucket's does not. */
const regionOf = ({ arn, region }: Attributes): string | undefined =>
  text(arn).split(":")[3] || text(region) || undefined;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
