/**
 * What nodes and the cluster's controllers call: without NAT, each of these needs its endpoint.
 * Source: EKS user guide on private clusters, read 2026-11. S3 is not among them: its gateway endpoint is always there, free.
 */
const PRIVATE_EKS = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "sts",
] as const;

/** What training jobs and hosted models in private subnets call. Source: SageMaker developer guide on VPC endpoints, read 2026-11. */
const PRIVATE_SAGEMAKER = [
  "ecr.api",
  "ecr.dkr",
  "kms",
  "logs",
  "monitoring",
  "sagemaker.api",
  "sagemaker.runtime",
  "sts",
] as const;

/** Sets of interface endpoints by name, to be given wherever a service name can be. */
export const ENDPOINT_BUNDLES = {
  "private-eks": PRIVATE_EKS,
  "private-sagemaker": PRIVATE_SAGEMAKER,
  "private-eks-sagemaker": [...new Set([...PRIVATE_EKS, ...PRIVATE_SAGEMAKER])].sort(),
} as const satisfies Record<string, readonly string[]>;

/** Without NAT, nodes do not join a cluster unless they reach these. */
export const ENDPOINTS_NODES_NEED = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"] as const;

/** The interface endpoints that may be asked for: those of the bundles, and some that this pipeline's users add. */
export const ENDPOINT_SERVICES: readonly string[] = [
  ...ENDPOINT_BUNDLES["private-eks-sagemaker"],
  "cloudtrail",
  "ec2messages",
  "events",
  "glue",
  "lambda",
  "sagemaker.featurestore-runtime",
  "sagemaker.metrics",
  "secretsmanager",
  "servicecatalog",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "states",
  "xray",
].sort();

/** Replaces bundles by their services: sorted, each once. Throws on a name that is neither. */
export function expandEndpoints(names: readonly string[]): string[] {
  const services = names.flatMap((name): readonly string[] => {
    if (isBundle(name)) return ENDPOINT_BUNDLES[name];
    if (ENDPOINT_SERVICES.includes(name)) return [name];
    throw new Error(
      `"${name}" is neither an endpoint service nor one of ${Object.keys(ENDPOINT_BUNDLES).join(", ")}.`,
    );
  });
  return [...new Set(services)].sort();
}

function isBundle(name: string): name is keyof typeof ENDPOINT_BUNDLES {
  return Object.hasOwn(ENDPOINT_BUNDLES, name);
}
