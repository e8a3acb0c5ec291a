import { type Rule, type Verdict, verdict } from "./rule.ts";

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

export const iamNoAdministrators: Rule = {
  id: "iam-no-administrators",
  severity: "high",
  title: "No role of the stack may do everything",
  why: "Whoever takes over one pod or one training job would own the account.",
  fix: "Name the actions and the resources in the statement.",
  resourceType: "aws_iam_role_policy",
  sources: ["FSBP IAM.1", "Trivy AWS-0345"],
  check: ({ policy }, isUnknown): Verdict => {
    if (isUnknown("policy")) return "unknown";
    const { Statement = [] } = JSON.parse(String(policy)) as { Statement?: Statement | Statement[] };
    return verdict(![Statement].flat().some(isAdministrator));
  },
  passing: {
    policy: '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}',
  },
  failing: { policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' },
};

function isAdministrator({ Effect, Action = [], Resource = [] }: Statement): boolean {
  return Effect === "Allow" && [Action].flat().includes("*") && [Resource].flat().includes("*");
}
