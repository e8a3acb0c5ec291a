import { block, type Rule, verdict } from "./rule.ts";

export const eksSecretsEncryption: Rule = {
  id: "eks-secrets-encryption",
  severity: "high",
  title: "Kubernetes secrets are encrypted with a key of this account",
  why: "Without it nobody here can say who read them, or take the key away.",
  fix: "Pass a key to the Eks construct.",
  resourceType: "aws_eks_cluster",
  sources: ["FSBP EKS.3", "Trivy AWS-0039"],
  check: (cluster) =>
    verdict(
      (block(cluster, "encryption_config")?.resources as string[] | undefined)?.includes("secrets") ?? false,
    ),
  passing: { encryption_config: [{ resources: ["secrets"], provider: [{}] }] },
  failing: { encryption_config: [] },
};
