import { describe, expect, it } from "vitest";
import type { DriftReport, ReportedDrift } from "../drifting/report.ts";
import { plain } from "../paint.ts";
import { renderDrift } from "./drift.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const look = { paint: plain, columns: 80 };

const event = (name: string, minutes: number, who: object = {}) => ({
  id: name,
  name,
  time: new Date(now - minutes * 60_000).toISOString(),
  who: { name: "anna", type: "AssumedRole", role: "admin", ...who },
  from: "203.0.113.7",
  parameters: "{}",
});

const drifted = (given: Partial<ReportedDrift> & { address: string }): ReportedDrift => ({
  type: given.address.slice(0, given.address.indexOf(".")),
  module: "s3",
  kind: "changed",
  attributes: [],
  replacedWhenTakenBack: false,
  values: {},
  dangers: [],
  changers: [],
  settings: [],
  ...given,
});

const attribute = (path: string, before: unknown, after: unknown) => ({
  path,
  before,
  after,
  sensitive: false,
  forcesReplacement: false,
});

const setting = (text: string, attributes: readonly string[], alsoChanges: readonly string[] = []) => ({
  variable: "log_retention_days" as const,
  value: 60,
  text,
  attributes,
  alsoChanges,
  file: "infra/envs/dev/terraform.tfvars",
  missing: false,
});

const versioning = drifted({
  address: "aws_s3_bucket_versioning.data",
  attributes: [attribute("versioning_configuration[0].status", "Enabled", "Suspended")],
  changers: [
    {
      event: event("PutBucketVersioning", 14),
      attributes: ["versioning_configuration[0].status"],
      certain: true,
    },
  ],
  dangers: [
    {
      kind: "change",
      level: "careful",
      address: "aws_s3_bucket_versioning.data",
      module: "s3",
      what: "Bucket data-1 no longer keeps what is overwritten or deleted: versioning is suspended.",
      advice: [],
      forcedBy: [],
      statements: [],
    },
  ],
  source: "infra/modules/s3/bucket.ts:95",
});

const report = (given: Partial<DriftReport>): DriftReport => ({
  environment: "dev",
  place: "account 123456789012, ap-southeast-1",
  since: new Date(now - 3 * 3_600_000),
  resources: [],
  harmless: [],
  takeBack: "infra apply dev",
  plan: "infra plan dev",
  ...given,
});

describe("drift for people", () => {
  it("reads like this", async () => {
    const group = drifted({
      address: "aws_cloudwatch_log_group.application",
      module: "iam-irsa",
      attributes: [
        attribute("retention_in_days", 30, 60),
        attribute("tags.Owner", undefined, "\u001b[31manna"),
      ],
      changers: [
        {
          event: {
            ...event("PutRetentionPolicy", 90, { name: "ci" }),
            userAgent: "APN/1.0 Terraform/1.11.4",
          },
          attributes: ["retention_in_days"],
          certain: true,
        },
        {
          event: event("TagResource", 5000, { name: "root", type: "Root", role: undefined }),
          attributes: ["tags.Owner"],
          certain: false,
        },
      ],
      settings: [
        setting(
          "log_retention_days = 60",
          ["retention_in_days"],
          [
            "aws_cloudwatch_log_group.cloudtrail",
            "aws_cloudwatch_log_group.control_plane",
            "aws_cloudwatch_log_group.flow_logs",
            "aws_cloudwatch_log_group.more",
          ],
        ),
      ],
      source: "infra/modules/iam-irsa/fluent-bit.ts:20",
    });
    const role = drifted({
      address: "aws_iam_role.node",
      module: "eks",
      kind: "added",
      attributes: [
        attribute("managed_policy_arns", undefined, "arn:aws:iam::aws:policy/AdministratorAccess"),
      ],
      added: {
        attribute: "managed_policy_arns",
        value: "arn:aws:iam::aws:policy/AdministratorAccess",
        undo: "aws iam detach-role-policy --role-name node --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
        as: { type: "aws_iam_role_policy_attachment", values: {} },
      },
    });
    const spot = drifted({
      address: "aws_eks_node_group.spot",
      module: "eks",
      kind: "deleted",
      changers: [{ event: event("DeleteNodegroup", 0.5), attributes: [], certain: true }],
      settings: [setting("spot_node_group = null", [])],
      replacedWhenTakenBack: false,
    });
    const resources = [versioning, role, spot, group];
    const text = renderDrift(report({ resources, harmless: [drifted({ address: "aws_eip.a" })] }), now, look);
    await expect(`${text.join("\n")}\n`).toMatchFileSnapshot("goldens/drift.txt");
  });

  it("fits 80 columns and obeys no control character", () => {
    const long = drifted({ ...versioning, address: `aws_s3_bucket_versioning.${"a".repeat(100)}` });
    const lines = renderDrift(report({ resources: [long, versioning] }), now, look);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("ends with what it comes down to", () => {
    const last = (resources: readonly ReportedDrift[]) =>
      renderDrift(report({ resources }), now, look).at(-1);
    expect(last([])).toBe("✓ No drift: AWS is as the last apply left it.");
    expect(last([versioning])).toBe("1 resource drifted; nothing was changed.");
    expect(last([versioning, drifted({ address: "aws_flow_log.vpc", kind: "deleted" })])).toBe(
      "2 resources drifted (1 deleted); nothing was changed.",
    );
  });

  it("says why nobody is named, once", () => {
    const unreadable = "these credentials may not read it (cloudtrail:LookupEvents is missing)";
    const text = renderDrift(report({ resources: [versioning], unreadable }), now, look).join("\n");
    expect(text).toContain("The trail does not say who: these credentials may not read it");
    expect(text).not.toContain("anna");
  });
});
