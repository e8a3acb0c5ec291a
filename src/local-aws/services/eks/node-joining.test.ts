import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  CreateLaunchTemplateCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcEndpointCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateAccessEntryCommand,
  CreateAddonCommand,
  type CreateClusterCommandInput,
  CreateNodegroupCommand,
  type CreateNodegroupCommandInput,
  DeleteAccessEntryCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
} from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { testClock } from "./test-clock.ts";
import { type TestCluster, testCluster } from "./test-cluster.ts";

const main = { clusterName: "dev", nodegroupName: "main" };
const region = "ap-southeast-1";

type Account = TestCluster & { pass(seconds: number): void };

interface Case {
  readonly cluster?:
    | Partial<CreateClusterCommandInput>
    | ((all: TestCluster) => Partial<CreateClusterCommandInput>);
  readonly quotas?: { "ec2:standard-vcpus": number };
  /** Before the node group is made; what it returns is added to its input. */
  readonly before?: (all: Account) => Promise<unknown>;
  /** Five minutes later. */
  readonly meanwhile?: (all: Account) => Promise<unknown>;
}

/** How a node group comes out, half an hour after it was asked for: its status, or the issue that it failed of. */
async function outcome({ cluster, quotas, before, meanwhile }: Case): Promise<string> {
  const clock = testClock();
  const all = { ...(await testCluster({ now: clock.now, awsTime: "real", quotas })), pass: clock.pass };
  await all.create(typeof cluster === "function" ? cluster(all) : cluster);
  clock.pass(900);
  const more = (await before?.(all)) as Partial<CreateNodegroupCommandInput> | undefined;
  clock.pass(300);
  const { eks, subnetIds: subnets, nodeRole } = all;
  await eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole, ...more }));
  clock.pass(300);
  await meanwhile?.(all);
  clock.pass(1500);
  const { nodegroup } = await eks.send(new DescribeNodegroupCommand(main));
  const [issue] = nodegroup?.health?.issues ?? [];
  return issue ? `${nodegroup?.status} ${issue.code}: ${issue.message}` : `${nodegroup?.status}`;
}

const arnOf = (policy: string) => `arn:aws:iam::aws:policy/${policy}`;

const detach =
  (policy: string) =>
  async ({ iam }: TestCluster): Promise<void> => {
    await iam.send(new DetachRolePolicyCommand({ RoleName: "node", PolicyArn: arnOf(policy) }));
  };

async function allow({ iam }: TestCluster, Action: string, Condition?: object): Promise<void> {
  const statement = { Effect: "Allow", Action, Resource: "*", Condition };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const PolicyName = Action.replaceAll(/\W/g, "");
  await iam.send(new PutRolePolicyCommand({ RoleName: "node", PolicyName, PolicyDocument }));
}

/** The plugin's policy also has what a node asks for its name: only without both does the node lack it. */
async function withoutWorkerPolicy(all: TestCluster): Promise<void> {
  await detach("AmazonEKSWorkerNodePolicy")(all);
  await detach("AmazonEKS_CNI_Policy")(all);
  await allow(all, "ec2:AssignPrivateIpAddresses");
}

const notJoined = "CREATE_FAILED NodeCreationFailure: Instances failed to join the kubernetes cluster";

/** A role with the plugin's permissions that a service account of the cluster may take on. */
async function pluginRole({ eks, iam }: TestCluster, serviceAccount: string): Promise<string | undefined> {
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
  const Url = cluster?.identity?.oidc?.issuer ?? "";
  const provider = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }),
  );
  const issuer = Url.replace("https://", "");
  const trust = {
    Effect: "Allow",
    Principal: { Federated: provider.OpenIDConnectProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: `system:serviceaccount:kube-system:${serviceAccount}`,
        [`${issuer}:aud`]: "sts.amazonaws.com",
      },
    },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "cni", AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: "cni", PolicyArn: arnOf("AmazonEKS_CNI_Policy") }));
  return Role?.Arn;
}

