import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findings } from "../findings.ts";
import { ecrImmutableTags } from "./ecr-immutable-tags.ts";
import { eksPublicEndpoint } from "./eks-public-endpoint.ts";
import { rules } from "./index.ts";
import { kmsRotation } from "./kms-rotation.ts";
import { s3PublicAccess } from "./s3-public-access.ts";

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
    const declared = { resource: { aws_iam_role_policy: { a: { policy: "${jsonencode(local.policy)}" } } } };
    expect(findings(declared, rules).findings).toMatchObject([
      { rule: "iam-no-administrators", verdict: "unknown" },
    ]);
  });

  it("put the worst first and count what they looked at", () => {
    const declared = {
      resource: {
        aws_kms_key: { a: { enable_key_rotation: false }, b: { enable_key_rotation: true } },
        aws_s3_bucket_public_access_block: { a: {} },
      },
    };
    const { checked, findings: found } = findings(declared, [kmsRotation, s3PublicAccess]);
    expect(checked).toBe(3);
    expect(found.map(({ address, severity }) => [address, severity])).toEqual([
      ["aws_s3_bucket_public_access_block.a", "critical"],
      ["aws_kms_key.a", "medium"],
    ]);
  });

  it("read single blocks however Terraform's JSON writes them", () => {
    const { check, failing } = eksPublicEndpoint;
    const [network] = failing.vpc_config as object[];
    expect(check({ vpc_config: network }, known)).toBe("fail");
  });

  it("report what an exception accepts, last, with its reason", () => {
    const declared = { resource: { aws_kms_key: { a: {} }, aws_ecr_repository: { a: {} } } };
    const exceptions = [{ rule: "ecr-immutable-tags", address: "aws_ecr_repository.a", why: "a cache" }];
    expect(
      findings(declared, [ecrImmutableTags, kmsRotation], exceptions).findings.map(({ verdict, why }) => [
        verdict,
        why,
      ]),
    ).toEqual([
      ["fail", expect.any(String)],
      ["accepted", "a cache"],
    ]);
  });
});
