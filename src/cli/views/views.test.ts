import { describe, expect, test } from "vitest";
import { plain } from "../paint.ts";
import { renderDiagnostics } from "./diagnostics.ts";
import { exportLines } from "./exports.ts";
import { renderInventory } from "./inventory.ts";
import { plainValue, renderOutputs } from "./outputs.ts";
import { renderProblems } from "./problems.ts";
import { secondsLine } from "./rehearsal.ts";
import { cut, duration, wrap } from "./text.ts";

const look = { paint: plain, columns: 80 };

test("outputs: lists over several lines, sensitive values withheld", () => {
  const outputs = {
    vpc_id: { value: "vpc-0a1b" },
    private_subnet_ids: { value: ["subnet-1", "subnet-2"] },
    repository_urls: { value: { train: "1.dkr", infer: "2.dkr" } },
    token: { value: "s3cret", sensitive: true },
  };
  expect(renderOutputs(outputs, look).join("\n")).toBe(
    `
  private_subnet_ids  subnet-1
                      subnet-2
  repository_urls     train = 1.dkr
                      infer = 2.dkr
  token               (sensitive; see --json)
  vpc_id              vpc-0a1b`.slice(1),
  );
});

test("one output alone is ready for a script", () => {
  expect(plainValue("https://x")).toBe("https://x");
  expect(plainValue(["a"])).toBe('[\n  "a"\n]');
});

test("problems: all at once, each with place, value, rule and fix", () => {
  const problems = [
    {
      subject: "vpc_cidr",
      where: "infra/envs/dev/terraform.tfvars:4",
      received: '"10.0.0.0/8"',
      expected: "/16 to /22",
      fix: "Take a smaller block.",
    },
    { subject: "account_id", received: "nothing", expected: "12 digits" },
  ];
  expect(
    renderProblems("The settings of dev have 2 problems.", problems, ["Run: infra plan dev"], look).join(
      "\n",
    ),
  ).toBe(
    `
The settings of dev have 2 problems.

  vpc_cidr  infra/envs/dev/terraform.tfvars:4
    received  "10.0.0.0/8"
    expected  /16 to /22
    fix       Take a smaller block.

  account_id
    received  nothing
    expected  12 digits

Run: infra plan dev`.slice(1),
  );
});

describe("the engine's messages", () => {
  const origins = [{ address: "aws_eks_cluster.eks", module: "eks", path: "eks/cluster" }];

  test("name the module and the construct of the resource", () => {
    const diagnostic = {
      severity: "error" as const,
      summary: "creating EKS Cluster",
      detail: "not allowed",
      address: "aws_eks_cluster.eks",
    };
    expect(renderDiagnostics([diagnostic], origins, look).join("\n")).toBe(
      `
  ✗ creating EKS Cluster
    aws_eks_cluster.eks  (module eks, construct eks/cluster)
      not allowed`.slice(1),
    );
  });

  test("say the same thing once", () => {
    const halted = { severity: "error" as const, summary: "execution halted", detail: "" };
    expect(renderDiagnostics([halted, halted], [], look)).toEqual(["  ✗ execution halted"]);
  });

  test.each([
    ["Error acquiring the state lock", "lock file"],
    ['S3 bucket "terraform-state-retail-mlops-1" does not exist.', "infra init"],
    ["No valid credential sources found", "aws sso login"],
    ["Failed to query available provider packages", "TF_PLUGIN_MIRROR"],
  ])("%s: say what to do", (summary, advice) => {
    const text = renderDiagnostics([{ severity: "error", summary, detail: "" }], [], look).join("\n");
    expect(text).toContain(advice);
  });
});

test("exports survive a shell, whatever they hold", () => {
  expect(exportLines({ AWS_REGION: "ap-southeast-1", X: "it's; rm" })).toEqual([
    "export AWS_REGION=ap-southeast-1",
    "export X='it'\\''s; rm'",
  ]);
});

test("an inventory counts by service and type", () => {
  const item = (service: string, type: string, id: string) => ({ service, type, id });
  const items = [
    item("ec2", "subnet", "1"),
    item("ec2", "subnet", "2"),
    item("ec2", "vpc", "3"),
    item("s3", "bucket", "4"),
  ];
  expect(renderInventory(items, look)).toEqual([
    "It holds 4 things:",
    "  ec2  2 subnet, vpc",
    "  s3   bucket",
  ]);
  expect(renderInventory([], look)).toEqual(["It holds nothing."]);
});

test("a rehearsal ends with the seconds of each stage", () => {
  expect(secondsLine({ init: 1.23, apply: 57.04 })).toBe("58.3 s: init 1.2, apply 57.0");
});

test("texts are wrapped, cut and timed for people", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("unbreakable", 4)).toEqual(["unbreakable"]);
  expect(cut("abcdef", 4)).toBe("abc…");
  expect([0.44, 9.9, 14.4, 59.4, 125].map(duration)).toEqual([
    "0.4 s",
    "9.9 s",
    "14 s",
    "59 s",
    "2 min 05 s",
  ]);
});
