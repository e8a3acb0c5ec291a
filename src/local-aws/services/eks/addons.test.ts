import {
  CreateAddonCommand,
  DeleteAddonCommand,
  DescribeAddonCommand,
  DescribeAddonConfigurationCommand,
  DescribeAddonVersionsCommand,
  DescribePodIdentityAssociationCommand,
  ListAddonsCommand,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAddonCommand,
  type UpdateAddonCommandInput,
} from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { testCluster } from "./test-cluster.ts";

const now = () => new Date("2026-11-23T12:00:00Z");
const coredns = { clusterName: "dev", addonName: "coredns" };

describe("EKS add-ons", () => {
  it("take the default version of the cluster's Kubernetes version, and newer builds when asked", async () => {
    const { eks, create } = await testCluster({ now });
    await create({ version: "1.34" });
    const { addon } = await eks.send(new CreateAddonCommand(coredns));
    expect(addon).toMatchObject({
      status: "CREATING",
      addonVersion: "v1.13.2-eksbuild.31",
      health: { issues: [] },
    });
    const proxy = { clusterName: "dev", addonName: "kube-proxy" };
    await expect(
      eks.send(new CreateAddonCommand({ ...proxy, addonVersion: "v1.36.0-eksbuild.25" })),
    ).rejects.toThrow("Addon version specified is not supported");
    await eks.send(new CreateAddonCommand({ ...proxy, addonVersion: "v1.34.9-eksbuild.1" }));
    expect((await eks.send(new ListAddonsCommand({ clusterName: "dev" }))).addons).toEqual([
      "coredns",
      "kube-proxy",
    ]);
  });

  it("are refused twice, and where EKS does not offer them", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    await eks.send(new CreateAddonCommand(coredns));
    await expect(eks.send(new CreateAddonCommand(coredns))).rejects.toThrow("Addon already exists.");
    await expect(
      eks.send(new CreateAddonCommand({ clusterName: "dev", addonName: "kubecost_kubecost" })),
    ).rejects.toThrow("Addon kubecost_kubecost specified is not supported in 1.36 kubernetes version");
    await expect(
      eks.send(new UpdateAddonCommand({ ...coredns, addonVersion: "v1.2.3-eksbuild.1" })),
    ).rejects.toThrow("Addon version specified is not supported");
  });

  it("are not what JavaScript's objects have besides", async () => {
    const { eks, create } = await testCluster();
    await create();
    const asked = { addonName: "constructor", addonVersion: "v1" };
    await expect(eks.send(new DescribeAddonConfigurationCommand(asked))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const made = eks.send(new CreateAddonCommand({ clusterName: "dev", addonName: "constructor" }));
    await expect(made).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("bring pod identities of their own, and take them along", async () => {
    const { eks, create, podRole: roleArn } = await testCluster({ now });
    await create();
    const ebs = { clusterName: "dev", addonName: "aws-ebs-csi-driver" };
    const podIdentityAssociations = [{ serviceAccount: "ebs-csi-controller-sa", roleArn }];
    const { addon } = await eks.send(new CreateAddonCommand({ ...ebs, podIdentityAssociations }));
    const associationId = addon?.podIdentityAssociations?.[0]?.split("/").at(-1);
    const { association } = await eks.send(
      new DescribePodIdentityAssociationCommand({ clusterName: "dev", associationId }),
    );
    expect(association).toMatchObject({ namespace: "kube-system", roleArn, ownerArn: addon?.addonArn });
    await eks.send(new DeleteAddonCommand(ebs));
    const left = await eks.send(new ListPodIdentityAssociationsCommand({ clusterName: "dev" }));
    expect(left.associations).toEqual([]);
    await expect(eks.send(new DescribeAddonCommand(ebs))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "No addon: aws-ebs-csi-driver found in cluster: dev",
    });
  });

  it("keep their role only as long as each update names it", async () => {
    const { eks, create, nodeRole } = await testCluster({ now });
    await create();
    await eks.send(new CreateAddonCommand({ ...coredns, serviceAccountRoleArn: nodeRole }));
    const role = async () => (await eks.send(new DescribeAddonCommand(coredns))).addon?.serviceAccountRoleArn;
    expect(await role()).toBe(nodeRole);
    await eks.send(new UpdateAddonCommand({ ...coredns, configurationValues: '{"replicaCount":3}' }));
    expect(await role()).toBeUndefined();
    await expect(
      eks.send(new UpdateAddonCommand({ ...coredns, configurationValues: '{"replicaCount":' })),
    ).rejects.toThrow("not in valid JSON or YAML format");
  });

  it("stay as they are when an update is refused", async () => {
    const { eks, create, nodeRole, podRole: roleArn } = await testCluster({ now });
    await create({ version: "1.34" });
    const identity = { serviceAccount: "coredns", roleArn };
    await eks.send(
      new CreateAddonCommand({
        ...coredns,
        serviceAccountRoleArn: nodeRole,
        podIdentityAssociations: [identity],
      }),
    );
    const addon = async () => (await eks.send(new DescribeAddonCommand(coredns))).addon;
    const identities = async () =>
      (await eks.send(new ListPodIdentityAssociationsCommand({ clusterName: "dev" }))).associations;
    const before = [await addon(), await identities()];
    const newer = { ...coredns, addonVersion: "v1.13.2-eksbuild.4" };
    const gone = `${nodeRole}-gone`;
    const updates: [Omit<UpdateAddonCommandInput, "clusterName" | "addonName">, string][] = [
      [{ serviceAccountRoleArn: gone }, `roleArn, ${gone}, does not exist`],
      [{ configurationValues: "{" }, "ConfigurationValue is not in valid JSON or YAML format."],
      [
        { podIdentityAssociations: [identity, { ...identity, serviceAccount: "b", roleArn: gone }] },
        `roleArn, ${gone}, does not exist`,
      ],
    ];
    for (const [update, message] of updates) {
      await expect(eks.send(new UpdateAddonCommand({ ...newer, ...update }))).rejects.toMatchObject({
        name: "InvalidParameterException",
        message,
      });
      expect([await addon(), await identities()]).toEqual(before);
    }
  });

  it("are tagged by their ARN", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    const { addon } = await eks.send(new CreateAddonCommand({ ...coredns, tags: { a: "1", b: "2" } }));
    const resourceArn = addon?.addonArn;
    await eks.send(new TagResourceCommand({ resourceArn, tags: { c: "3" } }));
    await eks.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    const { tags } = await eks.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ b: "2", c: "3" });
  });

  it("are offered with one default per Kubernetes version", async () => {
    const { eks } = await testCluster({ now });
    const { addons } = await eks.send(
      new DescribeAddonVersionsCommand({ addonName: "kube-proxy", kubernetesVersion: "1.36" }),
    );
    const versions = addons?.[0]?.addonVersions ?? [];
    expect(versions.map(({ addonVersion }) => addonVersion)).toEqual([
      "v1.36.0-eksbuild.25",
      "v1.36.0-eksbuild.1",
    ]);
    const defaults = versions.filter(({ compatibilities }) => compatibilities?.[0]?.defaultVersion);
    expect(defaults.map(({ addonVersion }) => addonVersion)).toEqual(["v1.36.0-eksbuild.25"]);
  });
});
