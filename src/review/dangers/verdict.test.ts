import { describe, expect, test } from "vitest";
import type { Finding } from "../findings.ts";
import { summarize } from "../summary.ts";
import { dangersOf, verdictOf } from "./dangers.ts";
import { changed, staying } from "./testing.ts";

const finding = (address: string, more: Partial<Finding> = {}): Finding => ({
  rule: "eks-endpoint",
  severity: "critical",
  address,
  verdict: "fail",
  title: "",
  why: "",
  fix: "",
  ...more,
});

function verdict(changes: ReturnType<typeof changed>[], findings: readonly Finding[] = []) {
  const plan = { resource_changes: [...changes, staying] };
  const summary = summarize(plan, []);
  return verdictOf(summary, dangersOf(summary, plan), "apply", findings);
}

describe("security findings in the verdict", () => {
  const created = [changed("aws_vpc.a", undefined, {})];

  test("what is made insecure is never safe to apply", () => {
    expect(verdict(created, [finding("aws_vpc.a")])).toEqual({
      level: "careful",
      sentence: "Look before you apply: 1 critical security finding (aws_vpc.a); 1 is created.",
    });
  });

  test.each([
    ["is accepted", finding("aws_vpc.a", { verdict: "accepted" })],
    ["is of little weight", finding("aws_vpc.a", { severity: "medium" })],
    ["was there before and is not touched", finding("aws_vpc.stays")],
  ])("what %s changes nothing", (_, one) => {
    expect(verdict(created, [one]).level).toBe("safe");
  });
});

test("as many are destroyed as the plan counts, though one of them is told as lost rights", () => {
  const { sentence } = verdict([
    changed("aws_launch_template.a", {}, undefined),
    changed(
      "aws_iam_role_policy_attachment.b",
      { role: "r", policy_arn: "arn:aws:iam::aws:policy/P" },
      undefined,
    ),
  ]);
  expect(sentence).toContain("aws_launch_template.a and 1 more are destroyed");
  expect(sentence).toContain("rights are taken away (aws_iam_role_policy_attachment.b)");
});
