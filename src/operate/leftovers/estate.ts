import type { StateResource } from "../../terraform/state-addresses.ts";

/** What a deployment has in AWS, as far as looking for leftovers needs to know it; out of the state. */
export interface Estate {
  readonly buckets: readonly Holder[];
  readonly repositories: readonly Holder[];
  /** Names. Those that the declaration names count too: a cluster that is gone may have left things. */
  readonly clusters: readonly string[];
  /** Clusters that the state holds, whether AWS protects them from deletion. */
  readonly livingClusters: readonly { readonly name: string; readonly deletionProtection: boolean }[];
  /** `<cluster>:<name>` of the node groups in the state. */
  readonly nodeGroups: ReadonlySet<string>;
  readonly vpcIds: readonly string[];
  /** Every id in the state: what has one of these is no leftover. */
  readonly ids: ReadonlySet<string>;
  /** Every resource, for the inventory after a destroy. */
  readonly resources: readonly StateResource[];
}

/** Something that holds data. */
export interface Holder {
  readonly name: string;
  readonly address: string;
  /** Whether Terraform empties it by itself: what was applied counts, not what is declared by now. */
  readonly force: boolean;
}

/** Reads what a deployment has out of its state. @param declaredClusters names of clusters that the declaration has */
export function estateOf(
  resources: readonly StateResource[],
  declaredClusters: readonly string[] = [],
): Estate {
  const of = (type: string) => resources.filter((one) => one.type === type);
  const clusters = of("aws_eks_cluster").map(({ attributes }) => ({
    name: String(attributes.name),
    deletionProtection: attributes.deletion_protection === true,
  }));
  return {
    buckets: of("aws_s3_bucket").map(({ address, attributes }) => ({
      name: String(attributes.bucket),
      address,
      force: attributes.force_destroy === true,
    })),
    repositories: of("aws_ecr_repository").map(({ address, attributes }) => ({
      name: String(attributes.name),
      address,
      force: attributes.force_delete === true,
    })),
    clusters: [...new Set([...clusters.map(({ name }) => name), ...declaredClusters])],
    livingClusters: clusters,
    nodeGroups: new Set(of("aws_eks_node_group").map(({ attributes }) => String(attributes.id))),
    vpcIds: of("aws_vpc").map(({ attributes }) => String(attributes.id)),
    ids: new Set(resources.flatMap(({ attributes: { id } }) => (typeof id === "string" ? [id] : []))),
    resources,
  };
}
