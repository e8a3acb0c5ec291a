/** Tags by name. */
export type Tags = Readonly<Record<string, string>>;

export function tagsOf(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** `owned` by a cluster, or `shared` with it: then it is not the cluster's to delete. */
const CLUSTER_TAG = /^kubernetes\.io\/cluster\/(.+)$/;

/** Who in a cluster made something, by the tag that it leaves. */
interface Controller {
  readonly tag: RegExp;
  readonly name: string;
}

/**
 * The controllers that make things in AWS for a cluster. Sources: AWS Load Balancer Controller 2.8 (docs, "tags"), cloud-provider-aws, Amazon VPC CNI,
 * EKS user guide; read November 2026.
 */
const controllers: readonly Controller[] = [
  { tag: /^elbv2\.k8s\.aws\//, name: "the AWS Load Balancer Controller" },
  { tag: /^(ingress|service)\.k8s\.aws\//, name: "the AWS Load Balancer Controller" },
  { tag: /^kubernetes\.io\/service-name$/, name: "Kubernetes, for a Service" },
  { tag: /^(node|cluster)\.k8s\.amazonaws\.com\//, name: "the VPC CNI" },
  // People write karpenter.sh/discovery on what Karpenter is to find.
  { tag: /^karpenter\.(sh\/(?!discovery)|k8s\.aws\/)/, name: "Karpenter" },
  { tag: CLUSTER_TAG, name: "a controller of the cluster" },
];

/** What a Service or an Ingress is called in its cluster. */
const subjects = ["kubernetes.io/service-name", "service.k8s.aws/stack", "ingress.k8s.aws/stack"];

/**
 * Who made something for one of these clusters; undefined when no tag says that a controller did, or for which cluster, or that another one uses it: what
 * has a maker may be deleted.
 */
export function controllerOf(tags: Tags, clusters: readonly string[]): string | undefined {
  if (!clustersOf(tags).some((name) => clusters.includes(name)) || namesAnother(tags, clusters))
    return undefined;
  const names = Object.keys(tags);
  const maker = controllers.find(({ tag }) => names.some((name) => tag.test(name)));
  const subject = subjects.map((name) => tags[name]).find(Boolean);
  return maker && (subject ? `${maker.name} (${subject})` : maker.name);
}

/** Whether tags say that a cluster that is none of these has or uses it. */
export function namesAnother(tags: Tags, clusters: readonly string[]): boolean {
  return [...clustersOf(tags), ...clustersOf(tags, "shared")].some((name) => !clusters.includes(name));
}

/** The clusters that something was made for, or is shared with. */
function clustersOf(tags: Tags, as: "owned" | "shared" = "owned"): string[] {
  const named = as === "owned" ? [tags["elbv2.k8s.aws/cluster"], tags["cluster.k8s.amazonaws.com/name"]] : [];
  const listed = Object.entries(tags).map(([name, value]) =>
    value === as ? CLUSTER_TAG.exec(name)?.[1] : undefined,
  );
  return [...named, ...listed].filter((name) => name !== undefined);
}

/** Whether nothing but the cluster's own tag speaks for a controller: people write it on their security groups, too. */
export const byClusterTagAlone = (tags: Tags): boolean =>
  !controllers.some(({ tag }) => tag !== CLUSTER_TAG && Object.keys(tags).some((name) => tag.test(name)));
