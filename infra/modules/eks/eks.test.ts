import { describe, expect, it } from "vitest";
import { devStack, type ResourceBody, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Kms } from "../kms/kms.ts";
import { Vpc } from "../vpc/vpc.ts";
import { Eks, type EksProps } from "./eks.ts";

const NODES = { instanceTypes: ["t3.medium"], minSize: 1, desiredSize: 2, maxSize: 10 };
const CLUSTER = "retail-mlops-dev";

function declared(props: Partial<EksProps> = {}, zones = ["a", "b", "c"]): Record<string, ResourceBody> {
  const stack = devStack();
  const kms = new Kms(stack, "kms", {
    aliasPrefix: CLUSTER,
    clusterRoleName: `${CLUSTER}-cluster`,
    bucketNames: [],
    logGroupNames: ["/aws/*"],
  });
  const logsKey = kms.logs;
  const vpc = new Vpc(stack, "vpc", {
    name: CLUSTER,
    cidr: "10.0.0.0/16",
    zones,
    logsKey,
    interfaceEndpoints: ["ecr.api"],
  });
  new Eks(stack, "eks", { clusterName: CLUSTER, vpc, key: kms.eks, logsKey, nodes: NODES, ...props });
  return resourcesOf(stack);
}

/** Everything that a resource waits for, directly or through others, by references and `depends_on`. */
function waitsFor(
  resources: Record<string, ResourceBody>,
  address: string,
  seen = new Set<string>(),
): Set<string> {
  const text = JSON.stringify(resources[address]);
  for (const other of Object.keys(resources)) {
    if (seen.has(other) || !new RegExp(`\\b${other}\\b`).test(text)) continue;
    seen.add(other);
    waitsFor(resources, other, seen);
  }
  return seen;
}

describe("the control plane", () => {
  it("is private, unless CIDRs are given", () => {
    expect(declared()["aws_eks_cluster.eks"].vpc_config).toEqual({
      subnet_ids: ["a", "b", "c"].map((zone) => `\${aws_subnet.private_${zone}.id}`),
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
    expect(
      declared({ publicAccessCidrs: ["203.0.113.7/32"] })["aws_eks_cluster.eks"].vpc_config,
    ).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.7/32"],
    });
  });

  it("runs the default version, or the one asked for, and never upgrades by itself", () => {
    expect(declared()["aws_eks_cluster.eks"]).toMatchObject({
      name: CLUSTER,
      version: "1.36",
      upgrade_policy: { support_type: "EXTENDED" },
    });
    const resources = declared({ version: "1.35" });
    expect(resources["aws_eks_cluster.eks"].version).toBe("1.35");
    expect(resources["aws_eks_node_group.main"].version).toBe("1.35");
    expect(resources["aws_eks_addon.kube_proxy"].addon_version).toMatch(/^v1\.35\./);
  });

  it("encrypts secrets with our key", () => {
    expect(declared()["aws_eks_cluster.eks"].encryption_config).toEqual({
      provider: { key_arn: "${aws_kms_key.eks.arn}" },
      resources: ["secrets"],
    });
  });

  it("writes all five logs into our encrypted group, which is made first and goes last", () => {
    const resources = declared({ logRetentionDays: 30 });
    expect(resources["aws_eks_cluster.eks"].enabled_cluster_log_types).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    expect(resources["aws_eks_cluster.eks"].depends_on).toContain("aws_cloudwatch_log_group.control_plane");
    expect(resources["aws_cloudwatch_log_group.control_plane"]).toMatchObject({
      name: "/aws/eks/retail-mlops-dev/cluster",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.logs.arn}",
    });
    expect(
      statementsOf(resources["aws_iam_role_policy.cluster"].policy).LeaveLogGroupsToTerraform,
    ).toMatchObject({
      Effect: "Deny",
      Action: "logs:CreateLogGroup",
    });
  });

  it("assumes its role for this cluster only, with its permissions in place", () => {
    const resources = declared();
    expect(statementsOf(resources["aws_iam_role.cluster"].assume_role_policy).AssumedByService).toMatchObject(
      {
        Principal: { Service: "eks.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:eks:ap-southeast-1:123456789012:cluster/retail-mlops-dev" },
        },
      },
    );
    expect(resources["aws_eks_cluster.eks"].depends_on).toEqual(
      expect.arrayContaining(["aws_iam_role_policy_attachment.cluster", "aws_iam_role_policy.cluster"]),
    );
  });

  it("is administered by those who are named, never by whoever applied", () => {
    const admins = ["arn:aws:iam::123456789012:role/team/admin", "arn:aws:iam::210987654321:user/ops"];
    const resources = declared({ admins });
    expect(resources["aws_eks_cluster.eks"].access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
    expect(resources["aws_eks_access_entry.role_team_admin"].principal_arn).toBe(admins[0]);
    expect(resources["aws_eks_access_policy_association.account_210987654321_user_ops"]).toMatchObject({
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      principal_arn: "${aws_eks_access_entry.account_210987654321_user_ops.principal_arn}",
      access_scope: { type: "cluster" },
    });
  });

  it("carries no second tag by which the load balancer controller would find two security groups", () => {
    expect(JSON.stringify(declared())).not.toContain("kubernetes.io/cluster/");
  });
});