/** Subnets that no route leads out of. */
async function closedSubnets({ ec2, vpcId: VpcId }: TestCluster) {
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable?.RouteTableId ?? "";
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.100.0/24", AvailabilityZone: `${region}a` }),
  );
  const SubnetId = Subnet?.SubnetId ?? "";
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  return { RouteTableId, SubnetId };
}

/** A subnet behind a NAT gateway, and its address. */
async function natSubnet(all: Account) {
  const { ec2, subnetIds, pass } = all;
  const { RouteTableId, SubnetId } = await closedSubnets(all);
  const { AllocationId, PublicIp } = await ec2.send(new AllocateAddressCommand({}));
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId: subnetIds[0], AllocationId }),
  );
  const { NatGatewayId } = NatGateway ?? {};
  pass(200);
  await ec2.send(new CreateRouteCommand({ RouteTableId, NatGatewayId, DestinationCidrBlock: "0.0.0.0/0" }));
  return { SubnetId, RouteTableId, PublicIp };
}

async function endpoints(
  { ec2, vpcId: VpcId }: TestCluster,
  { SubnetId, RouteTableId }: { SubnetId: string; RouteTableId: string },
  names: readonly string[],
) {
  for (const name of names) {
    const ServiceName = `com.amazonaws.${region}.${name}`;
    await ec2.send(
      name === "s3"
        ? new CreateVpcEndpointCommand({ VpcId, ServiceName, RouteTableIds: [RouteTableId] })
        : new CreateVpcEndpointCommand({
            VpcId,
            ServiceName,
            VpcEndpointType: "Interface",
            SubnetIds: [SubnetId],
            PrivateDnsEnabled: true,
          }),
    );
  }
}

