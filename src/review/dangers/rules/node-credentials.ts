import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Pods can get hold of the node's own credentials through the metadata service. */
export const nodeCredentials: DangerRule = {
  id: "node-credentials",
  types: ["aws_launch_template", "aws_instance"],
  check({ change, before, after }) {
    if (change.action !== "update" || !after) return undefined;
    const of = (side: typeof before, name: string) => valueAt(side, `metadata_options.${name}`);
    const tokens = of(before, "http_tokens") === "required" && of(after, "http_tokens") !== "required";
    const [was, is] = [
      Number(of(before, "http_put_response_hop_limit")),
      Number(of(after, "http_put_response_hop_limit")),
    ];
    if (!tokens && !(was === 1 && is > 1)) return undefined;
    return {
      kind: "access",
      what: tokens
        ? "The metadata service answers without a token: who can make a server fetch a URL gets the node's credentials."
        : `Pods reach the node's credentials: the metadata service answers over ${is} hops.`,
    };
  },
};
