import { describe, expect, it } from "vitest";
import { attributed, isTerraform, type RecordedEvent } from "./attribution.ts";
import type { DriftedResource } from "./drifted.ts";

const event = (name: string, minute: number): RecordedEvent => ({
  id: `${name} ${minute}`,
  name,
  time: `2026-11-23T10:${minute}:00.000Z`,
  who: { name: "anna", type: "IAMUser" },
  parameters: "{}",
});

const drifted = (type: string, paths: readonly string[], kind: DriftedResource["kind"] = "changed") =>
  ({
    address: `${type}.x`,
    type,
    kind,
    attributes: paths.map((path) => ({ path, sensitive: false, forcesReplacement: false })),
  }) as unknown as DriftedResource;

const told = (resource: DriftedResource, events: readonly RecordedEvent[]) =>
  attributed(resource, events).map(({ event: { id }, attributes, certain }) => [id, attributes, certain]);

describe("attributed", () => {
  it("gives each attribute the latest event that changes such an attribute", () => {
    const key = drifted("aws_kms_key", ["enable_key_rotation", "description"]);
    const events = [
      event("TagResource", 40),
      event("UpdateKeyDescription", 30),
      event("DisableKeyRotation", 20),
      event("EnableKeyRotation", 10),
    ];
    expect(told(key, events)).toEqual([
      ["UpdateKeyDescription 30", ["description"], true],
      ["DisableKeyRotation 20", ["enable_key_rotation"], true],
    ]);
  });

  it("gives an attribute of which nobody knows the event the latest one, and says that it is not sure", () => {
    expect(told(drifted("aws_sqs_queue", ["delay_seconds"]), [event("SetQueueAttributes", 10)])).toEqual([
      ["SetQueueAttributes 10", ["delay_seconds"], false],
    ]);
  });

  it("gives no event that cannot have changed it", () => {
    expect(told(drifted("aws_kms_key", ["enable_key_rotation"]), [event("TagResource", 10)])).toEqual([]);
  });

  it("finds the deletion, not what was changed before it", () => {
    const events = [event("DeleteFlowLogs", 20), event("CreateTags", 30)];
    expect(told(drifted("aws_flow_log", [], "deleted"), events)).toEqual([["DeleteFlowLogs 20", [], true]]);
  });

  it("takes a scheduled deletion of a key for its deletion", () => {
    expect(told(drifted("aws_kms_key", [], "deleted"), [event("ScheduleKeyDeletion", 20)])).toHaveLength(1);
  });
});

it("knows a run of Terraform by its user agent", () => {
  const by = (userAgent: string) => isTerraform({ ...event("CreateVpc", 10), userAgent });
  expect(by("APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) aws-sdk-go-v2/1.36")).toBe(
    true,
  );
  expect(by("aws-cli/2.15 md/awscrt")).toBe(false);
});
