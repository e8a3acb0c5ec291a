import { type Rule, verdict } from "./rule.ts";

const needed = ["api", "audit", "authenticator"];

export const eksAuditLog: Rule = {
  id: "eks-audit-log",
  severity: "medium",
  title: "The control plane writes its audit trail",
  why: "After an incident nothing else tells who did what inside the cluster.",
  fix: "Keep api, audit and authenticator in enabled_cluster_log_types.",
  resourceType: "aws_eks_cluster",
  sources: ["FSBP EKS.8", "Trivy AWS-0038"],
  check: ({ enabled_cluster_log_types: types }) =>
    verdict(needed.every((type) => (types as string[] | undefined)?.includes(type))),
  passing: { enabled_cluster_log_types: ["api", "audit", "authenticator", "scheduler"] },
  failing: { enabled_cluster_log_types: ["api"] },
};
