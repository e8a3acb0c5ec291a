/** Tags by name. */
export type Tags = Readonly<Record<string, string>>;

export function tagsOf(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

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
  { tag: /^karpenter\.(sh|k8s\.aws)\//, name: "Karpenter" },
  { tag: /^kubernetes\.io\/cluster\//, name: "a controller of the cluster" },
];

/** What a Service or an Ingress is called in its cluster. */
const subjects = ["kubernetes.io/service-name", "service.k8s.aws/stack", "ingress.k8s.aws/stack"];

/** Who made something for one of these clusters; undefined when no tag says that a controller did, or that it was for another cluster. */
export function controllerOf(tags: Tags, clusters: readonly string[]): string | undefined {
  if (belongsToAnother(tags, clusters)) return undefined;
  const names = Object.keys(tags);
  const maker = controllers.find(({ tag }) => names.some((name) => tag.test(name)));
  const subject = subjects.map((name) => tags[name]).find(Boolean);
  return maker && (subject ? `${maker.name} (${subject})` : maker.name);
}

function belongsToAnother(tags: Tags, clusters: readonly string[]): boolean {
  const named = [
    tags["elbv2.k8s.aws/cluster"],
    tags["cluster.k8s.amazonaws.com/name"],
    ...Object.keys(tags).map((name) => /^kubernetes\.io\/cluster\/(.+)$/.exec(name)?.[1]),
  ].filter((name) => name !== undefined);
  return named.length > 0 && !named.some((name) => clusters.includes(name));
}
