/** The add-ons that a cluster gets, by their names in EKS. */
export const ADDON_NAMES = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "coredns",
  "aws-ebs-csi-driver",
] as const;

export type AddonName = (typeof ADDON_NAMES)[number];

export type AddonVersions = Readonly<Record<AddonName, string>>;

/** Those that are the same for every Kubernetes version of the table. */
const ON_ALL = { "vpc-cni": "v1.22.4-eksbuild.3", "eks-pod-identity-agent": "v1.3.10-eksbuild.3" } as const;

/**
 * One tested set of add-on versions for each Kubernetes version, so that two applies a month apart build the same cluster.
 * Source: public configurations and upgrade records that name what EKS resolved to, 2026-07 to 2026-10; renew with
 * `aws eks describe-addon-versions --kubernetes-version <version>`.
 */
export const ADDON_VERSIONS: Readonly<Record<string, AddonVersions>> = {
  "1.36": {
    ...ON_ALL,
    "kube-proxy": "v1.36.0-eksbuild.25",
    coredns: "v1.14.3-eksbuild.23",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
  },
  "1.35": {
    ...ON_ALL,
    "kube-proxy": "v1.35.3-eksbuild.29",
    coredns: "v1.13.2-eksbuild.31",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
  },
  "1.34": {
    ...ON_ALL,
    "kube-proxy": "v1.34.6-eksbuild.29",
    coredns: "v1.12.4-eksbuild.38",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
  },
  "1.33": {
    ...ON_ALL,
    "kube-proxy": "v1.33.10-eksbuild.29",
    coredns: "v1.12.4-eksbuild.38",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
  },
  "1.32": {
    ...ON_ALL,
    "kube-proxy": "v1.32.13-eksbuild.21",
    coredns: "v1.11.4-eksbuild.40",
    "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
  },
  "1.31": {
    ...ON_ALL,
    "kube-proxy": "v1.31.14-eksbuild.25",
    coredns: "v1.11.4-eksbuild.40",
    "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
  },
};

/**
 * The pinned version of an add-on. `undefined` for a Kubernetes version that has no line yet: EKS then takes its own default when the
 * add-on is created, and Terraform leaves it at that.
 */
export function addonVersion(kubernetesVersion: string, name: AddonName): string | undefined {
  return ADDON_VERSIONS[kubernetesVersion]?.[name];
}
