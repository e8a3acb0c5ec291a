import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findings } from "../findings.ts";
import { rules } from "./index.ts";
import type { Attributes } from "./rule.ts";

const known = () => false;

describe("rules", () => {
  it.each(rules)(
    "$id passes its passing snippet and fails its failing one",
    ({ check, passing, failing }) => {
      expect(check(passing, known)).toBe("pass");
      expect(check(failing, known)).toBe("fail");
    },
  );

  it("are all registered, under the name of their file", () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => !/^(rule|exceptions|index|.*\.test)\.ts$/.test(file),
    );
    expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it("say what is not known yet instead of passing it", () => {
    const plan = {
      resource_changes: [resource("aws_iam_role_policy.a", "aws_iam_role_policy", {}, { policy: true })],
    };
    expect(findings(plan, rules).findings).toMatchObject([
      { rule: "iam-no-administrators", verdict: "unknown" },
    ]);
  });

  it("put the worst first and count what they looked at", () => {
    const plan = {
      resource_changes: [
        resource("aws_kms_key.a", "aws_kms_key", { enable_key_rotation: false }),
        resource("aws_s3_bucket_public_access_block.a", "aws_s3_bucket_public_access_block", {}),
        resource("aws_kms_key.b", "aws_kms_key", { enable_key_rotation: true }),
      ],
    };
    const { checked, findings: found } = findings(plan, rules);
    expect(checked).toBe(3);
    expect(found.map(({ address, severity }) => [address, severity])).toEqual([
      ["aws_s3_bucket_public_access_block.a", "critical"],
      ["aws_kms_key.a", "medium"],
    ]);
  });

  it("report what an exception accepts, last, with its reason", () => {
    const plan = {
      resource_changes: [
        resource("aws_kms_key.a", "aws_kms_key", {}),
        resource("aws_ecr_repository.a", "aws_ecr_repository", {}),
      ],
    };
    const accepted = findings(plan, rules, [
      { rule: "ecr-immutable-tags", address: "aws_ecr_repository.a", why: "a cache" },
    ]);
    expect(accepted.findings.map(({ verdict, why }) => [verdict, why])).toEqual([
      ["fail", expect.any(String)],
      ["accepted", "a cache"],
    ]);
  });

  it("leave alone what is about to go", () => {
    const gone = {
      ...resource("aws_kms_key.a", "aws_kms_key", {}),
      change: { actions: ["delete"], before: {}, after: null },
    };
    expect(findings({ resource_changes: [gone] }, rules).checked).toBe(0);
  });
});

function resource(address: string, type: string, after: Attributes, unknown: object = {}) {
  return {
    address,
    type,
    mode: "managed" as const,
    change: { actions: ["create"], after, after_unknown: unknown },
  };
}
