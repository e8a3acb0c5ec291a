import type { Context } from "../context.ts";
import type { Doomed, Shortage } from "./settings.ts";

/** Something that is being made, and may come to nothing some time after AWS said yes. */
export interface Venture {
  readonly kind: "cluster" | "nodegroup" | "log-group" | "instance";
  readonly name: string;
  /** What it may run on; the first that can be had is taken. */
  readonly instanceTypes?: readonly string[];
  /** Availability Zones that it may use. */
  readonly zones?: readonly string[];
}

/** What goes wrong with it: the code and message of a health issue, or of EC2's refusal. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** How a {@link Venture} ends: undefined when it succeeds. */
export type Fate = (venture: Venture) => Failure | undefined;

/** What the faults have in store for something that is being made; undefined when it will succeed. Ask once for each. */
export function outcomeOf(ctx: Context, venture: Venture): Failure | undefined {
  return ctx.fate(venture);
}

/** The request that sets each going: rules select by it. */
export const requestFor: Readonly<Record<Venture["kind"], { service: string; operation: string }>> = {
  cluster: { service: "eks", operation: "CreateCluster" },
  nodegroup: { service: "eks", operation: "CreateNodegroup" },
  "log-group": { service: "eks", operation: "DeleteCluster" },
  instance: { service: "ec2", operation: "RunInstances" },
};

/** How EKS words what ends in CREATE_FAILED: its API reference, `ClusterIssue` and `Issue`, and issues of terraform-aws-eks, November 2026. */
export const failures: Readonly<Record<Doomed, Failure>> = {
  cluster: {
    code: "InternalFailure",
    message: "The cluster's control plane could not be created. Delete the cluster, and create it again.",
  },
  nodegroup: {
    code: "NodeCreationFailure",
    message: "Instances failed to join the kubernetes cluster",
  },
  "log-group": {
    code: "LateLogs",
    message: "The control plane writes its last lines after its log group was deleted.",
  },
};

/**
 * EC2's and EKS's words for what cannot be had, as issues of karpenter, eksctl and openshift show them, November 2026.
 * Undefined when one of the types can be had in one of the zones: Auto Scaling goes on to the next.
 */
export function lacking(venture: Venture, short: readonly Shortage[]): Failure | undefined {
  const { kind, instanceTypes = [], zones = [] } = venture;
  if (short.length === 0 || instanceTypes.length === 0) return undefined;
  const places = zones.length > 0 ? zones : [undefined];
  const lacks = (type: string, place: string | undefined) =>
    short.some(({ instanceType = type, zone = place }) => instanceType === type && zone === place);
  if (!instanceTypes.every((type) => places.every((place) => lacks(type, place)))) return undefined;
  const where = zones.length > 0 ? ` (${zones[0]})` : "";
  const message = `We currently do not have sufficient ${instanceTypes[0]} capacity in the Availability Zone you requested${where}. Our system will be working on provisioning additional capacity.`;
  if (kind === "instance") return { code: "InsufficientInstanceCapacity", message };
  return {
    code: "AsgInstanceLaunchFailures",
    message: `Could not launch On-Demand Instances. InsufficientInstanceCapacity - ${message} Launching EC2 instance failed.`,
  };
}
