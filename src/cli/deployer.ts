import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { administrator } from "./administrator.ts";
import { DEPLOYER } from "./conditions.ts";
import type { Deployment } from "./deployment.ts";
import { UserError } from "./errors.ts";

const RoleName = DEPLOYER;
/** As reports name it. */
const PolicyName = "deployer";

/** As long as a role's session may be: a rehearsal in AWS's own time takes most of an hour. */
const SESSION_SECONDS = 43_200;

/** Makes the role in the embedded AWS and returns the keys of a session of it, as environment. @throws UserError when IAM refuses the policy */
export async function deployerKeys(deployment: Deployment, policy: string): Promise<Record<string, string>> {
  const { account_id } = deployment.settings;
  const iam = new IAMClient(administrator(deployment));
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account_id}:root` }, Action: "sts:AssumeRole" },
    ],
  });
  await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration: SESSION_SECONDS }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy })).catch(refused);
  const { Credentials } = await new STSClient(administrator(deployment)).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account_id}:role/${RoleName}`,
      RoleSessionName: "rehearsal",
      DurationSeconds: SESSION_SECONDS,
    }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
  };
}

/** Takes the role away again. */
export async function removeDeployer(deployment: Deployment): Promise<void> {
  const iam = new IAMClient(administrator(deployment));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

function refused(error: Error): never {
  throw new UserError("IAM does not take the deployer's policy.", {
    problems: [
      {
        subject: "--deployer",
        received: `${error.name}: ${error.message}`,
        expected:
          "a policy that IAM takes as a role's inline policy (at most 10,240 characters without blanks)",
      },
    ],
  });
}