describe("nodes", () => {
  it("are Amazon Linux 2023, on demand, within the bounds, and leave their number to the autoscaler", () => {
    const resources = declared();
    expect(resources["aws_eks_node_group.main"]).toMatchObject({
      node_group_name: "main",
      ami_type: "AL2023_x86_64_STANDARD",
      capacity_type: "ON_DEMAND",
      instance_types: ["t3.medium"],
      scaling_config: { min_size: 1, desired_size: 2, max_size: 10 },
      launch_template: {
        id: "${aws_launch_template.main.id}",
        version: "${aws_launch_template.main.latest_version}",
      },
    });
    expect(resources["aws_eks_node_group.main"].lifecycle.ignore_changes).toContain(
      "scaling_config[0].desired_size",
    );
    expect(resources["aws_eks_node_group.spot"]).toBeUndefined();
  });

  it("are not rebuilt because of a new zone, and the control plane, whose zones AWS never changes, is left alone", () => {
    expect(declared()["aws_eks_node_group.main"].lifecycle.ignore_changes).toContain("subnet_ids");
    expect(declared()["aws_eks_cluster.eks"].lifecycle.ignore_changes).toContain("vpc_config[0].subnet_ids");
  });

  it("and control plane are not replaced when they are taken over by an import", () => {
    expect(declared()["aws_eks_cluster.eks"].lifecycle.ignore_changes).toContain(
      "access_config[0].bootstrap_cluster_creator_admin_permissions",
    );
  });

  it("require IMDSv2, keep pods from it, and have encrypted gp3 volumes", () => {
    expect(declared()["aws_launch_template.main"]).toMatchObject({
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: { volume_type: "gp3", encrypted: "true", kms_key_id: "${aws_kms_key.eks.arn}" },
        },
      ],
    });
  });

  it("carry the environment's tags, which default tags do not bring to what a template starts", () => {
    const { tag_specifications } = declared()["aws_launch_template.main"];
    expect(tag_specifications.map((one: ResourceBody) => one.resource_type)).toEqual([
      "instance",
      "volume",
      "network-interface",
    ]);
    for (const { tags } of tag_specifications) {
      expect(tags).toMatchObject({ Project: "retail-forecast", Environment: "dev", ManagedBy: "terraform" });
    }
  });

  it("may have a spot group beside them, on Graviton if its types are", () => {
    const spotNodes = { instanceTypes: ["m6g.large", "m7g.large"], minSize: 0, desiredSize: 1, maxSize: 6 };
    expect(declared({ spotNodes })["aws_eks_node_group.spot"]).toMatchObject({
      capacity_type: "SPOT",
      ami_type: "AL2023_ARM_64_STANDARD",
      instance_types: ["m6g.large", "m7g.large"],
    });
  });

  it("refuse types of two architectures, which no image could serve", () => {
    const nodes = { ...NODES, instanceTypes: ["t3.medium", "t4g.medium"] };
    expect(() => declared({ nodes })).toThrow("one architecture, not [t3.medium, t4g.medium]");
  });

  it("are found by the cluster autoscaler through their auto scaling group", () => {
    const resources = declared();
    const group = "${aws_eks_node_group.main.resources[0].autoscaling_groups[0].name}";
    expect(resources["aws_autoscaling_group_tag.main_autoscaler_enabled"]).toMatchObject({
      autoscaling_group_name: group,
      tag: { key: "k8s.io/cluster-autoscaler/enabled", value: "true" },
    });
    expect(resources["aws_autoscaling_group_tag.main_autoscaler_cluster"]).toMatchObject({
      autoscaling_group_name: group,
      tag: { key: "k8s.io/cluster-autoscaler/retail-mlops-dev", value: "owned" },
    });
  });

  it("can join and pull, and no more", () => {
    const policies = Object.values(declared())
      .filter((body) => body.role === "${aws_iam_role.node.name}")
      .map((body) => body.policy_arn);
    expect(policies).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
  });
});

