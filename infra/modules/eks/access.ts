import { EksAccessEntry } from "@cdktn/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktn/provider-aws/lib/eks-access-policy-association/index.js";
import type { EksCluster } from "@cdktn/provider-aws/lib/eks-cluster/index.js";
import { EnvironmentStack } from "../../stack.ts";
import type { Eks } from "./eks.ts";

/** Makes IAM roles and users administrators of a cluster, by name: who happened to apply is none unless listed. */
export function declareAdmins(scope: Eks, cluster: EksCluster, principalArns: readonly string[]): void {
  const stack = EnvironmentStack.of(scope);
  for (const principalArn of principalArns) {
    const id = principalId(principalArn, stack.accountId);
    const entry = new EksAccessEntry(scope, `${id}_access_entry`, {
      clusterName: cluster.name,
      principalArn,
      type: "STANDARD",
    });
    new EksAccessPolicyAssociation(scope, `${id}_association`, {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:${stack.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
    });
  }
}

/** `arn:aws:iam::123456789012:role/team/admin` becomes `role_team_admin`; of another account, `account_<id>_role_…`. */
function principalId(arn: string, ownAccountId: string): string {
  const [accountId = "", ...resource] = arn.split(":").slice(4);
  const name = accountId === ownAccountId ? resource.join(":") : `account_${accountId}_${resource.join(":")}`;
  return name.replaceAll(/[^A-Za-z0-9]+/g, "_").toLowerCase();
}
