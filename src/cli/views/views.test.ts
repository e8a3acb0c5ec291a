import { describe, expect, test } from "vitest";
import { EngineFailed } from "../../terraform/errors.ts";
import { plain } from "../paint.ts";
import { renderDiagnostics } from "./diagnostics.ts";
import { renderExpected } from "./expected.ts";
import { exportLines } from "./exports.ts";
import { shortFailure } from "./failure.ts";
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

test("outputs: a value that the screen would break stands below its name, in one piece", () => {
  const arn = `arn:aws:iam::123456789012:role/${"r".repeat(30)}`;
  expect(
    renderOutputs({ role_arn: { value: arn }, vpc_id: { value: "vpc-0a1b" } }, { ...look, columns: 60 }),
  ).toEqual(["  role_arn", `    ${arn}`, "  vpc_id    vpc-0a1b"]);
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
  expect(renderProblems("The settings of dev have 2 problems.", problems, look).join("\n")).toBe(
    `
The settings of dev have 2 problems.

  vpc_cidr  infra/envs/dev/terraform.tfvars:4
    received  "10.0.0.0/8"
    expected  /16 to /22
    fix       Take a smaller block.

  account_id
    received  nothing
    expected  12 digits`.slice(1),
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
    ['S3 bucket "terraform-state-retail-mlops-1" does not exist.', "infra init"],
    ["No valid credential sources found", "aws sso login"],
    ["Failed to query available provider packages", "TF_PLUGIN_MIRROR"],
  ])("%s: say what to do", (summary, advice) => {
    const text = renderDiagnostics([{ severity: "error", summary, detail: "" }], [], look).join("\n");
    expect(text).toContain(advice);
  });

  test("say of a missing bucket that it is the state's only where no resource is meant", () => {
    const missing = { severity: "error" as const, summary: "api error NoSuchBucket: logs", detail: "" };
    const said = (address?: string) => renderDiagnostics([{ ...missing, address }], [], look).join("\n");
    expect(said()).toContain("infra init");
    expect(said("aws_s3_bucket_policy.logs")).not.toContain("infra init");
  });
});

describe("a held lock", () => {
  const id = "9f1c4e2a-7b30-4a55-9d21-6f0e8b3c4d12";
  const detail = `Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: A, HostID: B, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        ${id}
  Path:      bucket/dev/terraform.tfstate
  Operation: OperationTypeApply
  Who:       ann@build-7
  Version:   1.11.4
  Created:   2026-06-23 13:41:02.118 +0000 UTC
  Info:


Terraform acquires a state lock to protect the state.`;
  const message = { severity: "error" as const, summary: "Error acquiring the state lock", detail };
  const dev = { environment: "dev", target: "local" } as const;

  test("is shown in short, with the whole command that releases it on a line of its own", () => {
    const narrow = { paint: plain, columns: 60 };
    expect(renderDiagnostics([message], [], narrow, dev).join("\n")).toBe(
      `
  ✗ Error acquiring the state lock
      held by ann@build-7
      for apply, since 2026-06-23 13:41:02 UTC
      id ${id}
      PreconditionFailed: At least one of the pre-conditions
      you specified did not hold
    → Somebody else is planning or applying this
      environment, or a run was killed. Wait for it
      (--lock-timeout 10m), or see whether its holder is
      still alive, and release the lock if not:
        infra unlock dev --id ${id} --local`.slice(1),
    );
  });

  test("is not what a refused lock is about: nobody else is blamed", () => {
    const denied = { ...message, detail: "Error message: api error AccessDenied: no" };
    const text = renderDiagnostics([denied], [], look, dev).join("\n");
    expect(text).toContain("AccessDenied");
    expect(text).not.toMatch(/Somebody|unlock dev/);
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

describe("how long AWS will take", () => {
  const chain = [
    { address: "aws_vpc.vpc", action: "create" as const, start: 0, end: 12 },
    { address: "aws_iam_role.cluster", action: "create" as const, start: 12, end: 14 },
    { address: "aws_eks_cluster.eks", action: "create" as const, start: 14, end: 626 },
    { address: "aws_eks_node_group.main", action: "create" as const, start: 626, end: 746 },
  ];

  test("the time, its spread, and the links of the chain that take time", () => {
    const expected = { seconds: 746, low: 594, high: 976, chain, tasks: chain };
    expect(renderExpected(expected, look).join("\n")).toBe(
      `
  On AWS this takes about 12 min (10 to 16 min), because of:
    create aws_vpc.vpc              12 s
    create aws_eks_cluster.eks      10 min
    create aws_eks_node_group.main  2 min`,
    );
  });

  test("on the embedded AWS also how long it takes there", () => {
    const here = { pace: "x60" as const, seconds: 58, low: 58, high: 58 };
    const lines = renderExpected({ seconds: 746, low: 594, high: 976, chain, tasks: chain, here }, look);
    expect(lines.at(-1)).toBe("  Here, on the embedded AWS, about 58 s.");
  });

  test("fits on a narrow screen", () => {
    const long = [
      { ...chain[0], address: `aws_s3_bucket_lifecycle_configuration.logs`, end: 55 },
    ] as typeof chain;
    const here = { pace: "x60" as const, seconds: 58, low: 58, high: 58 };
    const expected = { seconds: 746, low: 594, high: 976, chain: [...long, ...chain], tasks: chain, here };
    expect(renderExpected(expected, { ...look, columns: 40 }).join("\n")).toBe(
      `
  On AWS this takes about 12 min (10 to
  16 min), because of:
    create aws_s3_bucket_life…  55 s
    create aws_vpc.vpc          12 s
    create aws_eks_cluster.eks  10 min
    create aws_eks_node_group…  2 min
  Here, on the embedded AWS, about 58 s.`,
    );
  });

  test("blames nothing where many small things add up", () => {
    const [, quick = chain[0]] = chain;
    const expected = { seconds: 40, low: 40, high: 40, chain: [quick], tasks: [quick] };
    expect(renderExpected(expected as never, look)).toEqual(["", "  On AWS this takes about 40 s."]);
  });

  test("says nothing of what takes no time to speak of", () => {
    expect(renderExpected({ seconds: 6, low: 4, high: 8, chain: [], tasks: [] }, look)).toEqual([]);
  });
});

test("a lock that is in the way is one line among failures", () => {
  const diagnostic = {
    severity: "error" as const,
    summary: "Error acquiring the state lock",
    detail:
      "Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: 1, HostID: x, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold\nLock Info:\n  ID:        927236bf-adb4-a59c-e615-0527551205de\n  Path:      bucket/dev/terraform.tfstate\n  Operation: OperationTypePlan\n  Who:       me@here\n  Created:   2026-11-23 16:28:46 +0000 UTC\n",
  };
  const failed = new EngineFailed({
    command: "plan",
    interrupted: false,
    diagnostics: [diagnostic],
    output: "",
  });
  expect(shortFailure(failed)).toEqual([
    "the state is locked by me@here for plan: PreconditionFailed: At least one of the pre-conditions you specified did not hold",
  ]);
});
