/** How the account's trail speaks of a kind of resource. */
interface TrailWords {
  readonly type: RegExp;
  /** Attributes whose values the events may name the resource by, the likeliest first. */
  readonly names: readonly string[];
  /** Events that change an attribute: the first whose attribute fits. */
  readonly events: readonly (readonly [attribute: RegExp, event: RegExp])[];
  /** Events that delete it. @default any `Delete…` */
  readonly deleted?: RegExp;
  /** Its events stand in the partition's first region, wherever it is used. */
  readonly global?: true;
}

/**
 * Names of operations as AWS's API references have them, November 2026. What is not here is looked for by the resource's id and ARN, and any event that
 * changes something counts.
 */
const words: readonly TrailWords[] = [
  {
    type: /^aws_s3_bucket(_|$)/,
    names: ["bucket", "id"],
    events: [
      [/^versioning/, /^PutBucketVersioning$/],
      [/^(block|ignore|restrict)_public/, /^(Put|Delete)(Bucket)?PublicAccessBlock$/],
      [/^policy/, /^(Put|Delete)BucketPolicy$/],
      [
        /^rule|^lifecycle/,
        /^((Put|Delete)BucketLifecycle(Configuration)?|(Put|Delete)BucketEncryption|(Put|Delete)BucketOwnershipControls|(Put|Delete)BucketReplication)$/,
      ],
      [/^target_|^logging/, /^PutBucketLogging$/],
      [/^tags/, /^(Put|Delete)BucketTagging$/],
    ],
    deleted: /^(Delete(Bucket|Public)\w*|PutBucketLogging|PutBucketVersioning)$/,
  },
  {
    type: /^aws_kms_(key|alias|replica_key)$/,
    names: ["arn", "key_id", "target_key_id", "name"],
    events: [
      [/rotation/, /KeyRotation$/],
      [/^policy/, /^PutKeyPolicy$/],
      [/^description/, /^UpdateKeyDescription$/],
      [/^is_enabled/, /^(En|Dis)ableKey$/],
      [/^tags/, /^(Unt|T)agResource$/],
      [/^target/, /^UpdateAlias$/],
    ],
    deleted: /^(ScheduleKeyDeletion|DeleteAlias|DeleteImportedKeyMaterial)$/,
  },
  {
    type: /^aws_cloudwatch_log_group$/,
    names: ["name", "arn"],
    events: [
      [/^retention/, /RetentionPolicy$/],
      [/^kms/, /KmsKey$/],
      [/^tags/, /^(Unt|T)ag(Resource|LogGroup)$/],
    ],
    deleted: /^DeleteLogGroup$/,
  },
  {
    type: /^aws_ecr_/,
    names: ["name", "repository", "arn"],
    events: [
      [/scan/, /Scanning/],
      [/mutability/, /Mutability$/],
      [/^policy/, /(Lifecycle|Repository)Policy$/],
      [/^tags/, /^(Unt|T)agResource$/],
    ],
  },
  {
    type: /^aws_iam_role/,
    names: ["name", "role", "arn"],
    events: [
      [/^assume_role_policy/, /^UpdateAssumeRolePolicy$/],
      [/^managed_policy|^policy_arn/, /^(At|De)tachRolePolicy$/],
      [/^inline_policy|^policy/, /^(Put|Delete)RolePolicy$/],
      [/^(description|max_session)/, /^UpdateRole(Description)?$/],
      [/^permissions_boundary/, /RolePermissionsBoundary$/],
      [/^tags/, /^(Unt|T)agRole$/],
    ],
    deleted: /^(DeleteRole(Policy)?|DetachRolePolicy)$/,
    global: true,
  },
  {
    type: /^aws_iam_/,
    names: ["arn", "name", "id"],
    events: [
      [/^policy/, /^(CreatePolicyVersion|SetDefaultPolicyVersion)$/],
      [/^client_id/, /ClientID\w*OpenIDConnectProvider$/],
      [/^thumbprint/, /Thumbprint$/],
      [/^tags/, /^(Unt|T)ag/],
    ],
    global: true,
  },
  {
    type: /^aws_eks_node_group$/,
    names: ["node_group_name", "arn", "cluster_name"],
    events: [
      [/^(scaling|labels|taint|update)/, /^UpdateNodegroupConfig$/],
      [/version|launch_template/, /^UpdateNodegroupVersion$/],
      [/^tags/, /^(Unt|T)agResource$/],
    ],
    deleted: /^DeleteNodegroup$/,
  },
  {
    type: /^aws_eks_/,
    names: ["addon_name", "principal_arn", "name", "arn", "cluster_name"],
    events: [
      [/^version/, /^UpdateClusterVersion$/],
      [/^addon|^configuration/, /^UpdateAddon$/],
      [/^(vpc|enabled|access|deletion|upgrade|zonal)/, /^UpdateClusterConfig$/],
      [/^(kubernetes_groups|user_name)/, /^UpdateAccessEntry$/],
      [/^tags/, /^(Unt|T)agResource$/],
    ],
  },
  {
    type: /^aws_cloudtrail$/,
    names: ["name", "arn"],
    events: [
      [/selector/, /^PutEventSelectors$/],
      [/^insight/, /^PutInsightSelectors$/],
      [/^enable_logging/, /^St(art|op)Logging$/],
      [/^tags/, /^(Add|Remove)Tags$/],
      [/./, /^UpdateTrail$/],
    ],
    deleted: /^DeleteTrail$/,
  },
  {
    type: /^aws_autoscaling_group_tag$/,
    names: ["autoscaling_group_name"],
    events: [[/./, /Tags$/]],
    deleted: /^DeleteTags$/,
  },
  {
    type: /^aws_vpc_security_group_|^aws_security_group|^aws_default_security_group$/,
    names: ["security_group_id", "id", "security_group_rule_id"],
    events: [
      [/^tags/, /^(Create|Delete)Tags$/],
      [/./, /SecurityGroup(Ingress|Egress|Rules|RuleDescriptions\w*)$/],
    ],
    deleted: /^(Revoke|Delete)SecurityGroup/,
  },
  {
    type: /^aws_route$|^aws_route_table_association$/,
    names: ["route_table_id", "id"],
    events: [[/./, /(Route|RouteTable\w*)$/]],
    deleted: /^(DeleteRoute\w*|Disassociate\w+|ReplaceRoute\w*)$/,
  },
  {
    type: /^aws_(vpc|subnet|internet_gateway|nat_gateway|eip|flow_log|vpc_endpoint|route_table|launch_template|network_\w+)$/,
    names: ["id", "allocation_id", "vpc_id"],
    events: [
      [/^tags/, /^(Create|Delete)Tags$/],
      [/^enable_dns/, /^ModifyVpcAttribute$/],
      [/^map_public|^assign_/, /^ModifySubnetAttribute$/],
      [/^(policy|route_table_ids|subnet_ids|security_group_ids|private_dns)/, /^ModifyVpcEndpoint$/],
    ],
    deleted: /^(Delete|Release|Detach)/,
  },
];

/** Names that events may know a resource by, the likeliest first. */
export function trailNames(type: string, values: Readonly<Record<string, unknown>>): string[] {
  const attributes = wordsOf(type)?.names ?? ["id", "arn", "name"];
  const found = attributes.map((name) => values[name]).filter((one) => typeof one === "string" && one !== "");
  return [...new Set(found as string[])];
}

/** Whether the events of a kind of resource stand in the partition's first region. */
export const isGlobal = (type: string): boolean => wordsOf(type)?.global ?? false;

/** Whether an event of this name is one that changes this attribute; of what is deleted, one that deletes it. Undefined where nobody knows. */
export function isEventOf(type: string, attribute: string | undefined, event: string): boolean | undefined {
  const known = wordsOf(type);
  if (attribute === undefined) return (known?.deleted ?? /^Delete/).test(event);
  return known?.events.find(([path]) => path.test(attribute))?.[1].test(event);
}

const wordsOf = (type: string): TrailWords | undefined => words.find((one) => one.type.test(type));
