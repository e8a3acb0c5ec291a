import {
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateNodegroupCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  DescribeUpdateCommand,
  ListClustersCommand,
  ListUpdatesCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
} from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { testCluster } from "./test-cluster.ts";

/** A day on which 1.31 to 1.37 are offered. */
const now = () => new Date("2026-11-23T12:00:00Z");

describe("EKS clusters", () => {
  it("come with everything that clients read", async () => {
    const { eks, create, vpcId, subnetIds, clusterRole } = await testCluster({ now });
    await create({ tags: { Project: "retail" } });
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
    expect(cluster).toMatchObject({
      name: "dev",
      arn: "arn:aws:eks:ap-southeast-1:123456789012:cluster/dev",
      createdAt: now(),
      version: "1.36",
      roleArn: clusterRole,
      status: "ACTIVE",
      resourcesVpcConfig: {
        subnetIds,
        vpcId,
        endpointPublicAccess: true,
        endpointPrivateAccess: false,
        publicAccessCidrs: ["0.0.0.0/0"],
      },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" },
      accessConfig: { authenticationMode: "API" },
      upgradePolicy: { supportType: "EXTENDED" },
      tags: { Project: "retail" },
    });
    const id = cluster?.identity?.oidc?.issuer?.split("/").at(-1);
    expect(id).toMatch(/^[0-9A-F]{32}$/);
    expect(cluster?.identity?.oidc?.issuer).toBe(`https://oidc.eks.ap-southeast-1.amazonaws.com/id/${id}`);
    expect(cluster?.endpoint).toBe(`https://${id}.gr7.ap-southeast-1.eks.amazonaws.com`);
    const certificate = Buffer.from(cluster?.certificateAuthority?.data ?? "", "base64").toString();
    expect(certificate).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  it("show every log type once, under enabled or under disabled", async () => {
    const { eks, create } = await testCluster({ now });
    await create({ logging: { clusterLogging: [{ types: ["audit", "api"], enabled: true }] } });
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
    expect(cluster?.logging?.clusterLogging).toEqual([
      { types: ["api", "audit"], enabled: true },
      { types: ["authenticator", "controllerManager", "scheduler"], enabled: false },
    ]);
  });

  it("put a security group and network interfaces into the VPC, which keep their subnets until they go", async () => {
    const { eks, ec2, create, subnetIds } = await testCluster({ now });
    await create();
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
    const GroupId = cluster?.resourcesVpcConfig?.clusterSecurityGroupId ?? "";
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    expect(SecurityGroups?.[0]?.GroupName).toMatch(/^eks-cluster-sg-dev-\d{10}$/);
    const ofCluster = { Filters: [{ Name: "description", Values: ["Amazon EKS dev"] }] };
    const interfaces = await ec2.send(new DescribeNetworkInterfacesCommand(ofCluster));
    expect(interfaces.NetworkInterfaces?.map(({ SubnetId }) => SubnetId).sort()).toEqual(
      [...subnetIds].sort(),
    );
    const SubnetId = subnetIds[0];
    await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toThrow("has dependencies");
    await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId }))).rejects.toThrow("dependent object");

    await eks.send(new DeleteClusterCommand({ name: "dev" }));
    const gone = await ec2.send(new DescribeNetworkInterfacesCommand(ofCluster));
    expect(gone.NetworkInterfaces).toEqual([]);
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await expect(eks.send(new DescribeClusterCommand({ name: "dev" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "No cluster found for name: dev.",
    });
  });

  it("keeps the zones that it was made in", async () => {
    const { eks, create, subnetIds } = await testCluster({ now });
    await create({ resourcesVpcConfig: { subnetIds: subnetIds.slice(0, 2) } });
    const update = eks.send(
      new UpdateClusterConfigCommand({ name: "dev", resourcesVpcConfig: { subnetIds } }),
    );
    await expect(update).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining("the exact set of AZs ap-southeast-1a, ap-southeast-1b"),
    });
  });

  it("are refused as AWS refuses them", async () => {
    const { create, subnetIds, clusterRole, nodeRole } = await testCluster({ now });
    const [one = "", two = ""] = subnetIds;
    const refusal = (input: Parameters<typeof create>[0]) =>
      create(input).then(
        () => "made",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await refusal({ resourcesVpcConfig: { subnetIds: [one] } })).toBe(
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    );
    expect(await refusal({ resourcesVpcConfig: { subnetIds: [one, "subnet-0123"] } })).toBe(
      "InvalidParameterException: The subnet ID 'subnet-0123' does not exist",
    );
    expect(await refusal({ version: "1.30" })).toBe(
      "InvalidParameterException: unsupported Kubernetes version 1.30",
    );
    expect(await refusal({ roleArn: `${clusterRole}x` })).toBe(
      `InvalidParameterException: roleArn, ${clusterRole}x, does not exist`,
    );
    expect(await refusal({ roleArn: nodeRole })).toBe(
      "InvalidParameterException: Role could not be assumed because the trusted entity is not correct",
    );
    expect(
      await refusal({
        resourcesVpcConfig: { subnetIds: [one, two], securityGroupIds: ["sg-0123456789abcdef0"] },
      }),
    ).toBe("InvalidParameterException: The security group 'sg-0123456789abcdef0' does not exist");
    expect(await refusal({})).toBe("made");
    expect(await refusal({})).toBe("ResourceInUseException: Cluster already exists with name: dev");
  });

  it("cannot be deleted while they have node groups", async () => {
    const { eks, create, subnetIds, nodeRole } = await testCluster({ now });
    await create();
    const nodegroup = { clusterName: "dev", nodegroupName: "main" };
    await eks.send(new CreateNodegroupCommand({ ...nodegroup, subnets: subnetIds, nodeRole }));
    const deletion = () => eks.send(new DeleteClusterCommand({ name: "dev" }));
    await expect(deletion()).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Cluster has nodegroups attached",
      clusterName: "dev",
    });
    await eks.send(new DeleteNodegroupCommand(nodegroup));
    expect((await deletion()).cluster?.status).toBe("DELETING");
  });

  it("are listed page by page", async () => {
    const { eks, create } = await testCluster({ now });
    for (const name of ["c", "a", "b"]) await create({ name });
    const first = await eks.send(new ListClustersCommand({ maxResults: 2 }));
    expect(first.clusters).toEqual(["a", "b"]);
    const rest = await eks.send(new ListClustersCommand({ nextToken: first.nextToken }));
    expect(rest.clusters).toEqual(["c"]);
    expect(rest.nextToken).toBeUndefined();
  });
});

