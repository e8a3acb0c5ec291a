import { listAt, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** The Kubernetes API can be reached from the Internet, or from more of it. */
export const endpointOpened: DangerRule = {
  id: "endpoint-opened",
  types: ["aws_eks_cluster"],
  check({ change, before, after }) {
    const open = (side: typeof before) => valueAt(side, "vpc_config.endpoint_public_access") === true;
    if (change.action !== "update" || !open(after)) return undefined;
    // No list means the whole Internet, as AWS has it.
    const ranges = (side: typeof before) => {
      const list = listAt(side, "vpc_config.public_access_cidrs");
      return list.length > 0 ? list : ["0.0.0.0/0"];
    };
    const before0 = open(before) ? ranges(before) : [];
    const added = ranges(after).filter((one) => !before0.includes(one) && !before0.includes("0.0.0.0/0"));
    if (added.length === 0) return undefined;
    const everybody = added.includes("0.0.0.0/0");
    return {
      kind: "access",
      what: `The Kubernetes API can be reached from ${everybody ? "the whole Internet" : `${added.join(", ")} over the Internet`}.`,
      advice: everybody
        ? ["Name the ranges that need it: cluster_public_access_cidrs."]
        : ["Whoever is there still needs IAM's permission to get in."],
    };
  },
};
