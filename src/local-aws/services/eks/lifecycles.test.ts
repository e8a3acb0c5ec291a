import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import {
  AssociateIdentityProviderConfigCommand,
  CreateAddonCommand,
  CreateNodegroupCommand,
  DeleteAddonCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeIdentityProviderConfigCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  EKSClient,
  UpdateAddonCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
  UpdateNodegroupConfigCommand,
} from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { LocalAws } from "../../local-aws.ts";
import { memoryTransport } from "../../memory-transport.ts";
import { Store } from "../../store.ts";
import { services } from "../index.ts";
import { testClock } from "./test-clock.ts";
import { testCluster } from "./test-cluster.ts";

const name = "dev";
const main = { clusterName: name, nodegroupName: "main" };
const coredns = { clusterName: name, addonName: "coredns" };
const cni = { clusterName: name, addonName: "vpc-cni" };

/** A cluster whose clock the test moves, and which takes as long as on AWS. */
async function inRealTime() {
  const clock = testClock();
  const all = await testCluster({ now: clock.now, awsTime: "real" });
  const { eks, ec2, subnetIds: subnets, nodeRole } = all;
  return {
    ...all,
    ...clock,
    createActive: async () => {
      await all.create();
      clock.pass(900);
    },
    createNodes: () => eks.send(new CreateNodegroupCommand({ ...main, subnets, nodeRole })),
    cluster: async () => (await eks.send(new DescribeClusterCommand({ name }))).cluster,
    nodegroup: async () => (await eks.send(new DescribeNodegroupCommand(main))).nodegroup,
    addon: async (one: typeof cni) => (await eks.send(new DescribeAddonCommand(one))).addon,
    instances: async () => {
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
      return Reservations.flatMap(({ Instances = [] }) => Instances);
    },
  };
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("A cluster in AWS's time", () => {
  it("is CREATING for ten minutes, without an address, and refuses what needs it", async () => {
    const { eks, create, cluster, createNodes, pass } = await inRealTime();
    await create();
    expect(await cluster()).toMatchObject({ status: "CREATING", certificateAuthority: {} });
    expect((await cluster())?.endpoint).toBeUndefined();
    expect(await refusal(createNodes())).toBe(
      "InvalidRequestException: Cluster 'dev' is not in ACTIVE status",
    );
    expect(await refusal(eks.send(new CreateAddonCommand(cni)))).toBe(
      "InvalidRequestException: Cluster 'dev' is not in ACTIVE status",
    );
    expect(await refusal(eks.send(new DeleteClusterCommand({ name })))).toMatch(
      /^ResourceInUseException: Cannot delete because cluster dev currently has .* in progress$/,
    );
    pass(600);
    expect((await cluster())?.status).toBe("CREATING");
    pass(60);
    expect(await cluster()).toMatchObject({ status: "ACTIVE", endpoint: expect.stringMatching(/^https:/) });
  });

  it("takes one update at a time, and none of them at once", async () => {
    const { eks, createActive, cluster, pass } = await inRealTime();
    await createActive();
    const endpoint = { endpointPublicAccess: true, endpointPrivateAccess: true };
    const change = new UpdateClusterConfigCommand({ name, resourcesVpcConfig: endpoint });
    const { update } = await eks.send(change);
    expect(update?.status).toBe("InProgress");
    expect((await cluster())?.status).toBe("UPDATING");
    const version = new UpdateClusterVersionCommand({ name, version: "1.37" });
    expect(await refusal(eks.send(version))).toBe(
      `ResourceInUseException: Cannot VersionUpdate because cluster dev currently has update ${update?.id} in progress`,
    );
    expect(await refusal(eks.send(new DeleteClusterCommand({ name })))).toBe(
      "ResourceInUseException: Cannot delete because cluster dev currently has an update in progress",
    );
    pass(600);
    const found = await eks.send(new DescribeUpdateCommand({ name, updateId: update?.id }));
    expect(found.update?.status).toBe("Successful");
    expect((await cluster())?.status).toBe("ACTIVE");
  });

  it("is DELETING before it is gone, and one of its name can come only then", async () => {
    const { eks, create, createActive, cluster, pass } = await inRealTime();
    await createActive();
    expect((await eks.send(new DeleteClusterCommand({ name }))).cluster?.status).toBe("DELETING");
    expect((await cluster())?.status).toBe("DELETING");
    expect(await refusal(create())).toBe("ResourceInUseException: Cluster already exists with name: dev");
    pass(300);
    expect(await refusal(cluster())).toBe("ResourceNotFoundException: No cluster found for name: dev.");
    await create();
    expect((await cluster())?.status).toBe("CREATING");
  });

  it("goes on being made where a restart interrupted it", async () => {
    const { aws, create, now, pass } = await inRealTime();
    await create();
    const store = new Store();
    store.load(aws.store.toBytes());
    const restarted = new LocalAws({ services, store, now, awsTime: "real" });
    const eks = new EKSClient({
      region: "ap-southeast-1",
      credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
      endpoint: "http://127.0.0.1",
      requestHandler: memoryTransport(restarted),
    });
    const status = async () => (await eks.send(new DescribeClusterCommand({ name }))).cluster?.status;
    expect(await status()).toBe("CREATING");
    pass(700);
    expect(await status()).toBe("ACTIVE");
  });
});

describe("A node group in AWS's time", () => {
  it("starts its instances first, and is ACTIVE when they joined", async () => {
    const { createActive, createNodes, nodegroup, instances, pass } = await inRealTime();
    await createActive();
    expect((await createNodes()).nodegroup?.status).toBe("CREATING");
    expect(await instances()).toEqual([]);
    pass(40);
    expect(await instances()).toHaveLength(2);
    expect((await nodegroup())?.status).toBe("CREATING");
    pass(100);
    expect((await nodegroup())?.status).toBe("ACTIVE");
  });

  it("is not updated while it is updated", async () => {
    const { eks, createActive, createNodes, nodegroup, pass } = await inRealTime();
    await createActive();
    await createNodes();
    const update = () =>
      eks.send(new UpdateNodegroupConfigCommand({ ...main, scalingConfig: { maxSize: 5 } }));
    const busy = "ResourceInUseException: Nodegroup cannot be updated as it is currently not in Active State";
    expect(await refusal(update())).toBe(busy);
    pass(200);
    await update();
    expect((await nodegroup())?.status).toBe("UPDATING");
    expect(await refusal(update())).toBe(busy);
    pass(60);
    expect((await nodegroup())?.status).toBe("ACTIVE");
  });

  it("is changed beside the cluster, whose own update takes the time that it takes", async () => {
    const { eks, createActive, createNodes, nodegroup, cluster, pass } = await inRealTime();
    await createActive();
    await createNodes();
    pass(200);
    await eks.send(new UpdateNodegroupConfigCommand({ ...main, scalingConfig: { maxSize: 5 } }));
    const oidc = { identityProviderConfigName: "idp", issuerUrl: "https://idp.example.com", clientId: "k8s" };
    await eks.send(new AssociateIdentityProviderConfigCommand({ clusterName: name, oidc }));
    const provider = async () => {
      const identityProviderConfig = { type: "oidc", name: "idp" };
      const described = new DescribeIdentityProviderConfigCommand({
        clusterName: name,
        identityProviderConfig,
      });
      return (await eks.send(described)).identityProviderConfig?.oidc?.status;
    };
    pass(60);
    expect([(await nodegroup())?.status, (await cluster())?.status, await provider()]).toEqual([
      "ACTIVE",
      "UPDATING",
      "CREATING",
    ]);
    pass(900);
    expect([(await cluster())?.status, await provider()]).toEqual(["ACTIVE", "ACTIVE"]);
  });

  it("cancels its update when it is deleted meanwhile", async () => {
    const { eks, createActive, createNodes, pass } = await inRealTime();
    await createActive();
    await createNodes();
    pass(200);
    const { update } = await eks.send(
      new UpdateNodegroupConfigCommand({ ...main, scalingConfig: { maxSize: 5 } }),
    );
    await eks.send(new DeleteNodegroupCommand(main));
    pass(60);
    const asked = { name, nodegroupName: "main", updateId: update?.id };
    expect((await eks.send(new DescribeUpdateCommand(asked))).update?.status).toBe("Cancelled");
  });

  it("drains before its instances end, and holds its cluster until it is gone", async () => {
    const { eks, createActive, createNodes, nodegroup, instances, pass } = await inRealTime();
    await createActive();
    await createNodes();
    pass(200);
    await eks.send(new DeleteNodegroupCommand(main));
    expect((await nodegroup())?.status).toBe("DELETING");
    expect(await instances()).toHaveLength(2);
    expect(await refusal(eks.send(new DeleteClusterCommand({ name })))).toBe(
      "ResourceInUseException: Cluster has nodegroups attached",
    );
    pass(200);
    expect(await instances()).toEqual([]);
    pass(200);
    expect(await refusal(nodegroup())).toBe("ResourceNotFoundException: No node group found for name: main.");
    expect((await eks.send(new DeleteClusterCommand({ name }))).cluster?.status).toBe("DELETING");
  });
});

describe("Add-ons in AWS's time", () => {
  it("that run everywhere are ACTIVE without nodes; CoreDNS waits for them", async () => {
    const { eks, createActive, createNodes, addon, pass } = await inRealTime();
    await createActive();
    for (const one of [cni, coredns]) {
      expect((await eks.send(new CreateAddonCommand(one))).addon?.status).toBe("CREATING");
    }
    pass(120);
    expect((await addon(cni))?.status).toBe("ACTIVE");
    pass(3600);
    expect(await addon(coredns)).toMatchObject({
      status: "DEGRADED",
      health: {
        issues: [
          {
            code: "InsufficientNumberOfReplicas",
            message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
          },
        ],
      },
    });
    await createNodes();
    pass(180);
    expect(await addon(coredns)).toMatchObject({ status: "ACTIVE", health: { issues: [] } });
    await eks.send(new DeleteNodegroupCommand(main));
    pass(600);
    expect((await addon(coredns))?.status).toBe("DEGRADED");
  });

  it("are not changed before they are there", async () => {
    const { eks, createActive, addon, pass } = await inRealTime();
    await createActive();
    await eks.send(new CreateAddonCommand(cni));
    const update = () => eks.send(new UpdateAddonCommand({ ...cni, configurationValues: "{}" }));
    expect(await refusal(update())).toBe(
      "ResourceInUseException: Addon vpc-cni cannot be updated as it is currently in CREATING state",
    );
    pass(120);
    await update();
    expect((await addon(cni))?.status).toBe("UPDATING");
    pass(120);
    expect((await addon(cni))?.status).toBe("ACTIVE");
    await eks.send(new DeleteAddonCommand(cni));
    expect((await addon(cni))?.status).toBe("DELETING");
    pass(60);
    expect(await refusal(addon(cni))).toMatch(/^ResourceNotFoundException: No addon: vpc-cni found/);
  });
});
