import { blocks, numberOf } from "../pricer.ts";
import { type Suggestion, withAttributes } from "./suggestion.ts";

/** Nobody upgrades a cluster for the last days of a version. */
const WORTH_DAYS = 90;

export const standardSupport: Suggestion = {
  id: "standard-support",
  find: ({ priced: { lines, pricing, estate }, savedBy }) => {
    if (!lines.some(({ price }) => price.id === "eks.cluster.extended")) return undefined;
    const left = (day: string) => (Date.parse(day) - Date.parse(pricing.date)) / 86_400_000;
    const lasting = (pricing.kubernetes ?? [])
      .filter(({ standardEnds }) => left(standardEnds) >= WORTH_DAYS)
      .sort((a, b) => a.standardEnds.localeCompare(b.standardEnds));
    const oldest = lasting[0]?.version;
    const now = estate.of("aws_eks_cluster").map(({ attributes }) => String(attributes.version));
    if (!oldest) return undefined;
    return {
      title: `Kubernetes ${oldest} instead of ${now.join(", ")}: extended support costs six times as much`,
      tradeoff:
        "One minor version at a time; nodes are replaced with each. Look for APIs that the next version drops first.",
      how: `eks_cluster_version = "${oldest}"`,
      monthly: savedBy({ resources: withAttributes("aws_eks_cluster", () => ({ version: oldest })) }),
    };
  },
};

export const gp3Volumes: Suggestion = {
  id: "gp3-volumes",
  find: ({ savedBy }) => ({
    title: "gp3 volumes instead of gp2",
    tradeoff: "None: gp3 is as fast or faster at that size. Nodes are replaced once.",
    how: 'volumeType: "gp3" in infra/modules/eks/node-group.ts',
    monthly: savedBy({
      resources: withAttributes("aws_launch_template", ({ attributes }) => ({
        block_device_mappings: blocks(attributes, "block_device_mappings").map((mapping) => ({
          ...mapping,
          ebs: blocks(mapping, "ebs").map((ebs) =>
            ebs.volume_type === "gp2" ? { ...ebs, volume_type: "gp3" } : ebs,
          ),
        })),
      })),
    }),
  }),
};

/** Three months of logs answer nearly every question that anybody asks of them. */
const ENOUGH_DAYS = 90;

export const logRetention: Suggestion = {
  id: "log-retention",
  find: ({ savedBy }) => ({
    title: `Logs kept for ${ENOUGH_DAYS} days`,
    tradeoff: "What is older is gone. Where a rule or an auditor asks for a year, leave it as it is.",
    how: `log_retention_days = ${ENOUGH_DAYS}`,
    monthly: savedBy({
      resources: withAttributes("aws_cloudwatch_log_group", ({ attributes }) => {
        const days = numberOf(attributes, "retention_in_days") || Number.POSITIVE_INFINITY;
        return days > ENOUGH_DAYS ? { retention_in_days: ENOUGH_DAYS } : {};
      }),
    }),
  }),
};

export const noDataEvents: Suggestion = {
  id: "no-data-events",
  find: ({ savedBy }) => ({
    title: "No data events in the trail",
    tradeoff:
      "Then nothing tells who read or wrote which object. Keep them where the data is worth stealing.",
    how: "trail_data_events = false",
    monthly: savedBy({
      resources: withAttributes("aws_cloudtrail", () => ({
        advanced_event_selector: [],
        event_selector: [],
      })),
    }),
  }),
};
