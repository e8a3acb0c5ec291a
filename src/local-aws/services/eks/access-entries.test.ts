import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  CreatePodIdentityAssociationCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  DisassociateAccessPolicyCommand,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
  UpdateAccessEntryCommand,
} from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { testCluster } from "./test-cluster.ts";

const now = () => new Date("2026-11-23T12:00:00Z");
const clusterName = "dev";
const admin = "arn:aws:iam::123456789012:role/team/Admin";
const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

describe("EKS access entries", () => {
  it("let a role in under the name of its sessions", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    const { accessEntry } = await eks.send(
      new CreateAccessEntryCommand({ clusterName, principalArn: admin, kubernetesGroups: ["ops"] }),
    );
    expect(accessEntry).toMatchObject({
      principalArn: admin,
      type: "STANDARD",
      kubernetesGroups: ["ops"],
      username: "arn:aws:sts::123456789012:assumed-role/Admin/{{SessionName}}",
    });
    await eks.send(new UpdateAccessEntryCommand({ clusterName, principalArn: admin, username: "boss" }));
    const { accessEntry: read } = await eks.send(
      new DescribeAccessEntryCommand({ clusterName, principalArn: admin }),
    );
    expect(read).toMatchObject({ username: "boss", kubernetesGroups: ["ops"] });
    const again = new CreateAccessEntryCommand({ clusterName, principalArn: admin });
    await expect(eks.send(again)).rejects.toThrow("already in use on this cluster");
    await eks.send(new DeleteAccessEntryCommand({ clusterName, principalArn: admin }));
    await expect(
      eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn: admin })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("make the cluster's creator its administrator, unless that is declined", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    const creator = "arn:aws:iam::123456789012:user/administrator";
    const entries = async (input = {}) =>
      (await eks.send(new ListAccessEntriesCommand({ clusterName, ...input }))).accessEntries;
    expect(await entries({ associatedPolicyArn: policyArn })).toEqual([creator]);
    await create({
      name: "closed",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    });
    expect(await entries({ clusterName: "closed" })).toEqual([]);
  });

  it("hold access policies with their scope", async () => {
    const { eks, create } = await testCluster({ now });
    await create();
    const entry = { clusterName, principalArn: admin };
    await eks.send(new CreateAccessEntryCommand(entry));
    const associate = (accessScope: object, policy = policyArn) =>
      eks.send(new AssociateAccessPolicyCommand({ ...entry, policyArn: policy, accessScope }));
    await associate({ type: "namespace", namespaces: ["ml"] });
    await associate({ type: "cluster" });
    const list = async () =>
      (await eks.send(new ListAssociatedAccessPoliciesCommand(entry))).associatedAccessPolicies;
    expect(await list()).toMatchObject([{ policyArn, accessScope: { type: "cluster", namespaces: [] } }]);
    await expect(associate({ type: "cluster" }, `${policyArn}2`)).rejects.toThrow("is not valid");
    await eks.send(new DisassociateAccessPolicyCommand({ ...entry, policyArn }));
    expect(await list()).toEqual([]);
  });

  it("are refused where the cluster does not use the API, and for Kubernetes' own names", async () => {
    const { eks, create } = await testCluster({ now });
    await create({ accessConfig: { authenticationMode: "CONFIG_MAP" } });
    const entry = { clusterName, principalArn: admin };
    await expect(eks.send(new CreateAccessEntryCommand(entry))).rejects.toThrow(
      "authentication mode must be set to one of [API, API_AND_CONFIG_MAP]",
    );
    await create({ name: "api" });
    await expect(
      eks.send(
        new CreateAccessEntryCommand({ ...entry, clusterName: "api", kubernetesGroups: ["system:masters"] }),
      ),
    ).rejects.toThrow("it cannot start with system:");
    await expect(
      eks.send(new CreateAccessEntryCommand({ clusterName: "api", principalArn: "Admin" })),
    ).rejects.toThrow("invalid format");
  });
});

describe("EKS pod identities", () => {
  it("give a service account one role", async () => {
    const { eks, create, podRole: roleArn, nodeRole } = await testCluster({ now });
    await create();
    const pods = { clusterName, namespace: "ml", serviceAccount: "train", roleArn };
    const { association } = await eks.send(new CreatePodIdentityAssociationCommand(pods));
    expect(association?.associationId).toMatch(/^a-[0-9a-z]{17}$/);
    await expect(eks.send(new CreatePodIdentityAssociationCommand(pods))).rejects.toThrow(
      `Association already exists: ${association?.associationId}`,
    );
    const untrusting = { ...pods, serviceAccount: "serve", roleArn: nodeRole };
    await expect(eks.send(new CreatePodIdentityAssociationCommand(untrusting))).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Trust policy of the role provided is invalid",
    });
  });
});
