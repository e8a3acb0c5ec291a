import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

const RoleName = "sagemaker-exec-role";
const PolicyArn = "arn:aws:iam::123456789012:policy/deploy";

function policy(action: string, extra: object = {}): string {
  const statement = { Effect: "Allow", Action: action, Resource: "*", ...extra };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

async function withRole() {
  const iam = testAws().client(IAMClient);
  const statement = {
    Effect: "Allow",
    Principal: { Service: "sagemaker.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return iam;
}

async function withPolicy() {
  const iam = await withRole();
  await iam.send(new CreatePolicyCommand({ PolicyName: "deploy", PolicyDocument: policy("s3:Get*") }));
  return iam;
}

async function documentOf(iam: IAMClient, arn: string, VersionId: string) {
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }));
  return JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""));
}

describe("inline policies", () => {
  it("are kept as they were written, replaced by name, and deleted", async () => {
    const iam = await withRole();
    const name = { RoleName, PolicyName: "buckets" };
    await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: policy("s3:*") }));
    await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: policy("s3:GetObject") }));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["buckets"]);
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(name));
    expect(decodeURIComponent(PolicyDocument)).toBe(policy("s3:GetObject"));
    await iam.send(new DeleteRolePolicyCommand(name));
    await expect(iam.send(new GetRolePolicyCommand(name))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "The role policy with name buckets cannot be found.",
    });
  });

  it.each([
    ["not JSON", "{", "Syntax errors in policy."],
    ["no statement", '{"Version":"2012-10-17"}', "Syntax errors in policy."],
    ["a principal", policy("s3:*", { Principal: "*" }), "Policy document should not specify a principal."],
    ["no resource", policy("s3:*", { Resource: undefined }), "Policy statement must contain resources."],
  ])("are refused with %s", async (_what, PolicyDocument, message) => {
    const iam = await withRole();
    const call = iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    await expect(call).rejects.toMatchObject({ name: "MalformedPolicyDocumentException", message });
  });

  it("may not be longer together than IAM allows", async () => {
    const iam = await withRole();
    const long = (PolicyName: string) =>
      iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy(`s3:${"x".repeat(6000)}`) }),
      );
    await long("one");
    await long("one");
    await expect(long("two")).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});

describe("managed policies of one's own", () => {
  it("have versions, one of which is in force", async () => {
    const iam = await withPolicy();
    const next = (action: string, SetAsDefault: boolean) =>
      iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(action), SetAsDefault }));
    await next("s3:Put*", true);
    await next("s3:List*", false);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ Arn: PolicyArn, DefaultVersionId: "v2", AttachmentCount: 0 });
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["v3", "v2", "v1"]);
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    await expect(
      iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v3" })),
    ).rejects.toMatchObject({ name: "DeleteConflictException" });
    expect((await documentOf(iam, PolicyArn, "v3")).Statement[0].Action).toBe("s3:List*");
  });

  it("have five versions at most, and their numbers are not used twice", async () => {
    const iam = await withPolicy();
    const next = () =>
      iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy("s3:*"), SetAsDefault: true }),
      );
    for (let count = 2; count <= 5; count++) await next();
    await expect(next()).rejects.toMatchObject({ name: "LimitExceededException" });
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    expect((await next()).PolicyVersion?.VersionId).toBe("v6");
  });

  it("stay while something uses them, as policy or as boundary", async () => {
    const iam = await withPolicy();
    const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(remove()).rejects.toMatchObject({
      name: "DeleteConflictException",
      message: "Cannot delete a policy attached to entities.",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn }));
    expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary).toEqual({
      PermissionsBoundaryType: "PermissionsBoundaryPolicy",
      PermissionsBoundaryArn: PolicyArn,
    });
    await expect(remove()).rejects.toMatchObject({ name: "DeleteConflictException" });
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await remove();
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: `Policy ${PolicyArn} was not found.`,
    });
  });
});

describe("attachments", () => {
  const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

  it("show on the role and on the policy", async () => {
    const iam = await withPolicy();
    for (const arn of [PolicyArn, clusterPolicy, PolicyArn])
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([
      { PolicyName: "deploy", PolicyArn },
      { PolicyName: "AmazonEKSClusterPolicy", PolicyArn: clusterPolicy },
    ]);
    const users = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: clusterPolicy }));
    expect(users.PolicyRoles?.map((role) => role.RoleName)).toEqual([RoleName]);
    const { Policies } = await iam.send(new ListPoliciesCommand({ OnlyAttached: true, Scope: "Local" }));
    expect(Policies).toMatchObject([{ Arn: PolicyArn, AttachmentCount: 1 }]);
  });

  it("are refused to policies that do not exist, and past ten", async () => {
    const iam = await withRole();
    const attach = (arn: string) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    await expect(attach("arn:aws:iam::aws:policy/AmazonEKSClusterPolicies")).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "Policy arn:aws:iam::aws:policy/AmazonEKSClusterPolicies does not exist or is not attachable.",
    });
    await expect(
      iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: clusterPolicy })),
    ).rejects.toThrow(`Policy ${clusterPolicy} was not found.`);
    for (let index = 0; index < 11; index++)
      await iam.send(new CreatePolicyCommand({ PolicyName: `p${index}`, PolicyDocument: policy("s3:*") }));
    const own = (index: number) => attach(`arn:aws:iam::123456789012:policy/p${index}`);
    for (let index = 0; index < 10; index++) await own(index);
    await expect(own(10)).rejects.toMatchObject({
      name: "LimitExceededException",
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    });
  });
});

describe("managed policies of AWS", () => {
  it.each([
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKSVPCResourceController",
    "AmazonEKSServicePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonSSMManagedInstanceCore",
    "AmazonSageMakerFullAccess",
    "AdministratorAccess",
    "ReadOnlyAccess",
    "service-role/AmazonEBSCSIDriverPolicy",
  ])("%s can be attached and read", async (name) => {
    const iam = await withRole();
    const arn = `arn:aws:iam::aws:policy/${name}`;
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const document = await documentOf(iam, arn, Policy?.DefaultVersionId ?? "");
    expect(document.Version).toBe("2012-10-17");
    for (const { Effect, Action, NotAction, Resource, NotResource } of document.Statement) {
      expect(["Allow", "Deny"]).toContain(Effect);
      for (const action of Action ?? NotAction) expect(action).toMatch(/^(\*|[a-z0-9-]+:[\w*]+)$/i);
      expect([Resource ?? NotResource].flat().length).toBeGreaterThan(0);
    }
  });

  it("let SageMaker at objects of buckets that are named after it, only", async () => {
    const iam = await withRole();
    const arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess";
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const { Statement } = await documentOf(iam, arn, Policy?.DefaultVersionId ?? "");
    const unconditional = (Statement as { Action?: string[]; Resource?: string[]; Condition?: object }[])
      .filter(({ Action, Condition }) => Action?.includes("s3:GetObject") && !Condition)
      .flatMap(({ Resource = [] }) => Resource);
    expect(unconditional.length).toBeGreaterThan(0);
    for (const resource of unconditional) expect(resource).toMatch(/sagemaker|aws-glue/i);
  });

  it("cannot be changed by the account", async () => {
    const iam = await withRole();
    const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: arn }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });
});
