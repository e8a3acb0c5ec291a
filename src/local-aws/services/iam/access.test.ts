import {
  CreateAccessKeyCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeleteServiceLinkedRoleCommand,
  GetAccessKeyLastUsedCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { beforeEach, describe, expect, it } from "vitest";
import { document, makeRole, makeUser } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const place = "arn:aws:iam::123456789012";
const denied = (action: string) => ({
  name: "AccessDenied",
  message: expect.stringMatching(
    `^User: ${place}:user/ann is not authorized to perform: ${action} on resource: .+ because no identity-based policy allows the ${action} action$`,
  ),
});

let aws: TestAws;
let iam: IAMClient;

beforeEach(() => {
  aws = testAws();
  iam = aws.client(IAMClient);
});

/** A client of the user ann, who may do this there. */
async function ann(Action: string, Resource: string): Promise<IAMClient> {
  return aws.client(IAMClient, { as: await makeUser(aws, "ann", { may: [{ Action, Resource }] }) });
}

describe("who may change users of a path", () => {
  it("renames none out of it, nor to a name that is not to be had", async () => {
    const client = await ann("iam:UpdateUser", `${place}:user/ci/*`);
    await iam.send(new CreateUserCommand({ UserName: "bob", Path: "/ci/" }));
    const rename = (to: object) => client.send(new UpdateUserCommand({ UserName: "bob", ...to }));
    await expect(rename({ NewPath: "/admins/" })).rejects.toMatchObject(denied("iam:UpdateUser"));
    await rename({ NewUserName: "rob" });
    const back = client.send(new UpdateUserCommand({ UserName: "rob", NewPath: "/" }));
    await expect(back).rejects.toMatchObject(denied("iam:UpdateUser"));
  });

  it("learns of their access keys alone when they were used", async () => {
    const client = await ann("iam:GetAccessKeyLastUsed", `${place}:user/ci/*`);
    const keyOf = async (UserName: string, Path: string) => {
      await iam.send(new CreateUserCommand({ UserName, Path }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      return new GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey?.AccessKeyId });
    };
    expect((await client.send(await keyOf("bob", "/ci/"))).UserName).toBe("bob");
    await expect(client.send(await keyOf("eve", "/"))).rejects.toMatchObject(
      denied("iam:GetAccessKeyLastUsed"),
    );
  });
});

describe("who may delete a service's role", () => {
  it("may see how far that is, and nothing of other services'", async () => {
    const client = await ann("iam:*ServiceLinkedRole*", `${place}:role/aws-service-role/eks.amazonaws.com/*`);
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "eks.amazonaws.com" }));
    const { DeletionTaskId = "" } = await client.send(
      new DeleteServiceLinkedRoleCommand({ RoleName: "AWSServiceRoleForAmazonEKS" }),
    );
    const status = (id: string) =>
      client.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: id }));
    expect((await status(DeletionTaskId)).Status).toBe("SUCCEEDED");
    const other = DeletionTaskId.replaceAll("eks.amazonaws.com", "autoscaling.amazonaws.com");
    await expect(status(other)).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("who may change only what is under a boundary", () => {
  it("gives permissions to such roles alone", async () => {
    const edge = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const Condition = { StringEquals: { "iam:PermissionsBoundary": edge } };
    const as = await makeUser(aws, "ann", {
      may: [{ Action: "iam:PutRolePolicy", Resource: "*", Condition }],
    });
    await makeRole(aws, "r");
    const PolicyDocument = document({ Action: "*", Resource: "*" });
    const give = () =>
      aws
        .client(IAMClient, { as })
        .send(new PutRolePolicyCommand({ RoleName: "r", PolicyName: "all", PolicyDocument }));
    await expect(give()).rejects.toMatchObject(denied("iam:PutRolePolicy"));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "r", PermissionsBoundary: edge }));
    await expect(give()).resolves.toBeDefined();
  });
});
