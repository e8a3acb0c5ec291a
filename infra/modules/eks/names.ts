/** Names that policies elsewhere need before the cluster is there: in one place, so that both sides agree. */

/** EKS writes the control plane's logs to this group and to no other. */
export function clusterLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** The IAM role of the control plane. */
export function clusterRoleName(clusterName: string): string {
  return `${clusterName}-cluster`;
}
