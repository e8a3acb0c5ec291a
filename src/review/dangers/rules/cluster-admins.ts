import { listAt, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Somebody gets or loses rights in Kubernetes. */
export const clusterAdmins: DangerRule = {
  id: "cluster-admins",
  types: [
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_pod_identity_association",
    "aws_eks_cluster",
  ],
  check({ change, before, after }) {
    if (change.type === "aws_eks_cluster") {
      const [was, is] = [before, after].map((side) => valueAt(side, "access_config.authentication_mode"));
      if (change.action !== "update" || was === is || is === undefined) return undefined;
      return {
        kind: "access",
        what: `Who may enter the cluster is decided another way: authentication mode ${was} → ${is}.`,
      };
    }
    const side = change.action === "delete" ? before : after;
    const who = String(valueAt(side, "principal_arn") ?? valueAt(side, "role_arn") ?? "somebody");
    const policy = String(valueAt(side, "policy_arn") ?? "")
      .split("/")
      .at(-1);
    const groups = listAt(side, "kubernetes_groups");
    const as = policy ? ` with ${policy}` : groups.length > 0 ? ` in the groups ${groups.join(", ")}` : "";
    if (change.action === "delete")
      return {
        kind: "access",
        what: `${who} may no longer enter the cluster${as}.`,
        level: "careful",
        opens: false,
      };
    if (change.type === "aws_eks_pod_identity_association")
      return {
        kind: "access",
        what: `Service account ${valueAt(side, "namespace")}/${valueAt(side, "service_account")} works as ${who}.`,
      };
    return { kind: "access", what: `${who} may enter the cluster${as}.` };
  },
};
