import {
  CreateFlowLogsCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteLaunchTemplateCommand,
  DeleteVpcCommand,
  DescribeVpcsCommand,
  DisassociateAddressCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { defaultAccount } from "../../caller.ts";
import { newAccessKeyId } from "../../iam/access-key-id.ts";
import { ids } from "../../ids.ts";
import { accessKeysSlot } from "../iam/access-key-state.ts";
import { involved as access } from "./access-table.ts";
import { authorization } from "./authorization.ts";
import { ec2 as service } from "./ec2.ts";
import { testNetwork } from "./test-network.ts";

/** A network, and a client of a user who may do what these statements say. */
async function testUser(...Statement: object[]) {
  const network = await testNetwork();
  const iam = network.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "deployer" }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "deployer", PolicyName: "p", PolicyDocument }));
  const id = newAccessKeyId("AKIA", defaultAccount, ids(1));
  const { keys } = network.aws.store.state(accessKeysSlot, defaultAccount, "");
  keys.set(id, { id, userName: "deployer", secret: "s", created: new Date(), status: "Active" });
  return { ...network, user: network.client(EC2Client, { account: id }) };
}

const allow = (Action: string, Resource: string, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const here = `arn:aws:ec2:ap-southeast-1:${defaultAccount}`;
const denied = (action: string, resource: string) => ({
  name: "UnauthorizedOperation",
  message: expect.stringContaining(
    `You are not authorized to perform this operation. User: arn:aws:iam::${defaultAccount}:user/deployer is not authorized to perform: ${action} on resource: ${resource} because`,
  ),
});

describe("EC2's permissions", () => {
  it("are asked of everything that a request involves: the new subnet and the VPC that it goes into", async () => {
    const { user, vpcId: VpcId } = await testUser(allow("ec2:CreateSubnet", `${here}:subnet/*`));
    const create = user.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/24" }));
    await expect(create).rejects.toMatchObject(denied("ec2:CreateSubnet", `${here}:vpc/${VpcId}`));
  });

  it("can ask for tags of the request, and for the permission to set them while creating", async () => {
    const inside = { StringEquals: { "aws:RequestTag/project": "retail" } };
    const { user } = await testUser(
      allow("ec2:CreateVpc", "*", inside),
      allow("ec2:CreateTags", `${here}:vpc/*`, { StringEquals: { "ec2:CreateAction": "CreateVpc" } }),
    );
    const create = (project: string) =>
      user.send(
        new CreateVpcCommand({
          CidrBlock: "10.9.0.0/16",
          TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "project", Value: project }] }],
        }),
      );
    await expect(create("other")).rejects.toMatchObject(denied("ec2:CreateVpc", `${here}:vpc/*`));
    const { Vpc } = await create("retail");
    const retag = user.send(
      new CreateTagsCommand({ Resources: [Vpc?.VpcId ?? ""], Tags: [{ Key: "a", Value: "b" }] }),
    );
    await expect(retag).rejects.toMatchObject(denied("ec2:CreateTags", `${here}:vpc/${Vpc?.VpcId}`));
  });

  it("need CreateTags beside the creation when tags come along, and not without them", async () => {
    const { user, vpcId: VpcId } = await testUser(allow("ec2:CreateSubnet", "*"));
    const create = (CidrBlock: string, Tags: object[]) =>
      user.send(
        new CreateSubnetCommand({ VpcId, CidrBlock, TagSpecifications: [{ ResourceType: "subnet", Tags }] }),
      );
    const tagged = create("10.0.0.0/24", [{ Key: "Name", Value: "a" }]);
    await expect(tagged).rejects.toMatchObject(denied("ec2:CreateTags", `${here}:subnet/*`));
    await create("10.0.0.0/24", []);
  });

  it("can hold to one VPC and to what carries a tag", async () => {
    const { user, ec2, vpcId } = await testUser(
      allow("ec2:CreateSecurityGroup", "*", {
        ArnEquals: { "ec2:Vpc": `${here}:vpc/vpc-0123456789abcdef0` },
      }),
      allow("ec2:DeleteVpc", "*", { StringEquals: { "ec2:ResourceTag/stage": "dev" } }),
    );
    const group = { VpcId: vpcId, GroupName: "g", Description: "g" };
    await expect(user.send(new CreateSecurityGroupCommand(group))).rejects.toMatchObject(
      denied("ec2:CreateSecurityGroup", `${here}:security-group/*`),
    );
    const remove = () => user.send(new DeleteVpcCommand({ VpcId: vpcId }));
    await expect(remove()).rejects.toMatchObject(denied("ec2:DeleteVpc", `${here}:vpc/${vpcId}`));
    await ec2.send(new CreateTagsCommand({ Resources: [vpcId], Tags: [{ Key: "stage", Value: "dev" }] }));
    await remove();
  });

  it("include handing the role to flow logs", async () => {
    const { user, vpcId } = await testUser(allow("ec2:*", "*"));
    const role = `arn:aws:iam::${defaultAccount}:role/flow`;
    const create = user.send(
      new CreateFlowLogsCommand({
        ResourceType: "VPC",
        ResourceIds: [vpcId],
        LogGroupName: "g",
        DeliverLogsPermissionArn: role,
        TrafficType: "ALL",
      }),
    );
    await expect(create).rejects.toMatchObject(denied("iam:PassRole", role));
  });

  it("are asked before anybody is told whether something exists", async () => {
    const { user } = await testUser(allow("ec2:DescribeVpcs", "*"));
    const calls = [
      user.send(new DeleteVpcCommand({ VpcId: "vpc-0123456789abcdef0" })),
      user.send(new DisassociateAddressCommand({ AssociationId: "eipassoc-0123456789abcdef0" })),
      user.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: "none" })),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  });

  it("are told by a dry run, which does nothing", async () => {
    const { user, vpcId } = await testUser(allow("ec2:DescribeVpcs", "*"), allow("ec2:CreateVpc", "*"));
    const dry = user.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16", DryRun: true }));
    await expect(dry).rejects.toMatchObject({
      name: "DryRunOperation",
      message: "Request would have succeeded, but DryRun flag is set.",
      $metadata: { httpStatusCode: 412 },
    });
    const forbidden = user.send(new DeleteVpcCommand({ VpcId: vpcId, DryRun: true }));
    await expect(forbidden).rejects.toMatchObject({ name: "UnauthorizedOperation" });
    expect((await user.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });

  it("have rules for operations only that there are, with members that these have", () => {
    const operations = new Map(service.operations.map((one) => [one.name, one]));
    expect(Object.keys(authorization.rules).filter((name) => !operations.has(name))).toEqual([]);
    const behindNames = ["AllocationId", "RouteTableId", "VpcId", "NetworkInterfaceId", "InstanceId"];
    for (const [name, { uses = {} }] of Object.entries(access)) {
      const members = operations.get(name)?.input.getMemberSchemas() ?? {};
      const unknown = Object.keys(uses).filter((member) => !(member in members));
      expect(unknown.filter((member) => !behindNames.includes(member))).toEqual([]);
    }
  });

  it("are asked resource by resource of everything that changes something", () => {
    const changing = service.operations.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
    expect(changing.filter((name) => !(name in authorization.rules))).toEqual([]);
  });
});
