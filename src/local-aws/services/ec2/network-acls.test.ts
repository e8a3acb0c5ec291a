import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
  ReplaceNetworkAclEntryCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testAcl() {
  const network = await testNetwork();
  const { ec2, vpcId: VpcId } = network;
  const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
  const NetworkAclId = NetworkAcl?.NetworkAclId ?? "";
  return {
    ...network,
    NetworkAclId,
    async found(...filter: [string, string]) {
      const Filters = [{ Name: filter[0], Values: [filter[1]] }];
      return (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls?.[0];
    },
  };
}

const entry = { RuleNumber: 100, Egress: false, Protocol: "6", PortRange: { From: 443, To: 443 } };

describe("a network ACL", () => {
  it("lets nothing through when new; the VPC's own one lets all", async () => {
    const { found, NetworkAclId } = await testAcl();
    const actions = async (name: string, value: string) =>
      (await found(name, value))?.Entries?.map(({ RuleNumber, RuleAction }) => [RuleNumber, RuleAction]);
    expect(await actions("network-acl-id", NetworkAclId)).toEqual([
      [32767, "deny"],
      [32767, "deny"],
    ]);
    expect(await actions("default", "true")).toEqual([
      [100, "allow"],
      [32767, "deny"],
      [100, "allow"],
      [32767, "deny"],
    ]);
  });

  it("adds, replaces and drops entries by number and direction", async () => {
    const { ec2, found, NetworkAclId } = await testAcl();
    const allow = { ...entry, NetworkAclId, CidrBlock: "10.0.0.0/8", RuleAction: "allow" as const };
    await ec2.send(new CreateNetworkAclEntryCommand(allow));
    await expect(ec2.send(new CreateNetworkAclEntryCommand(allow))).rejects.toMatchObject({
      name: "NetworkAclEntryAlreadyExists",
    });
    await ec2.send(new ReplaceNetworkAclEntryCommand({ ...allow, RuleAction: "deny" }));
    const acl = await found("entry.cidr", "10.0.0.0/8");
    expect(acl?.Entries?.find(({ RuleNumber }) => RuleNumber === 100)).toMatchObject({
      RuleAction: "deny",
      PortRange: { From: 443, To: 443 },
    });
    const drop = () => ec2.send(new DeleteNetworkAclEntryCommand(allow));
    await drop();
    await expect(drop()).rejects.toMatchObject({ name: "InvalidNetworkAclEntry.NotFound" });
  });

  it("takes a subnet over from another, and is not deleted while it has one", async () => {
    const { ec2, found, subnet, NetworkAclId } = await testAcl();
    const SubnetId = await subnet("10.0.0.0/24");
    const before = await found("association.subnet-id", SubnetId);
    const AssociationId = before?.Associations?.[0]?.NetworkAclAssociationId;
    await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    expect((await found("association.subnet-id", SubnetId))?.NetworkAclId).toBe(NetworkAclId);
    const gone = (id: string | undefined) => ec2.send(new DeleteNetworkAclCommand({ NetworkAclId: id }));
    await expect(gone(NetworkAclId)).rejects.toMatchObject({ name: "DependencyViolation" });
    await expect(gone(before?.NetworkAclId)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