describe("Updates of EKS clusters", () => {
  it("change what was asked for, and can be looked up", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    const { update } = await eks.send(
      new UpdateClusterConfigCommand({
        name: "dev",
        resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
      }),
    );
    expect(update).toMatchObject({ type: "EndpointAccessUpdate", status: "InProgress" });
    const found = await eks.send(new DescribeUpdateCommand({ name: "dev", updateId: update?.id }));
    expect(found.update).toEqual({ ...update, status: "Successful" });
    expect((await eks.send(new ListUpdatesCommand({ name: "dev" }))).updateIds).toEqual([update?.id]);
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "dev" }));
    expect(cluster?.resourcesVpcConfig).toMatchObject({
      endpointPublicAccess: false,
      endpointPrivateAccess: true,
      publicAccessCidrs: [],
    });
  });

  it("are refused when there is nothing to change, two things at once, or a way back", async () => {
    const { eks, create } = await testCluster({ now });
    const logging = { clusterLogging: [{ types: ["audit" as const], enabled: true }] };
    await create({ logging });
    const update = (input: object) => eks.send(new UpdateClusterConfigCommand({ name: "dev", ...input }));
    await expect(update({ logging })).rejects.toThrow("No changes needed for the logging config provided");
    await expect(
      update({ resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: false } }),
    ).rejects.toThrow(/^Cluster is already at the desired configuration/);
    await expect(
      update({ upgradePolicy: { supportType: "STANDARD" }, zonalShiftConfig: { enabled: true } }),
    ).rejects.toThrow("Only one type of update can be allowed.");
    await expect(update({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } })).rejects.toThrow(
      "Unsupported authentication mode update from API to API_AND_CONFIG_MAP",
    );
  });

  it("raise the version by one minor version at a time", async () => {
    const { eks, create } = await testCluster({ now });
    await create({ version: "1.34" });
    const to = (version: string) => eks.send(new UpdateClusterVersionCommand({ name: "dev", version }));
    await expect(to("1.36")).rejects.toThrow("Unsupported Kubernetes minor version update from 1.34 to 1.36");
    expect((await to("1.35")).update?.type).toBe("VersionUpdate");
    expect((await eks.send(new DescribeClusterCommand({ name: "dev" }))).cluster?.version).toBe("1.35");
  });

  it("follow the calendar of the day", async () => {
    const { eks } = await testCluster({ now });
    const { clusterVersions } = await eks.send(new DescribeClusterVersionsCommand({}));
    expect(
      clusterVersions?.map(({ clusterVersion, versionStatus }) => [clusterVersion, versionStatus]),
    ).toEqual([
      ["1.37", "STANDARD_SUPPORT"],
      ["1.36", "STANDARD_SUPPORT"],
      ["1.35", "STANDARD_SUPPORT"],
      ["1.34", "STANDARD_SUPPORT"],
      ["1.33", "EXTENDED_SUPPORT"],
      ["1.32", "EXTENDED_SUPPORT"],
      ["1.31", "EXTENDED_SUPPORT"],
    ]);
  });
});
