import { listAt, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** The Kubernetes API is no longer reachable from where it was. */
export const endpointClosed: DangerRule = {
  id: "endpoint-closed",
  types: ["aws_eks_cluster"],
  check({ change, before, after }) {
    if (change.action !== "update") return undefined;
    const was = (name: string) => valueAt(before, `vpc_config.${name}`);
    const is = (name: string) => valueAt(after, `vpc_config.${name}`);
    const closed: string[] = [];
    if (was("endpoint_private_access") === true && is("endpoint_private_access") === false)
      closed.push("from inside the VPC: nodes reach it over the Internet only");
    if (was("endpoint_public_access") === true && is("endpoint_public_access") === false)
      closed.push("from the Internet");
    const now = listAt(after, "vpc_config.public_access_cidrs");
    const gone = listAt(before, "vpc_config.public_access_cidrs").filter((one) => !now.includes(one));
    if (
      is("endpoint_public_access") === true &&
      was("endpoint_public_access") === true &&
      gone.length > 0 &&
      now.length > 0 &&
      !now.includes("0.0.0.0/0")
    )
      closed.push(`from ${gone.join(", ")}`);
    if (closed.length === 0) return undefined;
    return {
      kind: "interruption",
      what: `The Kubernetes API can no longer be reached ${closed.join(", nor ")}.`,
      advice: ["Make sure that you can still reach it: through the VPC, or from a range that stays."],
    };
  },
};
