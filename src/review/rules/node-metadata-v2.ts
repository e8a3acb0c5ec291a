import { block, type Rule, verdict } from "./rule.ts";

export const nodeMetadataV2: Rule = {
  id: "node-metadata-v2",
  severity: "high",
  title: "Nodes answer metadata requests only with a session token, one hop away",
  why: "A pod that can be made to fetch a URL would otherwise hand out the node's credentials.",
  fix: "Keep http_tokens = required and http_put_response_hop_limit = 1 in the launch template.",
  resourceType: "aws_launch_template",
  sources: ["CIS 6.7", "FSBP EC2.8, AutoScaling.3, AutoScaling.4", "Trivy AWS-0130"],
  check: (template) => {
    const metadata = block(template, "metadata_options") ?? {};
    return verdict(metadata.http_tokens === "required" && metadata.http_put_response_hop_limit === 1);
  },
  passing: { metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 1 }] },
  failing: { metadata_options: [{ http_tokens: "optional", http_put_response_hop_limit: 2 }] },
};
