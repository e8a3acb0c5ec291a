import { createHash } from "node:crypto";
import type { Context } from "../../context.ts";
import { newKey } from "./new-key.ts";
import { type Key, type KmsState, kmsSlot } from "./state.ts";

/** Services that keep a key of their own in an account, with what AWS writes as its description. Source: the KMS developer guide, 2026. */
const managedKeys: Readonly<Record<string, string>> = {
  acm: "Default key that protects my ACM private keys when no other key is defined",
  backup: "Default key that protects my Backup data when no other key is defined",
  dynamodb: "Default key that protects my DynamoDB data when no other key is defined",
  ebs: "Default key that protects my EBS volumes when no other key is defined",
  ecr: "Default key that protects my ECR data when no other key is defined",
  elasticfilesystem: "Default key that protects my EFS filesystems when no other key is defined",
  fsx: "Default key that protects my FSx resources when no other key is defined",
  glue: "Default key that protects my Glue data when no other key is defined",
  kinesis: "Default key that protects my Kinesis data when no other key is defined",
  lambda: "Default key that protects my Lambda functions when no other key is defined",
  rds: "Default key that protects my RDS database volumes when no other key is defined",
  redshift: "Default key that protects my Redshift clusters when no other key is defined",
  s3: "Default key that protects my S3 objects when no other key is defined",
  secretsmanager: "Default key that protects my Secrets Manager data when no other key is defined",
  sns: "Default key that protects my SNS data when no other key is defined",
  sqs: "Default key that protects my SQS messages when no other key is defined",
  ssm: "Default key that protects my SSM parameters when no other key is defined",
};

/** The names of all of them. */
export const managedAliases = Object.keys(managedKeys).map((service) => `alias/aws/${service}`);

const managedAlias = /^alias\/aws\/(.+)$/;

/** The key behind `alias/aws/<service>`, made when it is first asked for, as AWS does; undefined for any other name. */
export function managedKey(aliasName: string, ctx: Context): Key | undefined {
  const service = managedAlias.exec(aliasName)?.[1] ?? "";
  const description = managedKeys[service];
  if (description === undefined) return undefined;
  const state = ctx.state(kmsSlot);
  return findManaged(aliasName, state) ?? makeManaged(aliasName, service, description, ctx);
}

function findManaged(aliasName: string, { keys, aliases }: KmsState): Key | undefined {
  return keys.get(aliases.get(aliasName)?.target ?? "");
}

function makeManaged(aliasName: string, service: string, description: string, ctx: Context): Key {
  const { keys, aliases } = ctx.state(kmsSlot);
  const policy = managedPolicy(service, ctx);
  const key = newKey({ keyId: managedKeyId(service, ctx), description, policy, manager: "AWS" }, ctx);
  key.rotation = { periodDays: 365, next: new Date(key.created.getTime() + 365 * 86_400_000) };
  keys.set(key.keyId, key);
  aliases.set(aliasName, { name: aliasName, target: key.keyId, created: key.created, updated: key.created });
  return key;
}

/** The same for an account's service however often the key is made: a read may make it, and reads are not saved. */
function managedKeyId(service: string, { account, region }: Context): string {
  const hex = createHash("sha256").update(`${account} ${region} ${service}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function managedPolicy(service: string, { account, region }: Context): string {
  const through = { "kms:CallerAccount": account, "kms:ViaService": `${service}.${region}.amazonaws.com` };
  return JSON.stringify({
    Version: "2012-10-17",
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:CreateGrant",
          "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: { StringEquals: through },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
        Resource: "*",
      },
    ],
  });
}
