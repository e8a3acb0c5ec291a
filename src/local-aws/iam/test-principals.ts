import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { TestAws } from "../test-aws.ts";

type Statement = Readonly<Record<string, unknown>>;

/** A policy document of these statements; they allow unless they say otherwise. */
export function document(...statements: readonly Statement[]): string {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const anybodyOfTheAccount = { Principal: { AWS: "123456789012" }, Action: "sts:AssumeRole" };

/** Makes a role whose one inline policy, `permissions`, has these statements. */
export async function makeRole(
  { client }: TestAws,
  name: string,
  { trust = anybodyOfTheAccount, may = [] }: { trust?: Statement; may?: readonly Statement[] } = {},
): Promise<string> {
  const iam = client(IAMClient);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }),
  );
  if (may.length > 0)
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: "permissions",
        PolicyDocument: document(...may),
      }),
    );
  return Role?.Arn ?? "";
}

/** Credentials of a role's session called `test`. */
export async function assume(
  { client }: TestAws,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
) {
  const answer = await client(STSClient).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more }),
  );
  return { ...answer.Credentials };
}

/** The access key of a new user who may do this, by an inline policy `permissions` and managed ones. */
export async function makeUser(
  { client }: TestAws,
  UserName: string,
  { may = [], attached = [] }: { may?: readonly Statement[]; attached?: readonly string[] } = {},
) {
  const iam = client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName }));
  if (may.length > 0)
    await iam.send(
      new PutUserPolicyCommand({
        UserName,
        PolicyName: "permissions",
        PolicyDocument: document(...may),
      }),
    );
  for (const PolicyArn of attached) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { ...AccessKey };
}
