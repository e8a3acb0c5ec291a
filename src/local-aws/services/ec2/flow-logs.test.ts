import { CreateFlowLogsCommand, DeleteFlowLogsCommand, DescribeFlowLogsCommand } from "@aws-sdk/client-ec2";
import { CreateRoleCommand, DeleteRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testFlowLogs() {
  const network = await testNetwork();
  const { ec2, vpcId, client } = network;
  return {
    ...network,
    async role(service: string, Condition?: object): Promise<string> {
      const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      const RoleName = service.split(".")[0];
      const made = await client(IAMClient).send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }),
      );
      return made.Role?.Arn ?? "";
    },
    create: (DeliverLogsPermissionArn: string, props: object = {}) =>
      ec2.send(
        new CreateFlowLogsCommand({
          ResourceIds: [vpcId],
          ResourceType: "VPC",
          TrafficType: "ALL",
          LogDestination: "arn:aws:logs:ap-southeast-1:123456789012:log-group:/vpc/flow:*",
          DeliverLogsPermissionArn,
          ...props,
        }),
      ),
  };
}

describe("flow logs", () => {
  it("are kept with their destination and AWS's defaults, until deleted", async () => {
    const { ec2, vpcId, role, create } = await testFlowLogs();
    const DeliverLogsPermissionArn = await role("vpc-flow-logs.amazonaws.com");
    const { FlowLogIds = [] } = await create(DeliverLogsPermissionArn);
    const found = () => ec2.send(new DescribeFlowLogsCommand({ FlowLogIds }));
    expect((await found()).FlowLogs).toMatchObject([
      {
        ResourceId: vpcId,
        FlowLogStatus: "ACTIVE",
        LogDestinationType: "cloud-watch-logs",
        LogDestination: "arn:aws:logs:ap-southeast-1:123456789012:log-group:/vpc/flow",
        LogGroupName: "/vpc/flow",
        DeliverLogsPermissionArn,
        MaxAggregationInterval: 600,
        LogFormat: expect.stringMatching(/^\$\{version\} .* \$\{log-status\}$/),
      },
    ]);
    await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
    expect((await found()).FlowLogs).toEqual([]);
  });

  it("need a role that the service can take on", async () => {
    const { role, create } = await testFlowLogs();
    const refusal = { name: "InvalidParameter", message: "Unable to assume given IAM role" };
    await expect(create("arn:aws:iam::123456789012:role/none")).rejects.toMatchObject(refusal);
    await expect(create(await role("ec2.amazonaws.com"))).rejects.toMatchObject(refusal);
  });

  it("are what they tell a role's trust policy that they are, and of this account", async () => {
    const { role, create, client } = await testFlowLogs();
    const here = {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:ec2:ap-southeast-1:123456789012:vpc-flow-log/*" },
    };
    const arn = await role("vpc-flow-logs.amazonaws.com", here);
    expect((await create(arn)).FlowLogIds).toHaveLength(1);
    await client(IAMClient).send(new DeleteRoleCommand({ RoleName: "vpc-flow-logs" }));
    const elsewhere = { StringEquals: { "aws:SourceAccount": "111122223333" } };
    const other = create(await role("vpc-flow-logs.amazonaws.com", elsewhere), {
      LogDestination: undefined,
      LogGroupName: "g",
    });
    await expect(other).rejects.toMatchObject({ message: "Unable to assume given IAM role" });
  });

  it("show whether their role lets them write", async () => {
    const { ec2, role, create, client } = await testFlowLogs();
    const { FlowLogIds } = await create(await role("vpc-flow-logs.amazonaws.com"));
    const found = async () => (await ec2.send(new DescribeFlowLogsCommand({ FlowLogIds }))).FlowLogs?.[0];
    expect(await found()).toMatchObject({
      DeliverLogsStatus: "FAILED",
      DeliverLogsErrorMessage: "Access error",
    });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:ap-southeast-1:123456789012:log-group:/vpc/flow:*",
        },
      ],
    });
    await client(IAMClient).send(
      new PutRolePolicyCommand({ RoleName: "vpc-flow-logs", PolicyName: "write", PolicyDocument }),
    );
    expect((await found())?.DeliverLogsStatus).toBe("SUCCESS");
  });

  it("are of something that exists, and one for each destination", async () => {
    const { role, create } = await testFlowLogs();
    const arn = await role("vpc-flow-logs.amazonaws.com");
    await expect(create(arn, { ResourceIds: ["vpc-0"] })).rejects.toMatchObject({
      name: "InvalidVpcID.NotFound",
    });
    const [first, again] = [await create(arn, { ClientToken: "t" }), await create(arn, { ClientToken: "t" })];
    expect(again.FlowLogIds).toEqual(first.FlowLogIds);
    await expect(create(arn)).rejects.toMatchObject({ name: "FlowLogAlreadyExists" });
  });
});
