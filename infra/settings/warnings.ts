import { kubernetesVersion } from "../modules/eks/versions.ts";
import { regions } from "../regions.ts";
import type { Settings } from "../variables.ts";

/** Something that works, and that its owner should know of. */
export interface Warning {
  readonly variable: keyof Settings;
  /** Whole sentences. */
  readonly message: string;
}

export function warningsOf(settings: Settings, today: Date): Warning[] {
  const warnings: Warning[] = kubernetesVersion(settings.eks_cluster_version, today).warnings.map(
    (message) => ({
      variable: "eks_cluster_version",
      message,
    }),
  );
  if (settings.cluster_public_access_cidrs.includes("0.0.0.0/0")) {
    warnings.push({
      variable: "cluster_public_access_cidrs",
      message: "The cluster's endpoint answers the whole Internet; only its authentication protects it.",
    });
  }
  if (settings.cluster_admins.length === 0) {
    warnings.push({
      variable: "cluster_admins",
      message: "Nobody can use kubectl on the cluster before an IAM role or user is named here.",
    });
  }
  const zoneWithoutEks = regions[settings.region]?.zoneWithoutEks;
  if (zoneWithoutEks !== undefined) {
    warnings.push({
      variable: "zones",
      message:
        `EKS has no control planes in ${zoneWithoutEks}, and which letter that is differs from account to account: leave out the one ` +
        `that \`aws ec2 describe-availability-zones --region ${settings.region} --zone-ids ${zoneWithoutEks}\` names.`,
    });
  }
  if (settings.nat_gateways === "single" && settings.environment === "prod") {
    warnings.push({
      variable: "nat_gateways",
      message: "All zones lose the Internet when the one NAT gateway's zone fails.",
    });
  }
  return warnings;
}
