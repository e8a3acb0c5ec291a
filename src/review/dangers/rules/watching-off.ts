import { listAt, type ResourcePlan, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";
import { unselected } from "../trail-selectors.ts";

/** Settings of the trail, and what is no longer seen without them. */
const trail: readonly (readonly [attribute: string, what: string])[] = [
  ["enable_logging", "nothing is recorded"],
  ["is_multi_region_trail", "other regions are not recorded"],
  ["include_global_service_events", "IAM and other global services are not recorded"],
  ["enable_log_file_validation", "a changed file is no longer noticed"],
];

/** Something that records who did what is switched off. */
export const watchingOff: DangerRule = {
  id: "watching-off",
  types: [
    "aws_cloudtrail",
    "aws_flow_log",
    "aws_eks_cluster",
    "aws_s3_bucket_logging",
    "aws_guardduty_detector",
    "aws_config_configuration_recorder",
    "aws_securityhub_account",
  ],
  check(resource) {
    const { change, whole } = resource;
    if (whole.removal) return undefined;
    if (change.action === "delete" && change.type !== "aws_eks_cluster")
      return { kind: "access", what: `${gone[change.type]} from now on.` };
    const off = change.action === "update" || change.action === "replace" ? switchedOff(resource) : [];
    return off.length === 0 ? undefined : { kind: "access", what: `From now on ${off.join(", and ")}.` };
  },
};

const gone: Readonly<Record<string, string>> = {
  aws_cloudtrail: "No trail records who did what",
  aws_flow_log: "No flow log records the network's traffic",
  aws_s3_bucket_logging: "Nobody records who reads the bucket",
  aws_guardduty_detector: "GuardDuty looks for no threats",
  aws_config_configuration_recorder: "Config records no changes",
  aws_securityhub_account: "Security Hub collects no findings",
};

function switchedOff({ change, before, after }: ResourcePlan): string[] {
  const group = "cloud_watch_logs_group_arn";
  if (change.type === "aws_cloudtrail")
    return [
      ...trail
        .filter(([name]) => valueAt(before, name) === true && valueAt(after, name) === false)
        .map(([name, what]) => `${what} (${name})`),
      ...unselected(before, after),
      ...(valueAt(before, group) &&
      !valueAt(after, group) &&
      !change.attributes.some((one) => one.path === group && one.unknown)
        ? [`its events no longer reach CloudWatch Logs (${group})`]
        : []),
    ];
  if (change.type === "aws_flow_log") {
    const [was, is] = [before, after].map((side) => valueAt(side, "traffic_type"));
    return was === "ALL" && is !== was ? [`only ${is} traffic is recorded (traffic_type)`] : [];
  }
  if (change.type !== "aws_eks_cluster") return [];
  const now = listAt(after, "enabled_cluster_log_types");
  const logs = listAt(before, "enabled_cluster_log_types").filter((one) => !now.includes(one));
  return logs.length > 0 ? [`the control plane no longer logs ${logs.join(", ")}`] : [];
}
