import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type EntityType,
  IAMClient,
  PutGroupPolicyCommand,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const reads = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});
const cniArn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";

async function account() {
  const iam = testAws().client(IAMClient);
  await iam.send(new CreateRoleCommand({ RoleName: "node", AssumeRolePolicyDocument: trust }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: "node", PolicyArn: cniArn }));
  await iam.send(new CreatePolicyCommand({ PolicyName: "reads", PolicyDocument: reads }));
  await iam.send(new CreateGroupCommand({ GroupName: "team" }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: "team", PolicyName: "own", PolicyDocument: reads }));
  await iam.send(new CreateUserCommand({ UserName: "ada" }));
  await iam.send(new AddUserToGroupCommand({ GroupName: "team", UserName: "ada" }));
  return async (Filter?: EntityType[]) => {
    const users = [];
    const groups = [];
    const roles = [];
    const policies = [];
    for await (const page of paginateGetAccountAuthorizationDetails(
      { client: iam, pageSize: 2 },
      { Filter },
    )) {
      users.push(...(page.UserDetailList ?? []));
      groups.push(...(page.GroupDetailList ?? []));
      roles.push(...(page.RoleDetailList ?? []));
      policies.push(...(page.Policies ?? []));
    }
    return { users, groups, roles, policies };
  };
}

it("shows in one call who may do what, over all pages", async () => {
  const details = await account();
  const { users, groups, roles, policies } = await details();
  expect(users.find(({ UserName }) => UserName === "ada")).toMatchObject({ GroupList: ["team"] });
  expect(groups).toMatchObject([
    {
      GroupName: "team",
      GroupPolicyList: [
        { PolicyName: "own", PolicyDocument: encodeURIComponent(reads).replaceAll("*", "%2A") },
      ],
    },
  ]);
  expect(roles).toMatchObject([
    {
      RoleName: "node",
      AttachedManagedPolicies: [{ PolicyName: "AmazonEKS_CNI_Policy", PolicyArn: cniArn }],
    },
  ]);
  expect(policies.map(({ PolicyName, AttachmentCount }) => [PolicyName, AttachmentCount])).toEqual([
    ["AdministratorAccess", 1],
    ["AmazonEKS_CNI_Policy", 1],
    ["reads", 0],
  ]);
  expect(policies[2]?.PolicyVersionList).toMatchObject([{ VersionId: "v1", IsDefaultVersion: true }]);
});

it("shows only the kinds that are asked for", async () => {
  const { users, groups, roles, policies } = await (await account())(["Role", "LocalManagedPolicy"]);
  expect([users.length, groups.length]).toEqual([0, 0]);
  expect([roles[0]?.RoleName, policies[0]?.PolicyName]).toEqual(["node", "reads"]);
  expect(policies).toHaveLength(1);
});
