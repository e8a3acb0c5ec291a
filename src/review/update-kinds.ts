/** An attribute whose change is a request of its own at AWS, which takes its own time. */
interface UpdateKind {
  /** Terraform's type. */
  readonly type: string;
  /** Matches the attribute's path, e.g. `vpc_config[0].subnet_ids`. */
  readonly path: RegExp;
  /** AWS's name for the update, a variant in `aws-times.ts`. */
  readonly kind: string;
}

/** Read in the provider's 5.100 source: it makes these one after the other. */
const updateKinds: readonly UpdateKind[] = [
  { type: "aws_eks_cluster", path: /^version\b/, kind: "VersionUpdate" },
  {
    type: "aws_eks_cluster",
    path: /^vpc_config\b.*\.(endpoint_(public|private)_access|public_access_cidrs)\b/,
    kind: "EndpointAccessUpdate",
  },
  {
    type: "aws_eks_cluster",
    path: /^vpc_config\b.*\.(subnet|security_group)_ids\b/,
    kind: "VpcConfigUpdate",
  },
  { type: "aws_eks_cluster", path: /^enabled_cluster_log_types\b/, kind: "LoggingUpdate" },
  { type: "aws_eks_cluster", path: /^access_config\b/, kind: "AccessConfigUpdate" },
  { type: "aws_eks_cluster", path: /^encryption_config\b/, kind: "AssociateEncryptionConfig" },
  { type: "aws_eks_cluster", path: /^upgrade_policy\b/, kind: "UpgradePolicyUpdate" },
  { type: "aws_eks_cluster", path: /^zonal_shift_config\b/, kind: "ZonalShiftConfigUpdate" },
  { type: "aws_eks_cluster", path: /^deletion_protection\b/, kind: "DeletionProtectionUpdate" },
  {
    type: "aws_eks_node_group",
    path: /^(version|release_version|launch_template)\b/,
    kind: "VersionUpdate",
  },
  {
    type: "aws_eks_node_group",
    path: /^(scaling_config|labels|taint|update_config|node_repair_config)\b/,
    kind: "ConfigUpdate",
  },
];

/** What AWS is asked for, one after the other, when these attributes change; nothing where it is one plain request. */
export function kindsOfUpdate(type: string, paths: readonly string[]): string[] {
  const found = updateKinds.filter((one) => one.type === type && paths.some((path) => one.path.test(path)));
  return [...new Set(found.map(({ kind }) => kind))];
}
