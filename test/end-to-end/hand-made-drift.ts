import { CloudTrailClient, UpdateTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTagsCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { ECRClient, PutImageScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import { EKSClient, ListNodegroupsCommand, UpdateNodegroupConfigCommand } from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DisableKeyRotationCommand, KMSClient } from "@aws-sdk/client-kms";
import { PutBucketVersioningCommand, PutPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

export interface HandMadeDrift {
  /** The administrator's. */
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  /** Of the deployed dev. */
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

/** The address and attribute of each change below, with the event that it leaves in the trail. */
export const handMadeChanges = [
  ["aws_s3_bucket_versioning.data", "versioning_configuration[0].status", "PutBucketVersioning"],
  ["aws_s3_bucket_public_access_block.artifacts", "block_public_policy", "PutPublicAccessBlock"],
  ["aws_cloudwatch_log_group.application", "retention_in_days", "PutRetentionPolicy"],
  [
    "aws_ecr_repository.train",
    "image_scanning_configuration[0].scan_on_push",
    "PutImageScanningConfiguration",
  ],
  ["aws_iam_role.external_dns", "assume_role_policy", "UpdateAssumeRolePolicy"],
  ["aws_subnet.private_a", "tags.Owner", "CreateTags"],
  ["aws_vpc.vpc", "enable_dns_hostnames", "ModifyVpcAttribute"],
  ["aws_kms_key.s3", "enable_key_rotation", "DisableKeyRotation"],
  ["aws_eks_node_group.main", "scaling_config[0].max_size", "UpdateNodegroupConfig"],
  ["aws_cloudtrail.cloudtrail", "enable_log_file_validation", "UpdateTrail"],
] as const;

/** What is deleted by hand. */
export const handMadeDeletion = ["aws_flow_log.vpc", "DeleteFlowLogs"] as const;

/** Changes ten attributes of a deployed dev and deletes one resource, as anna, who took on the role admin. */
export async function driftByHand(given: HandMadeDrift): Promise<void> {
  const config = await asAnna(given);
  const output = (name: string): string => String(given.outputs[name]?.value);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: output("data_bucket_name"),
      VersioningConfiguration: { Status: "Suspended" },
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: output("artifacts_bucket_name"),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: true,
      },
    }),
  );
  const logGroupName = output("application_log_group_name");
  const logs = new CloudWatchLogsClient(config);
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 60 }));
  const repositoryName = output("train_repository_url").split("/").slice(1).join("/");
  await new ECRClient(config).send(
    new PutImageScanningConfigurationCommand({
      repositoryName,
      imageScanningConfiguration: { scanOnPush: false },
    }),
  );
  await changeRole(new IAMClient(config), output("external_dns_role_arn"));
  await changeNetwork(new EC2Client(config), given);
  await new KMSClient(config).send(new DisableKeyRotationCommand({ KeyId: output("s3_key_arn") }));
  await changeNodes(new EKSClient(config), output("eks_cluster_id"));
  const Name = output("trail_arn").split("/").at(-1);
  await new CloudTrailClient(config).send(new UpdateTrailCommand({ Name, EnableLogFileValidation: false }));
}

const ADMIN = { RoleName: "admin", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };

/** Removes the role that anna took on, where nothing but the deployment is to be left. */
export async function removeAnna({
  endpoint,
  account,
  region,
}: Omit<HandMadeDrift, "outputs">): Promise<void> {
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const iam = new IAMClient({ endpoint, region, credentials });
  await iam.send(new DetachRolePolicyCommand(ADMIN));
  await iam.send(new DeleteRoleCommand({ RoleName: ADMIN.RoleName }));
}

async function asAnna({ endpoint, account, region }: HandMadeDrift) {
  const administrator = {
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "local" },
  };
  const iam = new IAMClient(administrator);
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: ADMIN.RoleName, AssumeRolePolicyDocument }),
  );
  await iam.send(new AttachRolePolicyCommand(ADMIN));
  const { Credentials = {} } = await new STSClient(administrator).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "anna" }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials as Record<string, string>;
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return { endpoint, region, credentials };
}

async function changeRole(iam: IAMClient, arn: string): Promise<void> {
  const everybody = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: arn.split("/").at(-1),
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [everybody] }),
    }),
  );
}

async function changeNetwork(ec2: EC2Client, { outputs }: HandMadeDrift): Promise<void> {
  const VpcId = String(outputs.vpc_id?.value);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: false } }));
  const [subnet = ""] = [outputs.private_subnet_ids?.value ?? []].flat() as string[];
  await ec2.send(new CreateTagsCommand({ Resources: [subnet], Tags: [{ Key: "Owner", Value: "anna" }] }));
  const { FlowLogs = [] } = await ec2.send(
    new DescribeFlowLogsCommand({ Filter: [{ Name: "resource-id", Values: [VpcId] }] }),
  );
  await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds: FlowLogs.map(({ FlowLogId = "" }) => FlowLogId) }));
}

async function changeNodes(eks: EKSClient, clusterName: string): Promise<void> {
  const { nodegroups = [] } = await eks.send(new ListNodegroupsCommand({ clusterName }));
  await eks.send(
    new UpdateNodegroupConfigCommand({
      clusterName,
      nodegroupName: nodegroups.find((name) => !name.includes("spot")),
      scalingConfig: { minSize: 1, maxSize: 12, desiredSize: 2 },
    }),
  );
}
