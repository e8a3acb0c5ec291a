import { block, type Rule, verdict } from "./rule.ts";

export const eksPublicEndpoint: Rule = {
  id: "eks-public-endpoint",
  severity: "critical",
  title: "The cluster's API server is not open to the whole internet",
  why: "Whoever reaches the endpoint can try stolen tokens and fresh vulnerabilities against it.",
  fix: "Name the networks in cluster_public_access_cidrs, or leave it empty to keep the endpoint private.",
  resourceType: "aws_eks_cluster",
  sources: ["FSBP EKS.1", "Trivy AWS-0041"],
  check: (cluster, isUnknown) => {
    if (isUnknown("vpc_config")) return "unknown";
    const network = block(cluster, "vpc_config") ?? {};
    if (network.endpoint_public_access !== true) return "pass";
    const cidrs = (network.public_access_cidrs as string[] | undefined) ?? ["0.0.0.0/0"];
    return verdict(!cidrs.some((cidr) => cidr.endsWith("/0")));
  },
  passing: { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] }] },
  failing: { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/0"] }] },
};
