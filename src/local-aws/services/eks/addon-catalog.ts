/** What EKS says of one add-on, whatever its version. */
export interface CatalogAddon {
  readonly type: string;
  readonly owner: "aws" | "community";
  readonly namespace: string;
  /** Service account that wants permissions, and the managed policies that AWS recommends for it. */
  readonly identity?: { readonly serviceAccount: string; readonly policies: readonly string[] };
  /** Versions, the newest first. The newest that fits a cluster is its default. */
  readonly versions: readonly CatalogVersion[];
}

export interface CatalogVersion {
  readonly version: string;
  /** Kubernetes versions that it is built for: first and last. */
  readonly kubernetes: readonly [string, string];
}

const everywhere = ["1.30", "1.37"] as const;

const of = (version: string, kubernetes: readonly [string, string] = everywhere): CatalogVersion => ({
  version,
  kubernetes,
});

const only = (version: string, kubernetes: string): CatalogVersion => of(version, [kubernetes, kubernetes]);

/**
 * The add-ons of AWS's own and of the community that EKS offers. Source: what `describe-addon-versions` answered in public
 * upgrade logs and pinned configurations of August to October 2026, and the EKS user guide's add-on pages; the builds for 1.37
 * and those of the community add-ons are plausible, not seen.
 */
export const addonCatalog: Readonly<Record<string, CatalogAddon>> = {
  "vpc-cni": {
    type: "networking",
    owner: "aws",
    namespace: "kube-system",
    identity: { serviceAccount: "aws-node", policies: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"] },
    versions: [
      of("v1.22.4-eksbuild.3"),
      of("v1.21.1-eksbuild.3"),
      of("v1.20.4-eksbuild.2"),
      of("v1.19.2-eksbuild.1"),
    ],
  },
  coredns: {
    type: "networking",
    owner: "aws",
    namespace: "kube-system",
    versions: [
      of("v1.14.3-eksbuild.23", ["1.35", "1.37"]),
      of("v1.13.2-eksbuild.31", ["1.34", "1.35"]),
      of("v1.12.4-eksbuild.38", ["1.33", "1.34"]),
      of("v1.11.4-eksbuild.40", ["1.30", "1.32"]),
      of("v1.11.3-eksbuild.1", ["1.30", "1.32"]),
    ],
  },
  "kube-proxy": {
    type: "networking",
    owner: "aws",
    namespace: "kube-system",
    versions: [
      only("v1.37.0-eksbuild.5", "1.37"),
      only("v1.37.0-eksbuild.1", "1.37"),
      only("v1.36.0-eksbuild.25", "1.36"),
      only("v1.36.0-eksbuild.1", "1.36"),
      only("v1.35.3-eksbuild.29", "1.35"),
      only("v1.35.0-eksbuild.2", "1.35"),
      only("v1.34.6-eksbuild.29", "1.34"),
      only("v1.34.0-eksbuild.2", "1.34"),
      only("v1.33.10-eksbuild.18", "1.33"),
      only("v1.33.0-eksbuild.2", "1.33"),
      only("v1.32.13-eksbuild.21", "1.32"),
      only("v1.32.0-eksbuild.2", "1.32"),
      only("v1.31.14-eksbuild.20", "1.31"),
      only("v1.31.0-eksbuild.2", "1.31"),
      only("v1.30.14-eksbuild.20", "1.30"),
    ],
  },
  "eks-pod-identity-agent": {
    type: "security",
    owner: "aws",
    namespace: "kube-system",
    versions: [of("v1.3.10-eksbuild.3"), of("v1.3.4-eksbuild.1"), of("v1.3.2-eksbuild.2")],
  },
  "aws-ebs-csi-driver": {
    type: "storage",
    owner: "aws",
    namespace: "kube-system",
    identity: {
      serviceAccount: "ebs-csi-controller-sa",
      policies: ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"],
    },
    versions: [
      of("v1.66.0-eksbuild.1"),
      of("v1.63.1-eksbuild.1"),
      of("v1.56.0-eksbuild.1"),
      of("v1.37.0-eksbuild.1"),
    ],
  },
  "aws-efs-csi-driver": {
    type: "storage",
    owner: "aws",
    namespace: "kube-system",
    identity: {
      serviceAccount: "efs-csi-controller-sa",
      policies: ["arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy"],
    },
    versions: [of("v2.3.1-eksbuild.1"), of("v2.1.4-eksbuild.1"), of("v2.0.8-eksbuild.1")],
  },
  "aws-mountpoint-s3-csi-driver": {
    type: "storage",
    owner: "aws",
    namespace: "kube-system",
    identity: { serviceAccount: "s3-csi-driver-sa", policies: [] },
    versions: [of("v2.4.0-eksbuild.1"), of("v1.10.0-eksbuild.1")],
  },
  "eks-node-monitoring-agent": {
    type: "observability",
    owner: "aws",
    namespace: "kube-system",
    versions: [of("v1.5.2-eksbuild.1"), of("v1.0.1-eksbuild.2")],
  },
  "amazon-cloudwatch-observability": {
    type: "observability",
    owner: "aws",
    namespace: "amazon-cloudwatch",
    identity: {
      serviceAccount: "cloudwatch-agent",
      policies: ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"],
    },
    versions: [of("v6.7.0-eksbuild.1"), of("v2.5.0-eksbuild.1")],
  },
  "snapshot-controller": {
    type: "storage",
    owner: "aws",
    namespace: "kube-system",
    versions: [of("v8.4.0-eksbuild.1"), of("v8.0.0-eksbuild.1")],
  },
  "metrics-server": {
    type: "observability",
    owner: "community",
    namespace: "kube-system",
    versions: [of("v0.9.0-eksbuild.11"), of("v0.8.0-eksbuild.1")],
  },
  "kube-state-metrics": {
    type: "observability",
    owner: "community",
    namespace: "kube-state-metrics",
    versions: [of("v2.17.0-eksbuild.1")],
  },
  "prometheus-node-exporter": {
    type: "observability",
    owner: "community",
    namespace: "prometheus-node-exporter",
    versions: [of("v1.10.2-eksbuild.1")],
  },
  "cert-manager": {
    type: "security",
    owner: "community",
    namespace: "cert-manager",
    versions: [of("v1.19.1-eksbuild.1")],
  },
  "external-dns": {
    type: "networking",
    owner: "community",
    namespace: "external-dns",
    identity: {
      serviceAccount: "external-dns",
      policies: ["arn:aws:iam::aws:policy/AmazonRoute53FullAccess"],
    },
    versions: [of("v0.20.0-eksbuild.1")],
  },
  "fluent-bit": {
    type: "observability",
    owner: "community",
    namespace: "fluent-bit",
    identity: {
      serviceAccount: "fluent-bit",
      policies: ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"],
    },
    versions: [of("v4.2.0-eksbuild.1")],
  },
};

/** An add-on of the catalog by a name that a request brought. */
export function catalogAddon(name: string): CatalogAddon | undefined {
  return Object.hasOwn(addonCatalog, name) ? addonCatalog[name] : undefined;
}
