import { describe, expect, test } from "vitest";
import { dangersOf, verdictOf } from "../../review/dangers/dangers.ts";
import type { PlanJson, ResourceChange } from "../../review/plan.ts";
import { summarize } from "../../review/summary.ts";
import { plain } from "../paint.ts";
import { renderPlan } from "./plan.ts";
import type { PlanLook } from "./plan-text.ts";
import { renderVerdict } from "./plan-verdict.ts";

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

const shown = (resource_changes: ResourceChange[], plan: PlanJson = {}) => {
  const summary = summarize({ ...plan, resource_changes }, declared);
  return { summary, dangers: dangersOf(summary, { ...plan, resource_changes }) };
};
const rendered = (resource_changes: ResourceChange[], over: Partial<PlanLook> = {}) =>
  renderPlan(shown(resource_changes), heading, { ...look, ...over }).join("\n");

describe("a plan on screen", () => {
  test("creations: few by name, many by type with their number, then the count", () => {
    const zones = ["c", "d"].map((zone) => ({ address: `aws_subnet.private_${zone}` }));
    const text = rendered([...declared, ...zones].map(({ address }) => change(address, ["create"])));
    expect(text).toBe(
      `
Plan for dev on the embedded AWS

  vpc  +3  aws_vpc.vpc, aws_subnet.private_a, aws_subnet.private_b
  eks  +1  aws_eks_node_group.on_demand
  kms  +1  aws_kms_key.s3
  (no longer declared)  +2  aws_subnet.private_c, aws_subnet.private_d

  7 to create`.trimStart(),
    );
    const many = Array.from({ length: 6 }, (_, index) => change(`aws_subnet.s${index}`, ["create"]));
    expect(rendered([...many, change("aws_vpc.other", ["create"])])).toContain(
      "+7  aws_subnet ×6, aws_vpc.other\n",
    );
    expect(rendered(many, { full: true })).toContain("    + aws_subnet  s0 s1 s2 s3 s4 s5\n");
  });

  test("updates show old and new values; what matters follows, the worst first", () => {
    const replaced = change(
      "aws_vpc.vpc",
      ["delete", "create"],
      { cidr_block: "10.0.0.0/16" },
      { cidr_block: "10.1.0.0/16" },
    );
    const text = rendered([
      { ...replaced, change: { ...replaced.change, replace_paths: [["cidr_block"]] } },
      change("aws_subnet.private_a", ["delete"], { cidr_block: "10.0.1.0/24" }),
      change("aws_eks_node_group.on_demand", ["update"], { size: [{ max: 3 }] }, { size: [{ max: 5 }] }),
      change("aws_kms_key.s3", ["no-op"]),
    ]);
    expect(text).toBe(
      `
Plan for dev on the embedded AWS

  vpc  ~0
    - aws_subnet.private_a
    ± aws_vpc.vpc
        cidr_block  "10.0.0.0/16" → "10.1.0.0/16"  ← forces the replacement

  eks  ~1
    ~ aws_eks_node_group.on_demand
        size[0].max  3 → 5

  1 to update, 1 to replace, 1 to destroy, 1 unchanged

What matters
  Destroyed
    - aws_subnet.private_a: The subnet 10.0.1.0/24 is destroyed.
  Replaced
    ± aws_vpc.vpc: The VPC 10.0.0.0/16 is destroyed and made anew, with every
      subnet, route and gateway in it.
        cidr_block  "10.0.0.0/16" → "10.1.0.0/16"  ← forces the replacement`
        .trimStart()
        .replace("vpc  ~0", "vpc  ±1 -1"),
    );
  });

  test("a replacement says why, and leaves out what AWS computes anew", () => {
    const tainted = change("aws_launch_template.main", ["delete", "create"], { arn: "arn:1" }, {});
    const text = rendered([
      {
        ...tainted,
        action_reason: "replace_because_tainted",
        change: { ...tainted.change, after_unknown: { arn: true } },
      },
    ]);
    expect(text).toContain("±1\n    ± aws_launch_template.main\n\n");
    expect(text).toContain("It is destroyed, then made anew: an earlier\n      apply left it unfinished.");
  });

  test("an unknown value says what it waits for", () => {
    const resource_changes = [
      change("aws_vpc.vpc", ["create"]),
      {
        ...change("aws_subnet.private_a", ["update"], { vpc_id: "vpc-1" }, {}),
        change: {
          actions: ["update"],
          before: { vpc_id: "vpc-1" },
          after: {},
          after_unknown: { vpc_id: true },
        },
      },
    ];
    const configuration = { resource: { aws_subnet: { private_a: { vpc_id: "${aws_vpc.vpc.id}" } } } };
    const summary = summarize({ resource_changes }, declared, configuration);
    const text = renderPlan({ summary, dangers: [] }, heading, look).join("\n");
    expect(text).toContain('        vpc_id  "vpc-1" → (known after aws_vpc.vpc)');
  });

  const forced = (address: string, before: object, after: object, ...replace_paths: string[][]) => {
    const one = change(address, ["delete", "create"], before, after);
    return { ...one, change: { ...one.change, replace_paths } };
  };

  test("the new value of what forces a replacement is read in 80 columns, however long name and value are", () => {
    const types = [{ instance_types: ["t3.medium", "t3.large"] }, { instance_types: ["m6i.large"] }] as const;
    expect(rendered([forced("aws_eks_node_group.on_demand", ...types, ["instance_types"])])).toContain(
      '        instance_types  -"t3.medium" -"t3.large" +"m6i.large"  ← forces it',
    );
    const key = (key_arn: string) => ({ encryption_config: [{ provider: [{ key_arn }] }] });
    const [before, after] = ["arn:aws:kms:ap-southeast-1:1:key/old", "alias/new"].map(key) as [
      object,
      object,
    ];
    expect(rendered([forced("aws_eks_cluster.c", before, after, ["encryption_config"])])).toContain(
      `
        encryption_config[0].provider[0].key_arn  ← forces it
          "arn:aws:kms:ap-southeast-1:1:key/old" → "alias/new"
`,
    );
  });

  test("what a rule of a document says of itself is no reason to replace it", () => {
    const images = (days: number) => ({
      policy: JSON.stringify({
        rules: [{ description: `after ${days}`, selection: { tagStatus: "any", countNumber: days } }],
      }),
    });
    const text = rendered([forced("aws_ecr_lifecycle_policy.train", images(9), images(3), ["policy"])]);
    const matters = text.slice(text.indexOf("What matters"));
    expect(matters).toContain("policy.rules[0].selection.countNumber  9 → 3  ← forces the replacement");
    expect(matters).not.toContain("description");
  });

  test("the end of a name that is too long for a line stays, and blocks of a list go by their own names", () => {
    const rule = (id: string, days: number) => ({ id, status: "Enabled", expiration: [{ days }] });
    const [before, after] = [
      [rule("a", 1), rule("b", 1)],
      [rule("a", 2), rule("c", 1), rule("d", 1)],
    ];
    const text = rendered([
      change("aws_s3_bucket_lifecycle_configuration.data", ["update"], { rule: before }, { rule: after }),
      change("aws_thing.t", ["update"], { ["x".repeat(90)]: { end: 1 } }, { ["x".repeat(90)]: { end: 2 } }),
    ]);
    expect(text).toContain('        rule  ~"a" -"b" +"c" +"d"\n');
    expect(text).toMatch(/^ {8}…x+\.end\n {10}1 → 2$/m);
  });

  test("no line ends in a blank", () => {
    const long = `aws_iam_role_policy_attachment.${"a".repeat(40)}`;
    expect(rendered([change(long, ["delete"], {}), change("aws_vpc.vpc", ["no-op"])])).not.toMatch(/ $/m);
  });

  test("what only describes is folded into one line with its number", () => {
    const tagged = (address: string) =>
      change(address, ["update"], { tags: { a: "1" } }, { tags: { a: "2" } });
    const text = rendered([tagged("aws_vpc.vpc"), tagged("aws_subnet.private_a")]);
    expect(text).toContain(
      "  vpc  ~2  cosmetic only\n\n  2 to update\n\n  2 cosmetic changes (tags): aws_vpc.vpc, aws_subnet.private_a",
    );
    expect(text).not.toContain("What matters");
  });

  test("2,000 resources stay readable: names are folded and counted", () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      change(`aws_s3_bucket.b${index}`, ["delete"], { bucket: `bucket-${index}`, force_destroy: true }),
    );
    const kept = change("aws_vpc.vpc", ["update"], { a: 1 }, { a: 2 });
    const text = rendered([...many, kept]);
    expect(text.split("\n").length).toBeLessThan(30);
    expect(text).toContain("… and 1997 more of these: aws_s3_bucket ×1997");
    expect(rendered([...many, kept], { full: true })).toContain("bucket-1999");
  });

  test("of a list, only what comes and goes", () => {
    const text = rendered([change("aws_vpc.vpc", ["update"], { zones: ["a", "b"] }, { zones: ["b", "c"] })]);
    expect(text).toContain('        zones  -"a" +"c"\n');
  });

  test("nothing to change: the verdict says so", () => {
    const { summary, dangers } = shown([change("aws_vpc.vpc", ["no-op"])]);
    expect(renderPlan({ summary, dangers }, heading, look)).toEqual(["Plan for dev on the embedded AWS"]);
    expect(renderVerdict(verdictOf(summary, dangers), {}, look)).toEqual([
      "✓ Nothing to change: what is deployed is what is declared.",
    ]);
    expect(renderVerdict(verdictOf(summary, dangers, "destroy"), {}, look)).toEqual([
      "✓ There is nothing to destroy.",
    ]);
  });

  test("the verdict says how long it takes and what it costs", () => {
    const { summary, dangers } = shown([change("aws_vpc.vpc", ["create"])]);
    expect(
      renderVerdict(verdictOf(summary, dangers), { seconds: 840, cost: "$241 a month" }, look).join("\n"),
    ).toBe(
      "✓ Safe to apply: 1 resource is created; nothing that exists is touched. About 14\n  min, about $241 a month.",
    );
  });

  test("a destroy says so in its title, and does not tell of what goes with what", () => {
    const plan = { output_changes: { vpc_id: { actions: ["delete"] } } };
    const gone = shown([change("aws_vpc.vpc", ["delete"]), change("aws_subnet.private_a", ["delete"])], plan);
    const text = renderPlan(gone, { ...heading, destroy: true }, look).join("\n");
    expect(text).toMatch(/^Destroy dev on the embedded AWS\n/);
    expect(text).not.toContain("What matters");
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
