/** How long the provider waits for one kind of resource before it gives up, in minutes. What is left out is the provider's own. */
export interface Timeouts {
  /** Terraform's type. */
  readonly type: string;
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly why: string;
}

/**
 * Time-outs by kind, where the provider lets them be set. Each is a few times what AWS takes at its slowest (`src/facts/aws-times.ts`), so that a slow day
 * does not taint what is nearly done, and that what will never come is given up within the hour. The provider's own are those of its 5.100
 * documentation ("Timeouts" of each resource), November 2026.
 */
export const timeouts: readonly Timeouts[] = [
  {
    type: "aws_eks_cluster",
    create: 60,
    update: 60,
    delete: 60,
    why: "10 min are usual; the provider gives up creating after 30 and deleting after 15, and taints a cluster that comes up a minute later",
  },
  {
    type: "aws_eks_node_group",
    create: 45,
    update: 60,
    delete: 45,
    why: "2 min are usual; EKS itself says CREATE_FAILED after about 25",
  },
  {
    type: "aws_eks_addon",
    create: 30,
    update: 30,
    delete: 30,
    why: "1 min is usual; coredns waits for nodes",
  },
  {
    type: "aws_nat_gateway",
    create: 20,
    delete: 30,
    why: "2 min are usual; the provider gives up after 10",
  },
  {
    type: "aws_vpc_endpoint",
    create: 20,
    update: 20,
    delete: 20,
    why: "2 min are usual; the provider gives up after 10",
  },
  {
    type: "aws_internet_gateway",
    delete: 15,
    why: "it goes when the last public address has gone; the provider waits 20",
  },
  {
    type: "aws_subnet",
    delete: 15,
    why: "EKS takes its interfaces away within minutes; what is still there then was left by something else, and waiting does not help",
  },
  {
    type: "aws_security_group",
    delete: 15,
    why: "as for a subnet: an interface that something else left holds it",
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    create: 10,
    update: 10,
    why: "1 min is usual; the provider gives up after 3, which throttling uses up",
  },
  {
    type: "aws_kms_key",
    create: 10,
    why: "12 s are usual; the provider gives up after 2 min, which throttling uses up",
  },
];

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Writes the time-outs into the resources of a synthesized configuration; one that a module chose itself stays. */
export function writeTimeouts(resources: Resources): void {
  for (const { type, why: _, ...minutes } of timeouts)
    for (const body of Object.values(resources[type] ?? {}))
      body.timeouts ??= Object.fromEntries(
        Object.entries(minutes).map(([action, count]) => [action, `${count}m`]),
      );
}

/** After how many minutes the provider gives up; nothing where that is its own affair. */
export function givesUpAfter(type: string, action: string): number | undefined {
  const found = timeouts.find((one) => one.type === type);
  return action === "create" || action === "update" || action === "delete" ? found?.[action] : undefined;
}
