import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

async function testGroup() {
  const network = await testNetwork();
  const { ec2, vpcId } = network;
  const group = async (GroupName: string, VpcId = vpcId): Promise<string> => {
    const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId }));
    return made.GroupId ?? "";
  };
  const GroupId = await group("web");
  return {
    ...network,
    group,
    GroupId,
    async described() {
      const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
      return SecurityGroups?.[0];
    },
    async rules() {
      const Filters = [{ Name: "group-id", Values: [GroupId] }];
      return (await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules ?? [];
    },
  };
}

const https = (CidrIp: string, Description?: string) => ({
  IpProtocol: "tcp",
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp, Description }],
});

describe("a security group", () => {
  it("lets everything out and nothing in, when new", async () => {
    const { described } = await testGroup();
    expect(await described()).toMatchObject({
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
  });

  it("shows its rules both ways: one by one, and as permissions that join all sources of a port", async () => {
    const { ec2, GroupId, described, rules, group } = await testGroup();
    const other = await group("other");
    const IpPermissions = [
      {
        ...https("10.0.0.7/16", "inside"),
        UserIdGroupPairs: [{ GroupId: other }],
        Ipv6Ranges: [{ CidrIpv6: "::/0" }],
      },
    ];
    const added = await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions,
        TagSpecifications: [{ ResourceType: "security-group-rule", Tags: [{ Key: "a", Value: "b" }] }],
      }),
    );
    expect(added.SecurityGroupRules).toHaveLength(3);
    expect((await described())?.IpPermissions).toMatchObject([
      {
        FromPort: 443,
        IpRanges: [{ CidrIp: "10.0.0.0/16", Description: "inside" }],
        Ipv6Ranges: [{ CidrIpv6: "::/0" }],
        UserIdGroupPairs: [{ GroupId: other, UserId: "123456789012" }],
      },
    ]);
    const ingress = (await rules()).filter(({ IsEgress }) => !IsEgress);
    expect(ingress.map(({ Tags }) => Tags)).toEqual(Array(3).fill([{ Key: "a", Value: "b" }]));
    expect(ingress[0]).toMatchObject({
      GroupId,
      CidrIpv4: "10.0.0.0/16",
      FromPort: 443,
      Description: "inside",
    });
  });

  it("refuses a rule that it has, whatever its description, and then adds none of the request", async () => {
    const { ec2, GroupId, rules } = await testGroup();
    const add = (...IpPermissions: ReturnType<typeof https>[]) =>
      ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await expect(add(https("10.0.0.0/8"), https("10.0.0.0/8"))).rejects.toMatchObject({
      name: "InvalidPermission.Duplicate",
    });
    await add(https("10.0.0.0/8"));
    await expect(add(https("10.9.0.0/16"), https("10.0.0.0/8", "again"))).rejects.toMatchObject({
      name: "InvalidPermission.Duplicate",
      message:
        'the specified rule "peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW" already exists',
    });
    expect(await rules()).toHaveLength(2);
  });

  it("gives up rules by their ids or by what they say", async () => {
    const { ec2, GroupId, rules } = await testGroup();
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [https("10.0.0.0/8")] }),
    );
    const ids = (await rules()).flatMap(({ SecurityGroupRuleId = "", IsEgress }) =>
      IsEgress ? [] : [SecurityGroupRuleId],
    );
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: ids }));
    // Terraform names ports with protocol -1, where they have no meaning.
    const everything = { IpProtocol: "-1", FromPort: 0, ToPort: 0, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    const revoke = () =>
      ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }));
    await revoke();
    expect(await rules()).toEqual([]);
    await expect(revoke()).rejects.toMatchObject({ name: "InvalidPermission.NotFound" });
  });

  it("changes a rule in place, its id and tags kept, but not into one that it has", async () => {
    const { ec2, GroupId, rules } = await testGroup();
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [https("10.0.0.0/8"), https("10.0.0.0/9")],
      }),
    );
    const [first] = (await rules()).filter(({ IsEgress }) => !IsEgress);
    const SecurityGroupRuleId = first?.SecurityGroupRuleId;
    const change = (SecurityGroupRule: object) =>
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId,
          SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
        }),
      );
    await change({ IpProtocol: "udp", FromPort: 53, ToPort: 53, CidrIpv6: "::/0", Description: "names" });
    const [changed] = (await rules()).filter(({ IsEgress }) => !IsEgress);
    expect(changed).toMatchObject({
      SecurityGroupRuleId,
      IpProtocol: "udp",
      CidrIpv6: "::/0",
      Description: "names",
    });
    expect(changed?.CidrIpv4).toBeUndefined();
    const same = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIpv4: "10.0.0.0/9" };
    await expect(change(same)).rejects.toMatchObject({ name: "InvalidPermission.Duplicate" });
  });

  it("takes a new description for a rule", async () => {
    const { ec2, GroupId, described } = await testGroup();
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [https("10.0.0.0/8", "old")] }),
    );
    await ec2.send(
      new UpdateSecurityGroupRuleDescriptionsIngressCommand({
        GroupId,
        IpPermissions: [https("10.0.0.0/8", "new")],
      }),
    );
    expect((await described())?.IpPermissions?.[0]?.IpRanges?.[0]?.Description).toBe("new");
  });

  it("is found by what its rules say, in the right direction", async () => {
    const { ec2, GroupId } = await testGroup();
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [https("10.0.0.0/8")] }),
    );
    const found = async (Name: string) => {
      const Filters = [{ Name, Values: ["10.0.0.0/8"] }];
      return (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.map(
        (g) => g.GroupId,
      );
    };
    expect(await found("ip-permission.cidr")).toEqual([GroupId]);
    expect(await found("egress.ip-permission.cidr")).toEqual([]);
  });

  it("names only groups and prefix lists that exist, groups of its own VPC", async () => {
    const { ec2, GroupId, group } = await testGroup();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.8.0.0/16" }));
    const far = await group("far", Vpc?.VpcId);
    const add = (peer: object) =>
      ec2.send(
        new AuthorizeSecurityGroupEgressCommand({
          GroupId,
          IpPermissions: [{ IpProtocol: "icmp", ...peer }],
        }),
      );
    await expect(add({ UserIdGroupPairs: [{ GroupId: "sg-0123456789abcdef0" }] })).rejects.toMatchObject({
      name: "InvalidGroup.NotFound",
      message: "The security group 'sg-0123456789abcdef0' does not exist",
    });
    await expect(add({ UserIdGroupPairs: [{ GroupId: far }] })).rejects.toMatchObject({
      name: "InvalidGroup.NotFound",
    });
    await expect(add({ PrefixListIds: [{ PrefixListId: "pl-0" }] })).rejects.toMatchObject({
      name: "InvalidPrefixListID.NotFound",
    });
  });

  it("has a name of its own in its VPC", async () => {
    const { group } = await testGroup();
    await expect(group("web")).rejects.toMatchObject({ name: "InvalidGroup.Duplicate" });
    await expect(group("default")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("is not deleted while an interface has it or another group's rule names it", async () => {
    const { ec2, GroupId, group, subnet } = await testGroup();
    const gone = () => ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    const refusal = { name: "DependencyViolation", message: `resource ${GroupId} has a dependent object` };
    const { NetworkInterface } = await ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: await subnet("10.0.0.0/24"), Groups: [GroupId] }),
    );
    await expect(gone()).rejects.toMatchObject(refusal);
    const { NetworkInterfaceId } = NetworkInterface ?? {};
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    const other = await group("other");
    const IpPermissions = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions }));
    await expect(gone()).rejects.toMatchObject(refusal);
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: other, IpPermissions }));
    await gone();
  });

  it("that is the VPC's own stays", async () => {
    const { ec2 } = await testNetwork();
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    const call = ec2.send(new DeleteSecurityGroupCommand({ GroupId: SecurityGroups?.[0]?.GroupId }));
    await expect(call).rejects.toMatchObject({ name: "CannotDelete" });
  });
});
