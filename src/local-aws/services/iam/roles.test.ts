import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const trust = (principal: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });
const AssumeRolePolicyDocument = trust({ Service: "eks.amazonaws.com" });
const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

describe("IAM roles", () => {
  it("gives back what was created, the trust policy percent-encoded", async () => {
    const iam = testAws({ now: () => new Date("2026-11-23T10:11:12.345Z") }).client(IAMClient);
    const created = await iam.send(
      new CreateRoleCommand({
        RoleName: "eks-cluster",
        Path: "/mlops/",
        Description: "It's for (EKS)",
        AssumeRolePolicyDocument,
        Tags: [{ Key: "Environment", Value: "dev" }],
      }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "eks-cluster" }));
    expect(Role).toMatchObject({
      Arn: "arn:aws:iam::123456789012:role/mlops/eks-cluster",
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: new Date("2026-11-23T10:11:12Z"),
      Description: "It's for (EKS)",
      MaxSessionDuration: 3600,
      Tags: [{ Key: "Environment", Value: "dev" }],
    });
    expect(Role?.RoleId).toBe(created.Role?.RoleId);
    expect(Role?.AssumeRolePolicyDocument).not.toMatch(/[{"(]/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(AssumeRolePolicyDocument);
  });

  it("is one IAM for all regions and another one for each account", async () => {
    const { client } = testAws();
    await client(IAMClient).send(new CreateRoleCommand({ RoleName: "one", AssumeRolePolicyDocument }));
    const elsewhere = client(IAMClient, { region: "eu-west-1" });
    expect((await elsewhere.send(new GetRoleCommand({ RoleName: "one" }))).Role?.RoleName).toBe("one");
    const other = client(IAMClient, { account: "999988887777" });
    await expect(other.send(new GetRoleCommand({ RoleName: "one" }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "The role with name one cannot be found.",
    });
  });

  it("refuses a name that differs from a taken one only in case", async () => {
    const iam = testAws().client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "Node", AssumeRolePolicyDocument }));
    await expect(
      iam.send(new CreateRoleCommand({ RoleName: "node", AssumeRolePolicyDocument })),
    ).rejects.toMatchObject({ name: "EntityAlreadyExistsException", $metadata: { httpStatusCode: 409 } });
  });

  it.each([
    ["{", "This policy contains invalid Json"],
    [trust({ AWS: "arn:aws:iam::123456789012:role/ghost" }), /Invalid principal in policy.*ghost/],
    ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}', /Principal/],
  ])("refuses the trust policy %s", async (document, message) => {
    const iam = testAws().client(IAMClient);
    const call = iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: document }));
    await expect(call).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      message: expect.stringMatching(message),
    });
  });

  it("changes description, session length and trust policy in place", async () => {
    const iam = testAws().client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
    const newTrust = trust({ Service: "ec2.amazonaws.com" });
    await iam.send(new UpdateRoleCommand({ RoleName: "r", Description: "new", MaxSessionDuration: 7200 }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "r", PolicyDocument: newTrust }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "r" }));
    expect(Role).toMatchObject({ Description: "new", MaxSessionDuration: 7200 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(newTrust);
  });

  it("keeps a role that still has policies", async () => {
    const iam = testAws().client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "r", PolicyArn: clusterPolicy }));
    await expect(iam.send(new DeleteRoleCommand({ RoleName: "r" }))).rejects.toMatchObject({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must detach all policies first.",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: "r", PolicyArn: clusterPolicy }));
    const own = { RoleName: "r", PolicyName: "own" };
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument }));
    await expect(iam.send(new DeleteRoleCommand({ RoleName: "r" }))).rejects.toMatchObject({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.send(new DeleteRolePolicyCommand(own));
    await iam.send(new DeleteRoleCommand({ RoleName: "r" }));
    await expect(iam.send(new GetRoleCommand({ RoleName: "r" }))).rejects.toThrow("cannot be found");
  });

  it("lists in pages that neither repeat nor skip when roles come and go between them", async () => {
    const iam = testAws().client(IAMClient);
    for (const RoleName of ["a", "b", "c", "d", "e"])
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }));
    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(["a", "b"]);
    expect(first.IsTruncated).toBe(true);
    await iam.send(new DeleteRoleCommand({ RoleName: "a" }));
    const rest = await iam.send(new ListRolesCommand({ Marker: first.Marker }));
    expect(rest.Roles?.map(({ RoleName }) => RoleName)).toEqual(["c", "d", "e"]);
    expect(rest.IsTruncated).toBe(false);
  });
});