describe("the order of creation", () => {
  it("has the network plugin, with its permissions, before the nodes", () => {
    const before = waitsFor(declared(), "aws_eks_node_group.main");
    expect(before).toContain("aws_eks_addon.vpc_cni");
    expect(before).toContain("aws_iam_role_policy_attachment.vpc_cni");
  });

  it("has routes, NAT and endpoints before the nodes, which could not join without", () => {
    const before = waitsFor(declared(), "aws_eks_node_group.main");
    for (const zone of ["a", "b", "c"]) expect(before).toContain(`aws_route.private_${zone}_internet`);
    expect(before).toContain("aws_nat_gateway.a");
    expect(before).toContain("aws_vpc_endpoint.ecr_api");
    expect(before).toContain("aws_vpc_endpoint.s3");
  });

  it("has CoreDNS and the volume driver after the nodes, kube-proxy and the identity agent beside them", () => {
    const resources = declared();
    expect(waitsFor(resources, "aws_eks_addon.coredns")).toContain("aws_eks_node_group.main");
    expect(waitsFor(resources, "aws_eks_addon.aws_ebs_csi_driver")).toContain("aws_eks_node_group.main");
    for (const addon of ["kube_proxy", "eks_pod_identity_agent", "vpc_cni"]) {
      expect(waitsFor(resources, `aws_eks_addon.${addon}`)).not.toContain("aws_eks_node_group.main");
    }
  });

  it("lets neither NAT nor endpoints hold up the cluster, which takes longest", () => {
    const before = waitsFor(declared(), "aws_eks_cluster.eks");
    expect([...before].filter((address) => /nat_gateway|vpc_endpoint|aws_route\./.test(address))).toEqual([]);
    expect(before).toContain("aws_kms_key.eks");
  });
});

describe("add-ons", () => {
  it("are five, in pinned versions", () => {
    const resources = declared();
    const addons = Object.keys(resources).filter((address) => address.startsWith("aws_eks_addon."));
    expect(addons.map((address) => resources[address].addon_name).sort()).toEqual([
      "aws-ebs-csi-driver",
      "coredns",
      "eks-pod-identity-agent",
      "kube-proxy",
      "vpc-cni",
    ]);
    for (const address of addons) expect(resources[address].addon_version).toMatch(/^v\d.*-eksbuild\.\d+$/);
    expect(resources["aws_eks_cluster.eks"].bootstrap_self_managed_addons).toBe(false);
  });

  it("leave the version to EKS where none is pinned yet", () => {
    expect(declared({ version: "1.37" })["aws_eks_addon.coredns"].addon_version).toBeUndefined();
  });

  it("have roles of their own where they call AWS, each for its own service account", () => {
    const resources = declared();
    const roles = { vpc_cni: "aws-node", ebs_csi: "ebs-csi-controller-sa" };
    for (const [role, serviceAccount] of Object.entries(roles)) {
      expect(resources[`aws_iam_role.${role}`].assume_role_policy).toContain(
        `system:serviceaccount:kube-system:${serviceAccount}`,
      );
    }
    expect(resources["aws_eks_addon.vpc_cni"].service_account_role_arn).toBe("${aws_iam_role.vpc_cni.arn}");
    expect(resources["aws_eks_addon.aws_ebs_csi_driver"].service_account_role_arn).toBe(
      "${aws_iam_role.ebs_csi.arn}",
    );
    expect(statementsOf(resources["aws_iam_role_policy.ebs_csi"].policy).EncryptVolumes?.Resource).toBe(
      "${aws_kms_key.eks.arn}",
    );
  });
});
