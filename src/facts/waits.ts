/** How the provider asks whether something is ready. */
export interface Polling {
  /** Before it asks for the first time. @default 0 */
  readonly delaySeconds?: number;
  /** Between two questions at least; without it 0, 0.2, 0.4, 0.8 and so on, up to 10 s. @default 0 */
  readonly atLeastSeconds?: number;
  /** How often in a row it has to hear it. @default 1 */
  readonly inARow?: number;
}

/** What somebody waits for who makes, changes or removes a resource, beside AWS's own time (`aws-times.ts`). */
export interface WaitFact {
  /** Terraform's type. */
  readonly type: string;
  readonly action: "create" | "update" | "delete";
  /** What the provider waits although everything is ready at once; seconds. @default 0 */
  readonly providerSeconds?: number;
  /** And at random up to so many more; seconds. @default 0 */
  readonly randomSeconds?: number;
  readonly polling?: Polling;
  /** For people. @default nothing worth a word */
  readonly why?: string;
}

const rulesSpread =
  "S3 may answer with the old rules for a while, so the provider reads until it has seen the new ones several times in a row, 10 s apart";

const everyFiveSeconds: Polling = { delaySeconds: 5, atLeastSeconds: 5 };

/** Read in the source of hashicorp/aws 5.100 (its `retry.StateChangeConf`s) and measured on an instant endpoint, November 2026. */
const waits: readonly WaitFact[] = [
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "create",
    providerSeconds: 55,
    why: rulesSpread,
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "update",
    providerSeconds: 55,
    why: rulesSpread,
  },
  { type: "aws_s3_bucket_versioning", action: "create", providerSeconds: 1.2 },
  {
    type: "aws_vpc",
    action: "create",
    providerSeconds: 10,
    why: "after switching DNS host names on, the provider sleeps 10 s before it looks whether they are",
  },
  {
    type: "aws_nat_gateway",
    action: "delete",
    polling: { delaySeconds: 10, atLeastSeconds: 10 },
    why: "the provider sleeps 10 s before it first asks whether the gateway is gone; its address and subnet wait for it",
  },
  {
    type: "aws_nat_gateway",
    action: "create",
    why: "AWS starts the gateway in its zone; nodes need it before they can reach the Internet",
  },
  {
    type: "aws_kms_key",
    action: "create",
    providerSeconds: 12,
    why: "KMS spreads a key's policy slowly, so the provider reads it five times in a row, 1 s apart",
  },
  {
    type: "aws_eks_cluster",
    action: "create",
    why: "AWS starts the control plane over several zones: the longest step of all; what does not need it goes on beside it",
  },
  { type: "aws_eks_cluster", action: "update", why: "AWS rolls the control plane over" },
  {
    type: "aws_eks_cluster",
    action: "delete",
    randomSeconds: 60,
    polling: { atLeastSeconds: 10, inARow: 3 },
    why: "the provider first sleeps a random time of up to a minute, lest the cluster is scaling just now",
  },
  {
    type: "aws_eks_node_group",
    action: "create",
    why: "the instances boot, join the cluster and become ready",
  },
  {
    type: "aws_eks_node_group",
    action: "update",
    why: "nodes are replaced one after the other, and each is drained before",
  },
  {
    type: "aws_eks_node_group",
    action: "delete",
    why: "each node is drained before its instance ends",
  },
  { type: "aws_eks_addon", action: "create", why: "EKS waits until the add-on's pods are ready" },
  {
    type: "aws_vpc_endpoint",
    action: "create",
    polling: everyFiveSeconds,
    why: "AWS puts a network interface in every zone",
  },
  { type: "aws_vpc_endpoint", action: "delete", polling: everyFiveSeconds },
  {
    type: "aws_launch_template",
    action: "create",
    providerSeconds: 5.2,
    why: "the provider waits until EC2 answers with the new template everywhere",
  },
  {
    type: "aws_internet_gateway",
    action: "delete",
    why: "AWS detaches it only when no public address uses it any more",
  },
];

/** The line for a kind of resource, where there is something to say. */
export function waitOf(type: string, action: string): WaitFact | undefined {
  return waits.find((one) => one.type === type && one.action === action);
}

/** What a resource takes on the embedded AWS that nothing else is said of, in seconds: a request or two on this machine. */
export const quickHereSeconds = 0.05;

/**
 * What the engine needs around the work: to read the plan and start the provider, and to save the state and say goodbye; seconds. On the
 * embedded AWS measured on two shared cores, November 2026; on an account assumed, with a lock to take and a state to fetch over the network.
 */
export const engineSeconds = {
  aws: { opening: 5, closing: 1 },
  here: { opening: 1.5, closing: 0.1 },
} as const;
