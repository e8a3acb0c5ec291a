import { describe, expect, it } from "vitest";
import type { Danger } from "../dangers/danger.ts";
import { dangerGroups } from "./danger-groups.ts";

describe("dangers as they are told", () => {
  it("says the same of many once, and of few each", () => {
    const buckets = ["a", "b", "c"].map((name) =>
      danger(`aws_s3_bucket.${name}`, { rule: "bucket-destroyed" }),
    );
    const keys = ["a", "b"].map((name) => danger(`aws_kms_key.${name}`, { rule: "key-destroyed" }));
    expect(shapes([...buckets, ...keys])).toEqual([
      ["aws_s3_bucket.a", "aws_s3_bucket.b", "aws_s3_bucket.c"],
      ["aws_kms_key.a"],
      ["aws_kms_key.b"],
    ]);
  });

  it("tells what follows with what it follows from, and loses nothing", () => {
    const root = danger("aws_vpc.main", { rule: "replaced" });
    const following = danger("aws_subnet.a", { rule: "replaced", follows: "aws_vpc.main" });
    const orphan = danger("aws_subnet.b", { rule: "replaced", follows: "aws_vpc.unknown" });
    const groups = dangerGroups([root, following, orphan]);
    expect(groups.map(({ following }) => following.map(({ address }) => address))).toEqual([
      ["aws_subnet.a"],
      [],
    ]);
    expect(groups.map(({ dangers }) => dangers[0]?.address)).toEqual(["aws_vpc.main", "aws_subnet.b"]);
  });

  it("leaves out what hurts nobody, by its kind or by its level", () => {
    expect(dangerGroups([danger("aws_vpc.main", { kind: "change" })])).toEqual([]);
    expect(dangerGroups([danger("aws_vpc.main", { kind: "change", level: "careful" })])).toHaveLength(1);
    expect(dangerGroups([danger("aws_vpc.main", { kind: "cosmetic" })])).toEqual([]);
  });
});

function shapes(dangers: readonly Danger[]): string[][] {
  return dangerGroups(dangers).map((group) => group.dangers.map(({ address }) => address));
}

function danger(address: string, more: Partial<Danger>): Danger {
  return {
    kind: "data-loss",
    address,
    module: "s3",
    what: "Gone.",
    advice: [],
    forcedBy: [],
    statements: [],
    ...more,
  };
}
