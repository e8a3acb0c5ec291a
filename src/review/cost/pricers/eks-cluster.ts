import { blocks, HOURS_PER_MONTH, type Pricer, type Pricing } from "../pricer.ts";

/** A cluster is paid by the hour: six times as much once its Kubernetes version is in extended support. */
export const eksCluster: Pricer = {
  type: "aws_eks_cluster",
  charges: ({ attributes }, pricing) => {
    const version = String(attributes.version ?? "");
    const extended = !leavesInTime(attributes) && isExtended(version, pricing);
    return [
      {
        service: "EKS",
        what: `cluster, ${extended ? "extended" : "standard"} support`,
        item: extended ? "eks.cluster.extended" : "eks.cluster.standard",
        quantity: HOURS_PER_MONTH,
      },
    ];
  },
};

/** With `support_type = "STANDARD"`, AWS upgrades the cluster when standard support ends. */
function leavesInTime(attributes: Parameters<typeof blocks>[0]): boolean {
  return blocks(attributes, "upgrade_policy")[0]?.support_type === "STANDARD";
}

function isExtended(version: string, { kubernetes = [], date }: Pricing): boolean {
  const dates = kubernetes.find((one) => one.version === version);
  return dates !== undefined && dates.standardEnds <= date.slice(0, 10);
}
