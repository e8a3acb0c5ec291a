import type { DangerRule } from "../rule.ts";

/** What goes with each of these when somebody deletes it: hashicorp/aws 5 and 6, November 2026. */
const held: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "its events are",
  aws_ecr_repository: "its images are",
  aws_eks_cluster: "all that ran in it is",
  aws_kms_key: "what it encrypted is",
  aws_s3_bucket: "its objects are",
};

/** A store that the state held, and that is gone from AWS: a new one is empty. Nothing is lost any more by making it. */
export const deletedOutside: DangerRule = {
  id: "deleted-outside",
  types: Object.keys(held),
  check({ change, whole }) {
    const what = held[change.type];
    if (change.action !== "create" || !what || !whole.drifted.has(change.address)) return undefined;
    return {
      kind: "change",
      level: "careful",
      what: `It was deleted outside of Terraform, and ${what} lost with it: an empty one is made in its place.`,
      advice: [
        "If that was a mistake, find out first what can be brought back: infra drift says who did it, and when.",
      ],
    };
  },
};
