import type { Estate } from "./estate.ts";
import type { NotPriced } from "./estimate.ts";

interface Undeclared extends NotPriced {
  /** It comes with a resource of this type. */
  readonly with: string;
}

/** What nothing here declares and the bill will hold all the same. */
const UNDECLARED: readonly Undeclared[] = [
  {
    with: "aws_eks_cluster",
    what: "load balancers, and their public addresses",
    why: "the controller in the cluster makes them for services and ingresses",
  },
  {
    with: "aws_eks_cluster",
    what: "volumes of pods",
    why: "the storage driver makes them for claims of pods",
  },
  {
    with: "aws_eks_node_group",
    what: "CPU credits of burstable nodes (t3, t4g)",
    why: "only nodes that are busy beyond their baseline pay for them",
  },
  {
    with: "aws_iam_role",
    what: "SageMaker's training jobs, endpoints and notebooks",
    why: "people and pipelines start them; nothing here does",
  },
  {
    with: "aws_s3_bucket",
    what: "reading back from S3's infrequent and archive classes",
    why: "paid by the GB that is read; logs and replicas lie in such, data and artifacts do not",
  },
  {
    with: "aws_cloudtrail",
    what: "management events, where the account or its organization has another trail",
    why: "the first copy is free, every further one costs $2 per 100,000 events",
  },
  {
    with: "aws_s3_bucket",
    what: "the bucket of Terraform's state",
    why: "it is made by infra init, and comes to cents",
  },
  {
    with: "aws_s3_bucket",
    what: "taxes, support plans, discounts and free tiers of the account",
    why: "they depend on the account",
  },
];

export function undeclaredCosts(estate: Estate): NotPriced[] {
  return UNDECLARED.filter((one) => estate.of(one.with).length > 0).map(({ what, why }) => ({ what, why }));
}
