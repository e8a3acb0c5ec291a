import { describe, expect, test } from "vitest";
import type { ResourceChange } from "../../plan.ts";
import type { Danger } from "../danger.ts";
import { levelOf } from "../danger.ts";
import { changed, dangersOfChanges } from "../testing.ts";
import { dangerRules } from "./index.ts";

const policy = (...actions: string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
const replace = { actions: ["delete", "create"] };
const vpcConfig = (open: boolean, ranges: string[] = [], inside = true) => ({
  vpc_config: [
    { endpoint_private_access: inside, endpoint_public_access: open, public_access_cidrs: ranges },
  ],
});
const nodes = (more: object) => ({
  node_group_name: "main",
  update_config: [{ max_unavailable_percentage: 33 }],
  scaling_config: [{ min_size: 1, desired_size: 2, max_size: 5 }],
  ...more,
});
const images = (keep: number, tagStatus = "any") =>
  JSON.stringify({
    rules: [{ selection: { tagStatus, countType: "imageCountMoreThan", countNumber: keep } }],
  });
const expire = (days?: number, status = "Enabled") => ({
  bucket: "data",
  rule: [{ id: "old", status, ...(days ? { expiration: [{ days }] } : {}) }],
});
const scoped = (prefix: string) => ({
  bucket: "data",
  rule: [{ id: "old", status: "Enabled", expiration: [{ days: 7 }], filter: [{ prefix, tag: [] }] }],
});
const block = (on: boolean) => ({ bucket: "data", block_public_acls: on, block_public_policy: true });
const ingress = (cidr_ipv4: string, port = 443) => ({
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  cidr_ipv4,
});
const open = (AWS: string, Condition?: object, Effect = "Allow") =>
  JSON.stringify({
    Statement: [{ Effect, Principal: { AWS }, Action: "s3:GetObject", Resource: "*", Condition }],
  });
const selector = (name: string, ...values: string[]) => ({
  name,
  field_selector: [{ field: "resources.ARN", starts_with: values, not_equals: [] }],
});
const hops = (http_put_response_hop_limit: number, http_tokens = "required") => ({
  metadata_options: [{ http_tokens, http_put_response_hop_limit }],
});

type Row = readonly [
  rule: string,
  change: ResourceChange,
  kind: Danger["kind"],
  level: ReturnType<typeof levelOf>,
  what: string,
];

/** What makes each rule speak, and what it says. */
const dangerous: readonly Row[] = [
  [
    "bucket-destroyed",
    changed("aws_s3_bucket.b", { bucket: "data", force_destroy: true }, undefined),
    "data-loss",
    "dangerous",
    "Bucket data is destroyed with every object",
  ],
  [
    "bucket-destroyed",
    changed("aws_s3_bucket.b", { bucket: "data", force_destroy: false }, undefined),
    "destroy",
    "careful",
    "AWS refuses while it holds an object",
  ],
  [
    "bucket-destroyed",
    changed("aws_s3_bucket.b", { bucket: "data", force_destroy: true }, { bucket: "new" }, replace),
    "data-loss",
    "dangerous",
    "Bucket data is destroyed",
  ],
  [
    "key-destroyed",
    changed("aws_kms_key.k", { description: "Secrets", deletion_window_in_days: 7 }, undefined),
    "data-loss",
    "dangerous",
    'The key "Secrets" is deleted in 7 days',
  ],
  ["key-destroyed", changed("aws_kms_key.k", {}, undefined), "data-loss", "dangerous", "deleted in 30 days"],
  [
    "repository-destroyed",
    changed("aws_ecr_repository.r", { name: "train", force_delete: true }, undefined),
    "data-loss",
    "dangerous",
    "Repository train is destroyed with every image",
  ],
  [
    "repository-destroyed",
    changed("aws_ecr_repository.r", { name: "train" }, undefined),
    "destroy",
    "careful",
    "AWS refuses while it holds an image",
  ],
  [
    "store-destroyed",
    changed("aws_cloudwatch_log_group.l", { name: "/aws/eks" }, undefined),
    "data-loss",
    "dangerous",
    "The log group with every event in it is destroyed (/aws/eks)",
  ],
  [
    "store-destroyed",
    changed("aws_cloudwatch_log_group.l", { skip_destroy: true }, undefined),
    "destroy",
    "safe",
    "it stays in AWS",
  ],
  [
    "store-destroyed",
    changed("aws_db_instance.d", { identifier: "db", skip_final_snapshot: false }, undefined),
    "data-loss",
    "dangerous",
    "a final snapshot is taken first",
  ],
  [
    "store-destroyed",
    changed("aws_dynamodb_table.t", { name: "t" }, undefined),
    "data-loss",
    "dangerous",
    "table with its items",
  ],
  [
    "store-destroyed",
    changed("aws_efs_file_system.f", {}, {}, replace),
    "data-loss",
    "dangerous",
    "file system with its files",
  ],
  [
    "store-destroyed",
    changed("aws_ebs_volume.v", {}, undefined),
    "data-loss",
    "dangerous",
    "volume with what is on it",
  ],
  [
    "versioning-suspended",
    changed(
      "aws_s3_bucket_versioning.v",
      { bucket: "data", versioning_configuration: [{ status: "Enabled" }] },
      { versioning_configuration: [{ status: "Suspended" }] },
    ),
    "data-loss",
    "dangerous",
    "Bucket data no longer keeps",
  ],
  [
    "versioning-suspended",
    changed(
      "aws_s3_bucket_versioning.v",
      { bucket: "data", versioning_configuration: [{ status: "Enabled" }] },
      undefined,
    ),
    "data-loss",
    "dangerous",
    "versioning is suspended",
  ],
  [
    "objects-expire-sooner",
    changed("aws_s3_bucket_lifecycle_configuration.l", expire(90), expire(30)),
    "data-loss",
    "dangerous",
    "objects are deleted after 30 days (rule old; 90 so far)",
  ],
  [
    "objects-expire-sooner",
    changed("aws_s3_bucket_lifecycle_configuration.l", expire(), expire(30)),
    "data-loss",
    "dangerous",
    "never so far",
  ],
  [
    "objects-expire-sooner",
    changed("aws_s3_bucket_lifecycle_configuration.l", undefined, expire(30)),
    "data-loss",
    "careful",
    "In bucket data objects are deleted after 30 days",
  ],
  [
    "images-expire-sooner",
    changed(
      "aws_ecr_lifecycle_policy.p",
      { policy: images(50) },
      { repository: "train", policy: images(10) },
    ),
    "data-loss",
    "dangerous",
    "only the newest 10 images stay",
  ],
  [
    "images-expire-sooner",
    changed("aws_ecr_lifecycle_policy.p", { policy: images(50) }, { policy: images(50, "tagged") }),
    "data-loss",
    "dangerous",
    "only the newest 50 tagged images stay",
  ],
  [
    "retention-shortened",
    changed(
      "aws_cloudwatch_log_group.l",
      { name: "a", retention_in_days: 90 },
      { name: "a", retention_in_days: 30 },
    ),
    "data-loss",
    "dangerous",
    "Log events of a older than 30 days are deleted (kept 90 days so far)",
  ],
  [
    "retention-shortened",
    changed("aws_cloudwatch_log_group.l", { retention_in_days: 0 }, { retention_in_days: 30 }),
    "data-loss",
    "dangerous",
    "kept for ever so far",
  ],
  [
    "retention-shortened",
    changed("aws_db_instance.d", { backup_retention_period: 7 }, { backup_retention_period: 0 }),
    "data-loss",
    "dangerous",
    "Backups older than 0 days",
  ],
  [
    "replication-removed",
    changed("aws_s3_bucket_replication_configuration.r", { bucket: "data" }, undefined),
    "data-loss",
    "careful",
    "Bucket data is no longer copied",
  ],
  [
    "backups-off",
    changed(
      "aws_dynamodb_table.t",
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [{ enabled: false }] },
    ),
    "data-loss",
    "careful",
    "Backups are switched off",
  ],
  [
    "cluster-destroyed",
    changed("aws_eks_cluster.c", { name: "dev" }, undefined),
    "destroy",
    "dangerous",
    "Cluster dev is destroyed",
  ],
  [
    "cluster-destroyed",
    changed("aws_eks_cluster.c", { name: "dev" }, {}, replace),
    "replace",
    "dangerous",
    "Cluster dev is replaced by an empty one",
  ],
  [
    "network-destroyed",
    changed("aws_vpc.v", { cidr_block: "10.0.0.0/16" }, {}, replace),
    "replace",
    "dangerous",
    "The VPC 10.0.0.0/16 is destroyed and made anew",
  ],
  [
    "network-destroyed",
    changed("aws_subnet.s", { cidr_block: "10.0.0.0/19", availability_zone: "r1a" }, undefined),
    "destroy",
    "careful",
    "The subnet 10.0.0.0/19 in r1a is destroyed.",
  ],
  [
    "nodes-replaced",
    changed("aws_eks_node_group.n", nodes({}), nodes({}), replace),
    "replace",
    "careful",
    "The 2 nodes of group main go before the new ones come",
  ],
  [
    "nodes-replaced",
    changed("aws_eks_node_group.n", nodes({}), nodes({}), { actions: ["create", "delete"] }),
    "replace",
    "careful",
    "Group main is made anew before the old one goes",
  ],
  [
    "nodes-replaced",
    changed("aws_eks_node_group.n", nodes({}), undefined),
    "destroy",
    "careful",
    "go for good: their pods need room",
  ],
  [
    "identity-replaced",
    changed("aws_iam_role.r", { name: "node" }, { name: "node" }, replace),
    "replace",
    "careful",
    "The role node is replaced",
  ],
  [
    "identity-replaced",
    changed("aws_iam_role.r", { name: "node" }, undefined),
    "destroy",
    "careful",
    "The role node is destroyed",
  ],
  [
    "identity-replaced",
    changed("aws_iam_openid_connect_provider.o", {}, {}, replace),
    "replace",
    "careful",
    "no service account can assume its role meanwhile",
  ],
  [
    "cluster-upgrade",
    changed("aws_eks_cluster.c", { version: "1.35" }, { version: "1.36" }),
    "interruption",
    "careful",
    "Kubernetes goes from 1.35 to 1.36",
  ],
  [
    "endpoint-closed",
    changed("aws_eks_cluster.c", vpcConfig(true, ["1.2.3.4/32"]), vpcConfig(false)),
    "interruption",
    "careful",
    "can no longer be reached from the Internet",
  ],
  [
    "endpoint-closed",
    changed("aws_eks_cluster.c", vpcConfig(true, ["a", "b"]), vpcConfig(true, ["a"])),
    "interruption",
    "careful",
    "reached from b.",
  ],
  [
    "endpoint-closed",
    changed("aws_eks_cluster.c", vpcConfig(false), vpcConfig(false, [], false)),
    "interruption",
    "careful",
    "from inside the VPC",
  ],
  [
    "nodes-rolled",
    changed("aws_eks_node_group.n", nodes({ version: "1.35" }), nodes({ version: "1.36" })),
    "interruption",
    "careful",
    "Group main gets another Kubernetes version: its nodes are replaced, 33 % at a time",
  ],
  [
    "nodes-rolled",
    changed(
      "aws_eks_node_group.n",
      nodes({ launch_template: [{ version: "3" }] }),
      nodes({ launch_template: [{}] }),
      { unknown: { launch_template: [{ version: true }] } },
    ),
    "interruption",
    "careful",
    "another launch template version",
  ],
  [
    "nodes-fewer",
    changed(
      "aws_eks_node_group.n",
      nodes({}),
      nodes({ scaling_config: [{ min_size: 1, desired_size: 1, max_size: 5 }] }),
    ),
    "interruption",
    "careful",
    "Group main shrinks: desired_size 2 → 1",
  ],
  [
    "nodes-tainted",
    changed("aws_eks_node_group.n", nodes({ taint: [] }), nodes({ taint: [{ effect: "NO_EXECUTE" }] })),
    "interruption",
    "careful",
    "those without a toleration are evicted at once",
  ],
  [
    "add-on-updated",
    changed("aws_eks_addon.a", { addon_name: "coredns", addon_version: "1" }, { addon_version: "2" }),
    "interruption",
    "careful",
    "Add-on coredns goes from 1 to 2",
  ],
  [
    "add-on-updated",
    changed("aws_eks_addon.a", { addon_name: "coredns" }, undefined),
    "destroy",
    "careful",
    "Add-on coredns goes with its pods",
  ],
  [
    "network-changed",
    changed(
      "aws_route.r",
      { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "1" },
      { nat_gateway_id: "2" },
    ),
    "interruption",
    "careful",
    "Traffic to 0.0.0.0/0 takes another way",
  ],
  [
    "network-changed",
    changed("aws_nat_gateway.n", {}, {}, replace),
    "replace",
    "careful",
    "no way to the Internet meanwhile",
  ],
  [
    "network-changed",
    changed("aws_nat_gateway.n", {}, undefined),
    "destroy",
    "careful",
    "lose their way to the Internet unless another gateway takes over",
  ],
  ["network-changed", changed("aws_route.r", {}, undefined), "destroy", "careful", "has no way any more"],
  [
    "network-changed",
    changed("aws_vpc_security_group_ingress_rule.i", {}, undefined),
    "destroy",
    "careful",
    "What only it lets in can no longer connect.",
  ],
  [
    "nodes-replaced",
    changed("aws_eks_node_group.n", nodes({}), nodes({}), {
      ...replace,
      action_reason: "replace_because_tainted",
    }),
    "replace",
    "careful",
    "Group main is made anew: whatever nodes of it came up go first.",
  ],
  [
    "policy-statements",
    changed(
      "aws_s3_bucket_policy.p",
      { policy: open("arn:aws:iam::1:root") },
      {
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", NotPrincipal: { AWS: "arn:1" }, Action: "s3:GetObject", Resource: "*" },
          ],
        }),
      },
    ),
    "access",
    "dangerous",
    "everybody in the world",
  ],
  [
    "watching-off",
    changed(
      "aws_cloudtrail.t",
      { advanced_event_selector: [selector("objects", "a")] },
      {
        advanced_event_selector: [
          {
            name: "objects",
            field_selector: [
              ...selector("objects", "a").field_selector,
              { field: "readOnly", equals: ["false"] },
            ],
          },
        ],
      },
    ),
    "access",
    "careful",
    'fewer of the events "objects"',
  ],
  [
    "watching-off",
    changed(
      "aws_cloudtrail.t",
      { advanced_event_selector: [selector("objects", "a")] },
      {
        advanced_event_selector: [
          {
            name: "objects",
            field_selector: [{ field: "resources.ARN", starts_with: ["a"], not_equals: ["a/secret"] }],
          },
        ],
      },
    ),
    "access",
    "careful",
    'fewer of the events "objects"',
  ],
  [
    "cluster-network",
    changed(
      "aws_eks_cluster.c",
      { vpc_config: [{ security_group_ids: ["sg-1"], subnet_ids: ["a"] }] },
      { vpc_config: [{ security_group_ids: ["sg-2"], subnet_ids: ["a"] }] },
    ),
    "interruption",
    "careful",
    "The control plane gets other security groups",
  ],
  [
    "cluster-network",
    changed(
      "aws_eks_cluster.c",
      { encryption_config: [{ provider: [{ key_arn: "a" }] }] },
      { encryption_config: [{ provider: [{ key_arn: "b" }] }] },
    ),
    "interruption",
    "careful",
    "Kubernetes' secrets get another key",
  ],
  ...(
    [
      [
        "aws_s3_bucket_ownership_controls.o",
        { rule: [{ object_ownership: "BucketOwnerEnforced" }] },
        { rule: [{ object_ownership: "ObjectWriter" }] },
        "ACLs count again",
      ],
      [
        "aws_s3_bucket_ownership_controls.o",
        { rule: [{ object_ownership: "BucketOwnerEnforced" }] },
        undefined,
        "ACLs count again",
      ],
      [
        "aws_ecr_repository.r",
        { image_tag_mutability: "IMMUTABLE" },
        { image_tag_mutability: "MUTABLE" },
        "another image under a tag",
      ],
      [
        "aws_ecr_repository.r",
        { image_scanning_configuration: [{ scan_on_push: true }] },
        { image_scanning_configuration: [{ scan_on_push: false }] },
        "no longer searched",
      ],
      ["aws_iam_role.r", { permissions_boundary: "arn" }, { permissions_boundary: "" }, "No boundary"],
      [
        "aws_subnet.s",
        { map_public_ip_on_launch: false },
        { map_public_ip_on_launch: true },
        "gets a public address",
      ],
    ] as const
  ).map(
    ([address, before, after, what]): Row => [
      "guard-removed",
      changed(address, before, after),
      "access",
      "careful",
      what,
    ],
  ),
  [
    "nodes-fewer",
    changed(
      "aws_eks_node_group.n",
      nodes({}),
      nodes({ scaling_config: [{ min_size: 0, desired_size: 2, max_size: 1 }] }),
    ),
    "interruption",
    "careful",
    "min_size 1 → 0, max_size 5 → 1",
  ],
  ...(
    [
      [
        { advanced_event_selector: [selector("all"), selector("objects", "a")] },
        { advanced_event_selector: [selector("all")] },
        'events "objects" are not recorded',
      ],
      [
        { advanced_event_selector: [selector("objects", "a", "b")] },
        { advanced_event_selector: [selector("objects", "a")] },
        'fewer of the events "objects"',
      ],
      [
        { insight_selector: [{ insight_type: "ApiCallRateInsight" }] },
        { insight_selector: [] },
        "ApiCallRateInsight",
      ],
      [
        { event_selector: [{ read_write_type: "All" }] },
        { event_selector: [{ read_write_type: "WriteOnly" }] },
        "other events are recorded",
      ],
      [
        { cloud_watch_logs_group_arn: "arn" },
        { cloud_watch_logs_group_arn: "" },
        "no longer reach CloudWatch Logs",
      ],
    ] as const
  ).map(
    ([before, after, what]): Row => [
      "watching-off",
      changed("aws_cloudtrail.t", before, after),
      "access",
      "careful",
      what,
    ],
  ),
  [
    "watching-off",
    changed("aws_flow_log.f", { traffic_type: "ALL" }, { traffic_type: "REJECT" }, replace),
    "access",
    "careful",
    "only REJECT traffic is recorded",
  ],
  [
    "objects-expire-sooner",
    changed("aws_s3_bucket_lifecycle_configuration.l", scoped("tmp/"), scoped("")),
    "data-loss",
    "dangerous",
    "of other objects than so far",
  ],
  [
    "network-changed",
    changed("aws_vpc_endpoint.e", { subnet_ids: ["a", "b"] }, { subnet_ids: ["a"] }),
    "interruption",
    "careful",
    "(subnet_ids)",
  ],
  [
    "network-changed",
    changed("aws_internet_gateway.i", { vpc_id: "a" }, { vpc_id: "b" }),
    "interruption",
    "careful",
    "it moves to another VPC",
  ],
  [
    "key-disabled",
    changed("aws_kms_key.k", { is_enabled: true }, { is_enabled: false }),
    "interruption",
    "dangerous",
    "The key is disabled",
  ],
  [
    "policy-statements",
    changed("aws_iam_role_policy.p", { policy: policy("a:A") }, { policy: policy("a:A", "a:B") }),
    "access",
    "careful",
    "What it allows widens.",
  ],
  [
    "policy-statements",
    changed("aws_iam_role_policy.p", { policy: policy("a:A", "a:B") }, { policy: policy("a:A") }),
    "access",
    "careful",
    "What it allows narrows.",
  ],
  [
    "policy-statements",
    changed("aws_iam_role_policy.p", undefined, { policy: policy("a:A") }),
    "access",
    "careful",
    "What it allows widens.",
  ],
  [
    "policy-statements",
    changed("aws_iam_role_policy.p", { policy: policy("a:A") }, undefined),
    "access",
    "careful",
    "What it allows goes with it.",
  ],
  [
    "policy-statements",
    changed(
      "aws_iam_role.r",
      { assume_role_policy: policy("sts:AssumeRole") },
      { assume_role_policy: policy("sts:*") },
    ),
    "access",
    "careful",
    "Who may take on this role widens.",
  ],
  [
    "policy-statements",
    changed("aws_s3_bucket_policy.p", { policy: open("arn:aws:iam::1:root") }, { policy: open("*") }),
    "access",
    "dangerous",
    "Who may use the bucket now: everybody in the world, on no condition.",
  ],
  [
    "policy-statements",
    changed(
      "aws_s3_bucket_policy.p",
      { policy: open("arn:aws:iam::1:root") },
      { policy: open("*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }) },
    ),
    "access",
    "careful",
    "Who may use the bucket widens.",
  ],
  [
    "policy-statements",
    changed("aws_vpc_endpoint.e", { policy: open("arn:aws:iam::1:root") }, { policy: open("*") }),
    "access",
    "careful",
    "What may pass the endpoint widens.",
  ],
  [
    "policy-statements",
    changed(
      "aws_kms_key.k",
      { policy: open("arn:aws:iam::1:root") },
      { policy: open("arn:aws:iam::1:root", undefined, "Deny") },
    ),
    "access",
    "careful",
    "Who may use the key narrows.",
  ],
  [
    "policy-statements",
    changed(
      "aws_iam_role_policy.p",
      { policy: policy("a:A", "a:B") },
      {
        policy: JSON.stringify({
          Statement: ["a:A", "a:B"].map((Action) => ({ Effect: "Allow", Action, Resource: "*" })),
        }),
      },
    ),
    "access",
    "safe",
    "stays the same",
  ],
  [
    "policy-attached",
    changed("aws_iam_role_policy_attachment.a", undefined, {
      role: "node",
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    "access",
    "careful",
    "node gets the managed policy AdministratorAccess",
  ],
  [
    "policy-attached",
    changed(
      "aws_iam_role_policy_attachment.a",
      { role: "node", policy_arn: "arn:aws:iam::aws:policy/ReadOnly" },
      undefined,
    ),
    "access",
    "careful",
    "node loses the managed policy ReadOnly",
  ],
  [
    "endpoint-opened",
    changed("aws_eks_cluster.c", vpcConfig(false), vpcConfig(true, ["203.0.113.0/24"])),
    "access",
    "careful",
    "can be reached from 203.0.113.0/24 over the Internet",
  ],
  [
    "endpoint-opened",
    changed("aws_eks_cluster.c", vpcConfig(false), vpcConfig(true)),
    "access",
    "careful",
    "from the whole Internet",
  ],
  [
    "security-group-opened",
    changed("aws_vpc_security_group_ingress_rule.i", undefined, ingress("0.0.0.0/0", 22)),
    "access",
    "careful",
    "TCP 22 from anywhere (0.0.0.0/0)",
  ],
  [
    "security-group-opened",
    changed(
      "aws_security_group.g",
      { ingress: [] },
      { ingress: [{ protocol: "-1", cidr_blocks: ["10.0.0.0/8"] }] },
    ),
    "access",
    "careful",
    "everything from 10.0.0.0/8",
  ],
  [
    "public-access",
    changed("aws_s3_bucket_public_access_block.b", block(true), block(false)),
    "access",
    "careful",
    "Bucket data can be made public: block_public_acls no longer holds",
  ],
  [
    "public-access",
    changed("aws_s3_bucket_public_access_block.b", block(true), undefined),
    "access",
    "careful",
    "can be made public",
  ],
  [
    "public-access",
    changed("aws_s3_bucket_acl.b", { acl: "private" }, { acl: "public-read" }),
    "access",
    "dangerous",
    "its ACL becomes public-read",
  ],
  [
    "cluster-admins",
    changed("aws_eks_access_policy_association.a", undefined, {
      principal_arn: "arn:role/admin",
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    }),
    "access",
    "careful",
    "arn:role/admin may enter the cluster with AmazonEKSClusterAdminPolicy.",
  ],
  [
    "cluster-admins",
    changed("aws_eks_access_entry.a", { principal_arn: "arn:role/admin" }, undefined),
    "access",
    "careful",
    "may no longer enter the cluster",
  ],
  [
    "encryption-off",
    changed("aws_cloudwatch_log_group.l", { kms_key_id: "arn:1" }, { kms_key_id: "" }),
    "access",
    "careful",
    "no longer encrypted with a key of your own",
  ],
  [
    "encryption-off",
    changed("aws_kms_key.k", { enable_key_rotation: true }, { enable_key_rotation: false }),
    "access",
    "careful",
    "no longer rotated",
  ],
  [
    "watching-off",
    changed("aws_cloudtrail.t", { enable_logging: true }, { enable_logging: false }),
    "access",
    "careful",
    "nothing is recorded",
  ],
  [
    "watching-off",
    changed("aws_flow_log.f", {}, undefined),
    "access",
    "careful",
    "No flow log records the network's traffic",
  ],
  [
    "watching-off",
    changed(
      "aws_eks_cluster.c",
      { enabled_cluster_log_types: ["api", "audit"] },
      { enabled_cluster_log_types: ["api"] },
    ),
    "access",
    "careful",
    "no longer logs audit",
  ],
  [
    "node-credentials",
    changed("aws_launch_template.l", hops(1), hops(2)),
    "access",
    "careful",
    "over 2 hops",
  ],
  [
    "node-credentials",
    changed("aws_launch_template.l", hops(1), hops(1, "optional")),
    "access",
    "careful",
    "without a token",
  ],
  [
    "protection-removed",
    changed("aws_s3_bucket.b", { force_destroy: false }, { force_destroy: true }),
    "change",
    "careful",
    "From now on a destroy deletes it with everything in it. (force_destroy)",
  ],
  [
    "replication-removed",
    changed(
      "aws_s3_bucket_replication_configuration.r",
      { bucket: "data", rule: [{ status: "Enabled" }] },
      { bucket: "data", rule: [{ status: "Disabled" }] },
    ),
    "data-loss",
    "careful",
    "Bucket data is no longer copied",
  ],
  [
    "security-group-opened",
    changed(
      "aws_security_group_rule.r",
      { type: "egress", protocol: "tcp", from_port: 1, to_port: 2, cidr_blocks: ["10.0.0.0/8"] },
      { type: "egress", protocol: "tcp", from_port: 1, to_port: 9, cidr_blocks: ["10.0.0.0/8"] },
    ),
    "access",
    "careful",
    "TCP 1–9 to 10.0.0.0/8",
  ],
  [
    "security-group-opened",
    changed("aws_security_group.g", { ingress: [] }, { ingress: [{ protocol: "udp", self: true }] }),
    "access",
    "careful",
    "UDP from itself",
  ],
  [
    "security-group-opened",
    changed("aws_network_acl_rule.r", undefined, {
      egress: true,
      protocol: "-1",
      rule_action: "allow",
      cidr_block: "0.0.0.0/0",
    }),
    "access",
    "careful",
    "everything to anywhere (0.0.0.0/0)",
  ],
  [
    "nodes-rolled",
    changed(
      "aws_eks_node_group.n",
      { node_group_name: "main", release_version: "1" },
      { release_version: "2", update_config: [{ max_unavailable: 2 }] },
    ),
    "interruption",
    "careful",
    "gets another AMI: its nodes are replaced, 2 at a time",
  ],
  [
    "policy-attached",
    changed(
      "aws_iam_role_policy_attachment.a",
      { role: "node", policy_arn: "arn:aws:iam::aws:policy/A" },
      { role: "node", policy_arn: "arn:aws:iam::aws:policy/B" },
      replace,
    ),
    "access",
    "careful",
    "node gets, instead of A, the managed policy B",
  ],
];

/** The same attributes changed in the direction that hurts nobody: no rule speaks. */
const harmless: readonly (readonly [string, ResourceChange])[] = [
  [
    "a longer retention",
    changed("aws_cloudwatch_log_group.l", { retention_in_days: 30 }, { retention_in_days: 90 }),
  ],
  [
    "a retention for ever",
    changed("aws_cloudwatch_log_group.l", { retention_in_days: 30 }, { retention_in_days: 0 }),
  ],
  ["objects kept longer", changed("aws_s3_bucket_lifecycle_configuration.l", expire(30), expire(90))],
  [
    "a lifecycle rule switched off",
    changed("aws_s3_bucket_lifecycle_configuration.l", expire(30), expire(10, "Disabled")),
  ],
  ["more images kept", changed("aws_ecr_lifecycle_policy.p", { policy: images(10) }, { policy: images(50) })],
  [
    "versioning switched on",
    changed(
      "aws_s3_bucket_versioning.v",
      { versioning_configuration: [{ status: "Suspended" }] },
      { versioning_configuration: [{ status: "Enabled" }] },
    ),
  ],
  [
    "more nodes",
    changed(
      "aws_eks_node_group.n",
      nodes({}),
      nodes({ scaling_config: [{ min_size: 2, desired_size: 2, max_size: 9 }] }),
    ),
  ],
  [
    "more ways to an endpoint",
    changed("aws_vpc_endpoint.e", { subnet_ids: ["a"] }, { subnet_ids: ["a", "b"] }),
  ],
  [
    "a block of public access switched on",
    changed("aws_s3_bucket_public_access_block.b", block(false), block(true)),
  ],
  [
    "a narrower rule",
    changed(
      "aws_vpc_security_group_ingress_rule.i",
      { ...ingress("10.0.0.0/8"), description: "a" },
      { ...ingress("10.0.0.0/8"), from_port: 443, description: "b", x: 1 },
    ),
  ],
  [
    "a trail that sees more",
    changed("aws_cloudtrail.t", { is_multi_region_trail: false }, { is_multi_region_trail: true }),
  ],
  ["a protection put on", changed("aws_s3_bucket.b", { force_destroy: true }, { force_destroy: false })],
  ["a stricter metadata service", changed("aws_launch_template.l", hops(2, "optional"), hops(1))],
  ["a key switched on", changed("aws_kms_key.k", { is_enabled: false }, { is_enabled: true })],
  [
    "an add-on that keeps its version",
    changed(
      "aws_eks_addon.a",
      { addon_name: "coredns", addon_version: "1", resolve_conflicts_on_update: "NONE" },
      { addon_version: "1", resolve_conflicts_on_update: "OVERWRITE" },
    ),
  ],
  [
    "backups switched on",
    changed(
      "aws_dynamodb_table.t",
      { point_in_time_recovery: [{ enabled: false }] },
      { point_in_time_recovery: [{ enabled: true }] },
    ),
  ],
  [
    "a table with backups that changes otherwise",
    changed(
      "aws_dynamodb_table.t",
      { point_in_time_recovery: [{ enabled: true }], billing_mode: "PROVISIONED" },
      { point_in_time_recovery: [{ enabled: true }], billing_mode: "PAY_PER_REQUEST" },
    ),
  ],
  [
    "a cluster that keeps version, access and endpoint, and logs more",
    changed(
      "aws_eks_cluster.c",
      {
        version: "1.36",
        access_config: [{ authentication_mode: "API" }],
        enabled_cluster_log_types: ["api"],
        ...vpcConfig(true, ["1.2.3.4/32"]),
      },
      {
        version: "1.36",
        access_config: [{ authentication_mode: "API" }],
        enabled_cluster_log_types: ["api", "audit"],
        ...vpcConfig(true, ["1.2.3.4/32"]),
      },
    ),
  ],
  [
    "another key for the logs",
    changed("aws_cloudwatch_log_group.l", { kms_key_id: "arn:1" }, { kms_key_id: "arn:2" }),
  ],
  [
    "a replication that changes otherwise",
    changed(
      "aws_s3_bucket_replication_configuration.r",
      { rule: [{ status: "Enabled", priority: 1 }] },
      { rule: [{ status: "Enabled", priority: 2 }] },
    ),
  ],
  [
    "a replication switched on",
    changed(
      "aws_s3_bucket_replication_configuration.r",
      { rule: [{ status: "Disabled" }] },
      { rule: [{ status: "Enabled" }] },
    ),
  ],
  [
    "traffic that is refused",
    changed(
      "aws_network_acl_rule.r",
      { rule_action: "deny", protocol: "-1", cidr_block: "10.0.0.0/16" },
      { rule_action: "deny", protocol: "-1", cidr_block: "10.0.0.0/8" },
    ),
  ],
  [
    "a boundary that is not known yet",
    changed(
      "aws_iam_role.r",
      { permissions_boundary: "arn:1" },
      {},
      { unknown: { permissions_boundary: true } },
    ),
  ],
  [
    "a trail that records more",
    changed(
      "aws_cloudtrail.t",
      { advanced_event_selector: [selector("objects", "a")] },
      { advanced_event_selector: [selector("objects", "a", "b"), selector("more")] },
    ),
  ],
  [
    "a rule of which only an empty part is written another way",
    changed(
      "aws_s3_bucket_lifecycle_configuration.l",
      { rule: [{ id: "old", status: "Enabled", expiration: [{ days: 7 }], filter: [{ prefix: "" }], x: 1 }] },
      { rule: [{ id: "old", status: "Enabled", expiration: [{ days: 7 }], filter: [{}], x: 2 }] },
    ),
  ],
  [
    "bounds of a group that its nodes of today keep to",
    changed(
      "aws_eks_node_group.n",
      nodes({}),
      nodes({ scaling_config: [{ min_size: 0, desired_size: 2, max_size: 2 }] }),
    ),
  ],
  [
    "a trail that changes otherwise",
    changed(
      "aws_cloudtrail.t",
      { enable_logging: true, is_multi_region_trail: false, s3_key_prefix: "a" },
      { enable_logging: true, is_multi_region_trail: false, s3_key_prefix: "b" },
    ),
  ],
];

describe("rules of what a change can do to somebody", () => {
  test.each(dangerous)("%s: %#", (rule, change, kind, level, what) => {
    const told = dangersOfChanges([change]).filter((one) => one.rule === rule);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind, address: change.address, what: expect.stringContaining(what) });
    expect(told.map(levelOf)).toEqual([level]);
    expect(told[0]?.what).toMatch(/[.)]$/);
    expect(told[0]?.what).not.toMatch(/undefined|null|NaN| {2}/);
  });

  test.each(harmless)("%s is a plain change", (_, change) => {
    expect(dangersOfChanges([change])).toMatchObject([{ kind: "change", address: change.address }]);
    expect(dangersOfChanges([change])[0]?.rule).toBeUndefined();
  });

  test.each([
    ["1.34", "1.35", "First check what the new version no longer serves"],
    ["1.34", "1.36", "AWS goes one minor version at a time"],
    ["1.36", "1.35", "AWS goes back by one minor version, within 7 days"],
  ])("Kubernetes from %s to %s: what to know", (from, to, advice) => {
    const [danger] = dangersOfChanges([changed("aws_eks_cluster.c", { version: from }, { version: to })]);
    expect(danger?.advice).toEqual([expect.stringContaining(advice)]);
  });

  test("a bucket whose own encryption setting goes is no longer encrypted with a key of one's own", () => {
    const path = "aws_s3_bucket_server_side_encryption_configuration.s";
    const rule = [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: "arn:1" }] }];
    expect(dangersOfChanges([changed(path, { rule }, undefined)])).toMatchObject([
      { rule: "encryption-off", kind: "access", opens: true },
    ]);
  });

  test("a store that somebody deleted is made anew, and empty; one that was never there is no danger", () => {
    const create = changed("aws_s3_bucket.data", undefined, { bucket: "data" });
    const gone = changed("aws_s3_bucket.data", { bucket: "data" }, undefined);
    expect(dangersOfChanges([create], {}, [gone])).toMatchObject([
      {
        rule: "deleted-outside",
        kind: "change",
        level: "careful",
        what: expect.stringMatching(/objects are lost/),
      },
    ]);
    expect(dangersOfChanges([create])).toEqual([]);
  });

  test("every rule is shown here", () => {
    const shown = new Set([...dangerous.map(([rule]) => rule), "deleted-outside"]);
    expect(dangerRules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    expect(new Set(dangerRules.map(({ id }) => id)).size).toBe(dangerRules.length);
  });
});
