import {
  AddClientIDToOpenIDConnectProviderCommand,
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteInstanceProfileCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  DeleteUserCommand,
  GetAccountSummaryCommand,
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  GetUserCommand,
  IAMClient,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const AssumeRolePolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

describe("an OIDC provider", () => {
  const Url = "https://oidc.eks.ap-southeast-1.amazonaws.com/id/ABCDEF";
  const arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.ap-southeast-1.amazonaws.com/id/ABCDEF";
  const withProvider = async () => {
    const iam = testAws().client(IAMClient);
    const created = await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }),
    );
    expect(created.OpenIDConnectProviderArn).toBe(arn);
    return iam;
  };

  it("shows its URL without the scheme, and a thumbprint though none was given", async () => {
    const iam = await withProvider();
    const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    expect(provider).toMatchObject({
      Url: Url.replace("https://", ""),
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: [expect.stringMatching(/^[0-9a-f]{40}$/)],
    });
  });

  it("is one for each URL, and its clients come and go", async () => {
    const iam = await withProvider();
    await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url }))).rejects.toMatchObject({
      name: "EntityAlreadyExistsException",
    });
    const name = { OpenIDConnectProviderArn: arn };
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...name, ClientID: "other" }));
    await iam.send(
      new RemoveClientIDFromOpenIDConnectProviderCommand({ ...name, ClientID: "sts.amazonaws.com" }),
    );
    expect((await iam.send(new GetOpenIDConnectProviderCommand(name))).ClientIDList).toEqual(["other"]);
    await iam.send(new DeleteOpenIDConnectProviderCommand(name));
    await expect(iam.send(new GetOpenIDConnectProviderCommand(name))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
  });
});

describe("an instance profile", () => {
  it("holds one role, and neither goes while they hold on to each other", async () => {
    const iam = testAws().client(IAMClient);
    const profile = { InstanceProfileName: "node" };
    await iam.send(new CreateRoleCommand({ RoleName: "node", AssumeRolePolicyDocument }));
    await iam.send(new CreateInstanceProfileCommand(profile));
    await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: "node" }));
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand(profile));
    expect(InstanceProfile).toMatchObject({
      Arn: "arn:aws:iam::123456789012:instance-profile/node",
      Roles: [{ RoleName: "node" }],
    });
    const holding = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: "node" }));
    expect(holding.InstanceProfiles).toHaveLength(1);
    await expect(
      iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: "node" })),
    ).rejects.toMatchObject({ name: "LimitExceededException" });
    for (const command of [
      new DeleteRoleCommand({ RoleName: "node" }),
      new DeleteInstanceProfileCommand(profile),
    ])
      await expect(iam.send(command as DeleteRoleCommand)).rejects.toMatchObject({
        name: "DeleteConflictException",
        message: "Cannot delete entity, must remove roles from instance profile first.",
      });
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName: "node" }));
    await iam.send(new DeleteInstanceProfileCommand(profile));
    await iam.send(new DeleteRoleCommand({ RoleName: "node" }));
  });
});

describe("a service-linked role", () => {
  it("belongs to its service: only it can change or delete the role", async () => {
    const { aws, client } = testAws();
    const iam = client(IAMClient);
    const create = new CreateServiceLinkedRoleCommand({ AWSServiceName: "eks.amazonaws.com" });
    const { Role } = await iam.send(create);
    expect(Role?.Arn).toBe(
      "arn:aws:iam::123456789012:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
    );
    expect(aws.inventory()).toEqual([]);
    await expect(iam.send(create)).rejects.toMatchObject({ name: "InvalidInputException" });
    const RoleName = "AWSServiceRoleForAmazonEKS";
    for (const command of [
      new DeleteRoleCommand({ RoleName }),
      new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument: "{}" }),
    ])
      await expect(iam.send(command as DeleteRoleCommand)).rejects.toMatchObject({
        name: "UnmodifiableEntityException",
      });
    const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
    const { Status } = await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
    expect(Status).toBe("SUCCEEDED");
    await iam.send(create);
  });
});

describe("users and groups", () => {
  it("have the administrator among them, who is the caller and no part of the inventory", async () => {
    const { aws, client } = testAws();
    const { User } = await client(IAMClient).send(new GetUserCommand({}));
    expect(User?.Arn).toBe("arn:aws:iam::123456789012:user/administrator");
    const summary = await client(IAMClient).send(new GetAccountSummaryCommand({}));
    expect(summary.SummaryMap).toMatchObject({ Users: 1, Roles: 0 });
    expect(aws.inventory()).toEqual([]);
  });

  it("know each other through renaming, and a user in a group stays", async () => {
    const iam = testAws().client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "ci" }));
    await iam.send(new CreateGroupCommand({ GroupName: "deployers" }));
    await iam.send(new AddUserToGroupCommand({ GroupName: "deployers", UserName: "ci" }));
    await iam.send(new UpdateUserCommand({ UserName: "ci", NewUserName: "builder", NewPath: "/ci/" }));
    const { User } = await iam.send(new GetUserCommand({ UserName: "builder" }));
    expect(User?.Arn).toBe("arn:aws:iam::123456789012:user/ci/builder");
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: "builder" }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(["deployers"]);
    for (const command of [
      new DeleteUserCommand({ UserName: "builder" }),
      new DeleteGroupCommand({ GroupName: "deployers" }),
    ])
      await expect(iam.send(command as DeleteUserCommand)).rejects.toMatchObject({
        name: "DeleteConflictException",
      });
    await expect(
      iam.send(new UpdateUserCommand({ UserName: "builder", NewUserName: "administrator" })),
    ).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
    expect((await iam.send(new GetUserCommand({ UserName: "builder" }))).User?.UserName).toBe("builder");
  });
});

describe("tags", () => {
  it("have keys that are unique whatever their case", async () => {
    const iam = testAws().client(IAMClient);
    const Tags = [
      { Key: "Project", Value: "retail" },
      { Key: "Environment", Value: "dev" },
    ];
    await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument, Tags }));
    await iam.send(new TagRoleCommand({ RoleName: "r", Tags: [{ Key: "project", Value: "mlops" }] }));
    await iam.send(new UntagRoleCommand({ RoleName: "r", TagKeys: ["Environment"] }));
    const listed = await iam.send(new ListRoleTagsCommand({ RoleName: "r" }));
    expect(listed.Tags).toEqual([{ Key: "project", Value: "mlops" }]);
  });
});