describe("Nodes join", () => {
  it("with the managed policies of the user guide", async () => {
    expect(await outcome({})).toBe("ACTIVE");
  });

  it("not without the permissions that a node needs", async () => {
    expect(await outcome({ before: withoutWorkerPolicy })).toContain(
      `${notJoined} (AWS does not say why; here: their role node may not ec2:DescribeInstances)`,
    );
    expect(await outcome({ before: detach("AmazonEC2ContainerRegistryPullOnly") })).toContain(
      "their role node may not ecr:GetAuthorizationToken",
    );
    expect(await outcome({ before: detach("AmazonEKS_CNI_Policy") })).toContain(
      "the network plugin's role node may not ec2:AssignPrivateIpAddresses",
    );
  });

  it("also when those come while EKS waits, but not after it gave up", async () => {
    const attach = (all: TestCluster) =>
      all.iam.send(
        new AttachRolePolicyCommand({ RoleName: "node", PolicyArn: arnOf("AmazonEKSWorkerNodePolicy") }),
      );
    expect(await outcome({ before: withoutWorkerPolicy, meanwhile: attach })).toBe("ACTIVE");
  });

  it("with permissions of one's own, as a policy's conditions allow", async () => {
    const own = (Condition?: object) => async (all: TestCluster) => {
      await withoutWorkerPolicy(all);
      await allow(all, "ec2:Describe*", Condition);
    };
    expect(await outcome({ before: own() })).toBe("ACTIVE");
    const elsewhere = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    expect(await outcome({ before: own(elsewhere) })).toContain("may not ec2:DescribeInstances");
  });

  it("not without the network plugin, unless it comes while EKS waits", async () => {
    const cluster = { bootstrapSelfManagedAddons: false };
    expect(await outcome({ cluster })).toContain("the cluster has no network plugin: the add-on vpc-cni");
    const addPlugin = ({ eks }: TestCluster) =>
      eks.send(new CreateAddonCommand({ clusterName: "dev", addonName: "vpc-cni" }));
    expect(await outcome({ cluster, meanwhile: addPlugin })).toBe("ACTIVE");
  });

  it("not when the plugin's own role does not trust the cluster", async () => {
    const before = ({ eks, podRole: serviceAccountRoleArn }: TestCluster) =>
      eks.send(new CreateAddonCommand({ clusterName: "dev", addonName: "vpc-cni", serviceAccountRoleArn }));
    expect(await outcome({ before: async (all) => void (await before(all)) })).toContain(
      "the network plugin cannot take on its role arn:aws:iam::123456789012:role/pod",
    );
  });

  it("when the plugin's role trusts its service account, and no other", async () => {
    const plugin = (serviceAccount: string) => async (all: TestCluster) => {
      const serviceAccountRoleArn = await pluginRole(all, serviceAccount);
      const addon = { clusterName: "dev", addonName: "vpc-cni", serviceAccountRoleArn };
      await all.eks.send(new CreateAddonCommand(addon));
      await detach("AmazonEKS_CNI_Policy")(all);
    };
    expect(await outcome({ before: plugin("aws-node") })).toBe("ACTIVE");
    expect(await outcome({ before: plugin("other") })).toContain(
      "the network plugin cannot take on its role",
    );
  });

  it("through a NAT gateway or all the endpoints, and not without a way to AWS", async () => {
    const closed = async (all: TestCluster) => ({ subnets: [(await closedSubnets(all)).SubnetId] });
    expect(await outcome({ before: closed })).toContain(
      "their subnet has no route to a NAT gateway, and their VPC has no endpoint for ec2, ecr.api, ecr.dkr, s3, sts",
    );
    const nat = async (all: Account) => ({ subnets: [(await natSubnet(all)).SubnetId] });
    expect(await outcome({ before: nat })).toBe("ACTIVE");
    const through = (names: readonly string[]) => async (all: TestCluster) => {
      const made = await closedSubnets(all);
      await endpoints(all, made, names);
      return { subnets: [made.SubnetId] };
    };
    const five = ["ec2", "ecr.api", "ecr.dkr", "sts", "s3"];
    const cluster = ({ subnetIds }: TestCluster) => ({
      resourcesVpcConfig: { subnetIds, endpointPublicAccess: false, endpointPrivateAccess: true },
    });
    expect(await outcome({ cluster, before: through(five) })).toBe("ACTIVE");
    expect(await outcome({ before: through(five) })).toContain("the cluster's endpoint is public only");
    expect(await outcome({ before: through(five.slice(0, 4)) })).toContain("no endpoint for s3");
  });

  it("not through an S3 endpoint that is closed to the bucket of ECR's layers", async () => {
    const closedTo = (bucket: string) => async (all: Account) => {
      const made = await natSubnet(all);
      const statement = {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${bucket}/*`,
      };
      await all.ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: all.vpcId,
          ServiceName: `com.amazonaws.${region}.s3`,
          RouteTableIds: [made.RouteTableId],
          PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
        }),
      );
      return { subnets: [made.SubnetId] };
    };
    expect(await outcome({ before: closedTo(`prod-${region}-starport-layer-bucket`) })).toBe("ACTIVE");
    expect(await outcome({ before: closedTo("data") })).toContain(
      `the policy of their S3 endpoint does not let them read prod-${region}-starport-layer-bucket`,
    );
  });

  it("not where their VPC cannot resolve a private endpoint, or a public one leaves them out", async () => {
    const restricted = async (all: Account) => ({ subnets: [(await natSubnet(all)).SubnetId] });
    const cluster =
      (more: object) =>
      ({ subnetIds }: TestCluster) => ({
        resourcesVpcConfig: { subnetIds, ...more },
      });
    const dnsOff = ({ ec2, vpcId: VpcId }: TestCluster) =>
      ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: false } }));
    const both = cluster({ endpointPublicAccess: true, endpointPrivateAccess: true });
    expect(await outcome({ cluster: both })).toBe("ACTIVE");
    expect(await outcome({ cluster: both, before: async (all) => void (await dnsOff(all)) })).toContain(
      "their VPC does not resolve the cluster's private endpoint",
    );
    const office = cluster({ publicAccessCidrs: ["8.8.8.8/32"] });
    expect(await outcome({ cluster: office, before: restricted })).toMatch(
      /its publicAccessCidrs leave out [\d.]+, by which they come/,
    );
  });

  it("not without an access entry of their kind", async () => {
    const entry = (all: TestCluster) => ({ clusterName: "dev", principalArn: all.nodeRole });
    const without = (all: TestCluster) => all.eks.send(new DeleteAccessEntryCommand(entry(all)));
    expect(await outcome({ before: withoutWorkerPolicy, meanwhile: without })).toContain(
      "the cluster has no access entry for their role node",
    );
    const standard = async (all: TestCluster) => {
      await all.eks.send(new CreateAccessEntryCommand({ ...entry(all), type: "STANDARD" }));
    };
    expect(await outcome({ before: standard })).toContain("is of type STANDARD, not EC2_LINUX");
  });
});

describe("Nodes that cannot join, while time is off", () => {
  it("get some seconds for what others bring, and then fail", async () => {
    const late = async (seconds: number) => {
      const clock = testClock();
      const { eks, create, subnetIds: subnets, nodeRole } = await testCluster({ now: clock.now });
      await create({ bootstrapSelfManagedAddons: false });
      await eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole }));
      const status = async () => (await eks.send(new DescribeNodegroupCommand(main))).nodegroup?.status;
      expect(await status()).toBe("CREATING");
      clock.pass(seconds);
      expect(await status()).toBe(seconds < 4 ? "CREATING" : "CREATE_FAILED");
      await eks.send(new CreateAddonCommand({ clusterName: "dev", addonName: "vpc-cni" }));
      clock.pass(1);
      return status();
    };
    expect(await late(2)).toBe("ACTIVE");
    expect(await late(5)).toBe("CREATE_FAILED");
  });
});

describe("Nodes start", () => {
  it("not in public subnets that give them no address", async () => {
    const before = async ({ ec2, subnetIds: [SubnetId] }: TestCluster) => {
      const MapPublicIpOnLaunch = { Value: false };
      await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch }));
    };
    expect(await outcome({ before })).toMatch(
      /^CREATE_FAILED Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of \[subnet-\w+\] for node group main does not automatically assign public IP addresses/,
    );
  });

  it("not above the account's vCPUs", async () => {
    expect(await outcome({ quotas: { "ec2:standard-vcpus": 3 } })).toMatch(
      /^CREATE_FAILED AsgInstanceLaunchFailures: Could not launch On-Demand Instances\. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 3 allows/,
    );
    expect(await outcome({ quotas: { "ec2:standard-vcpus": 4 } })).toBe("ACTIVE");
  });

  it("not with volumes under a key that Auto Scaling may not use", async () => {
    const withKey = (disabled: boolean) => async (all: TestCluster) => {
      const kms = all.client(KMSClient);
      const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
      if (disabled) await kms.send(new DisableKeyCommand({ KeyId }));
      const BlockDeviceMappings = [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, KmsKeyId: KeyId } }];
      const { LaunchTemplate } = await all.ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName: "nodes",
          LaunchTemplateData: { BlockDeviceMappings },
        }),
      );
      return { launchTemplate: { id: LaunchTemplate?.LaunchTemplateId } };
    };
    for (const disabled of [true, false])
      expect(await outcome({ before: withKey(disabled) })).toContain(
        "AsgInstanceLaunchFailures: Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: Client.InvalidKMSKey.InvalidState",
      );
  });

  it("not on processors that their image is not for", async () => {
    const before = async () => ({ instanceTypes: ["t4g.medium"] });
    await expect(outcome({ before })).rejects.toThrow(
      "[t4g.medium] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD",
    );
  });
});
