/** Something worth knowing about what is being built, to read while the provider waits. */
export interface Note {
  /** Only shown when the environment has this module. */
  readonly module: string;
  readonly text: string;
}

/** In reading order; each says what the module does differently from what one would write first, and why. */
export const notes: readonly Note[] = [
  {
    module: "vpc",
    text: "Zones are keyed by letter, never by position: a fourth zone only adds. Nothing is renamed, so no subnet is ever rebuilt because of its neighbour.",
  },
  {
    module: "eks",
    text: "The network add-on (vpc-cni) comes before the nodes, or they never become ready; coredns comes after them, or it waits for 20 minutes for a place to run.",
  },
  {
    module: "kms",
    text: "Every key policy names the services and roles that may use the key, and on what. The account's root may administer the key; it may not decrypt with it.",
  },
  {
    module: "root",
    text: 'AmazonSageMakerFullAccess reads only buckets with "sagemaker" in their names. Without one more statement for our two buckets and their key, every training job would be refused.',
  },
  {
    module: "iam-irsa",
    text: "A service account's role trusts exactly one namespace and name (`sub`) for one audience (`aud`). A missing `sub` would let every pod of the cluster take it.",
  },
  {
    module: "s3",
    text: "Each bucket has one policy: TLS only, our key only. Nothing can be public, even by mistake, and old versions expire by themselves.",
  },
  {
    module: "cloudtrail",
    text: "The log bucket's policy is pinned to this trail's ARN, so that no other account can make CloudTrail write here. Log files are signed: tampering shows.",
  },
  {
    module: "eks",
    text: "The control plane's log group is ours: encrypted, with a retention, and gone after destroy. The one that EKS would make survives, and breaks the next create.",
  },
  {
    module: "ecr",
    text: "Image tags are immutable: what was tested under a tag is what runs under it. Untagged images expire by themselves.",
  },
  {
    module: "eks",
    text: "Nobody is administrator for having typed `apply`. Access entries name who is, so the cluster stays reachable when another person, or CI, applies next.",
  },
  {
    module: "eks",
    text: "Nodes answer only IMDSv2 with a hop limit of 1: a pod cannot fetch its node's credentials, the usual first step of a break-in.",
  },
  {
    module: "vpc",
    text: "The default security group allows nothing. Whoever forgets to choose a group gets no traffic instead of all of it.",
  },
  {
    module: "iam-irsa",
    text: "The OIDC provider has no thumbprints: IAM trusts EKS's certificate authority by itself, and an empty list there would be a change in every plan.",
  },
  {
    module: "kms",
    text: "CloudWatch Logs may use its key only for log groups of this account: the policy checks the encryption context, which carries the group's ARN.",
  },
  {
    module: "root",
    text: "The state is in S3, versioned and encrypted, locked by a conditional write of a small lock file: no DynamoDB table any more.",
  },
  {
    module: "eks",
    text: "The autoscaler owns the desired number of nodes. Terraform looks away (ignore_changes), so an apply never undoes what the load asked for.",
  },
  {
    module: "cloudtrail",
    text: "Management events and object-level events are both selected: a trail with data-event selectors alone silently drops the management ones.",
  },
  {
    module: "s3",
    text: "Bucket keys let one KMS call cover many objects: the same encryption for about a hundredth of the requests.",
  },
];
