import { awsTimeOf } from "../../facts/aws-times.ts";
import { type AwsTime, scaled } from "../../local-aws/schedule.ts";

/** Why a resource takes its time: a fixed wait of the provider, or AWS's own work. */
interface Wait {
  readonly type: string;
  readonly action: "create" | "update" | "delete";
  /** What the embedded AWS cannot shorten, since the provider waits by itself; seconds. */
  readonly provider?: number;
  readonly why: string;
}

/** Read in the source of hashicorp/aws 5.100 and measured on an instant endpoint, November 2026. */
const waits: readonly Wait[] = [
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "create",
    provider: 55,
    why: "S3 may answer with the old rules for a while, so the provider reads until it has seen the new ones several times in a row, 10 s apart",
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "update",
    provider: 55,
    why: "S3 may answer with the old rules for a while, so the provider reads until it has seen the new ones several times in a row, 10 s apart",
  },
  {
    type: "aws_vpc",
    action: "create",
    provider: 10,
    why: "after switching DNS host names on, the provider sleeps 10 s before it looks whether they are",
  },
  {
    type: "aws_nat_gateway",
    action: "delete",
    provider: 10,
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
    provider: 12,
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
    provider: 30,
    why: "the provider first sleeps a random time of up to a minute, lest the cluster is scaling just now",
  },
  {
    type: "aws_eks_node_group",
    action: "create",
    why: "the instances boot, join the cluster and become ready",
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
    provider: 5,
    why: "AWS puts a network interface in every zone",
  },
  {
    type: "aws_launch_template",
    action: "create",
    provider: 5,
    why: "the provider waits until EC2 answers with the new template everywhere",
  },
  {
    type: "aws_internet_gateway",
    action: "delete",
    why: "AWS detaches it only when no public address uses it any more",
  },
];

/** An account's, or how fast the embedded AWS passes AWS's time. */
export type Pace = "aws" | AwsTime;

/** How long this usually takes, in seconds, and why. On the embedded AWS the provider's own waits count, and AWS's as fast as they pass there. */
export function waitFor(
  type: string,
  action: string,
  pace: Pace,
): { seconds: number; why: string } | undefined {
  const wait = waits.find((one) => one.type === type && one.action === action);
  if (!wait) return undefined;
  const fact = awsTimeOf(type, wait.action);
  const ofAws = pace === "aws" || fact?.spentBy !== "aws" ? 0 : scaled(fact.seconds, pace) / 1000;
  const seconds = pace === "aws" ? fact?.seconds : (wait.provider ?? 0) + ofAws;
  return seconds ? { seconds, why: wait.why } : undefined;
}
