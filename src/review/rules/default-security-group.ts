import { type Rule, verdict } from "./rule.ts";

export const defaultSecurityGroup: Rule = {
  id: "default-security-group",
  severity: "high",
  title: "The VPC's default security group lets nothing through",
  why: "Everything that forgets to name a group lands in it.",
  fix: "Declare no rules on the default security group.",
  resourceType: "aws_default_security_group",
  sources: ["CIS 6.5", "FSBP EC2.2", "Trivy AWS-0173"],
  check: ({ ingress = [], egress = [] }, isUnknown) =>
    verdict(
      (isUnknown("ingress") || (ingress as unknown[]).length === 0) &&
        (isUnknown("egress") || (egress as unknown[]).length === 0),
    ),
  passing: { ingress: [], egress: [] },
  failing: { ingress: [{ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }], egress: [] },
};
