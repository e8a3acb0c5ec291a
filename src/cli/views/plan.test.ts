import { describe, expect, test } from "vitest";
import type { ResourceChange } from "../../review/plan.ts";
import { summarize } from "../../review/summary.ts";
import { plain } from "../paint.ts";
import { renderPlan } from "./plan.ts";

const look = { paint: plain, columns: 80 };
const heading = { environment: "dev", place: "the embedded AWS", destroy: false };
const declared = [
  { address: "aws_vpc.vpc", module: "vpc", path: "vpc/vpc" },
  { address: "aws_subnet.private_a", module: "vpc", path: "vpc/private_a" },
  { address: "aws_subnet.private_b", module: "vpc", path: "vpc/private_b" },
  { address: "aws_eks_node_group.on_demand", module: "eks", path: "eks/on_demand" },
  { address: "aws_kms_key.s3", module: "kms", path: "kms/s3/key" },
];

const change = (address: string, actions: string[], before?: unknown, after?: unknown): ResourceChange => ({
  address,
  mode: "managed",
  type: address.slice(0, address.indexOf(".")),
  change: { actions, before, after },
});

const rendered = (resource_changes: ResourceChange[], over = {}) =>
  renderPlan(summarize({ resource_changes }, declared), { ...heading, ...over }, look).join("\n");

describe("a plan on screen", () => {
  test("creations: one line per type under each module, then the count", () => {
    const text = rendered(declared.map(({ address }) => change(address, ["create"])));
    expect(text).toBe(
      `
Plan for dev on the embedded AWS

  vpc
    + aws_vpc     vpc
    + aws_subnet  private_a private_b

  eks
    + aws_eks_node_group  on_demand

  kms
    + aws_kms_key  s3

  5 to create`.trimStart(),
    );
  });

  test("updates show old and new values; replacements and deletions are repeated at the end", () => {
    const replaced = change(
      "aws_vpc.vpc",
      ["delete", "create"],
      { cidr_block: "10.0.0.0/16" },
      { cidr_block: "10.1.0.0/16" },
    );
    const text = rendered([
      { ...replaced, change: { ...replaced.change, replace_paths: [["cidr_block"]] } },
      change("aws_subnet.private_a", ["delete"]),
      change("aws_eks_node_group.on_demand", ["update"], { size: [{ max: 3 }] }, { size: [{ max: 5 }] }),
      change("aws_kms_key.s3", ["no-op"]),
    ]);
    expect(text).toBe(
      `
Plan for dev on the embedded AWS

  vpc
    - aws_subnet  private_a
    ± aws_vpc.vpc  REPLACED
        destroyed, then made anew
        cidr_block  "10.0.0.0/16" → "10.1.0.0/16"  ← forces the replacement

  eks
    ~ aws_eks_node_group.on_demand
        size[0].max  3 → 5

  Look twice: 1 resource destroyed, 1 resource replaced, with what they hold.
    ± aws_vpc.vpc  because of cidr_block
    - aws_subnet.private_a

  1 to update, 1 to replace, 1 to destroy, 1 unchanged`.trimStart(),
    );
  });

  test("a replacement says why, and leaves out what AWS computes anew", () => {
    const tainted = change("aws_kms_key.s3", ["delete", "create"], { arn: "arn:1" }, {});
    const text = rendered([
      {
        ...tainted,
        action_reason: "replace_because_tainted",
        change: { ...tainted.change, after_unknown: { arn: true } },
      },
    ]);
    expect(text).toContain(
      "± aws_kms_key.s3  REPLACED\n        destroyed, then made anew, since an earlier apply left it unfinished\n\n",
    );
  });

  test("of a list, only what comes and goes", () => {
    const text = rendered([change("aws_vpc.vpc", ["update"], { zones: ["a", "b"] }, { zones: ["b", "c"] })]);
    expect(text).toContain('        zones  -"a" +"c"\n');
  });

  test("nothing to change", () => {
    expect(rendered([change("aws_vpc.vpc", ["no-op"])])).toBe(
      "Plan for dev on the embedded AWS\n\n  ✓ Nothing to change: what is deployed is what is declared.",
    );
  });

  test("a destroy says so in its title, and does not warn of what it is for", () => {
    const plan = {
      resource_changes: [change("aws_vpc.vpc", ["delete"])],
      output_changes: { vpc_id: { actions: ["delete"] } },
    };
    const text = renderPlan(summarize(plan, declared), { ...heading, destroy: true }, look).join("\n");
    expect(text).toMatch(/^Destroy dev on the embedded AWS\n/);
    expect(text).not.toContain("Look twice");
    expect(text).not.toContain("outputs");
  });

  test("values that carry control characters cannot draw on the terminal", () => {
    const text = rendered([change("aws_vpc.vpc", ["update"], { name: "a" }, { name: "\u001b[2K\rnothing" })]);
    expect(text).toContain('"a" → "\\u001b[2K\\rnothing"');
    expect(text).not.toContain("\u001b");
  });

  test("no line is wider than the terminal", () => {
    const names = Array.from({ length: 40 }, (_, index) => `private_subnet_with_a_name_${index}`);
    const text = rendered([
      ...names.map((name) => change(`aws_vpc_security_group_ingress_rule.${name}`, ["create"])),
      change("aws_vpc.vpc", ["update"], { tags: "x".repeat(300) }, { tags: "y".repeat(300) }),
      change(
        `aws_autoscaling_group_tag.${"a".repeat(30)}`,
        ["delete", "create"],
        { name: "a" },
        { name: "b" },
      ),
    ]);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
