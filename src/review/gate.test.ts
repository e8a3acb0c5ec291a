import { expect, test } from "vitest";
import { changed, staying } from "./dangers/testing.ts";
import { lossesOf, unknownAmong } from "./gate.ts";
import type { ResourceChange } from "./plan.ts";
import { summarize } from "./summary.ts";

const guarded = { aws_s3_bucket: "every object", aws_kms_key: "the key" };
const replace = ["delete", "create"];
const losses = (...changes: ResourceChange[]) =>
  lossesOf(summarize({ resource_changes: [...changes, staying] }, []), guarded);

test("a bucket whose name changes is a loss, and the attribute is named", () => {
  const change = changed("aws_s3_bucket.data", { bucket: "a" }, { bucket: "b" });
  const renamed = { ...change, change: { ...change.change, actions: replace, replace_paths: [["bucket"]] } };
  expect(losses(renamed)).toEqual([
    {
      address: "aws_s3_bucket.data",
      type: "aws_s3_bucket",
      action: "replace",
      lost: "every object",
      why: "bucket changes, which cannot be done in place",
      tainted: false,
    },
  ]);
});

test("why Terraform wants it is told where no attribute does", () => {
  const tainted = changed(
    "aws_s3_bucket.a",
    {},
    {},
    { actions: replace, action_reason: "replace_because_tainted" },
  );
  const undeclared = changed("aws_kms_key.b", {}, undefined, {
    action_reason: "delete_because_no_resource_config",
  });
  const left = changed("aws_kms_key.c", {}, undefined, { deposed: "0a1b2c3d" });
  expect(losses(tainted, undeclared, left).map(({ why, tainted }) => [why, tainted])).toEqual([
    ["an earlier apply left it unfinished", true],
    ["nothing declares it any more", false],
    ["an earlier replacement left it behind", false],
  ]);
});

test("what is made, changed in place, let go of, or of another kind is no loss", () => {
  const forgotten = changed("aws_s3_bucket.d", {}, undefined, { actions: ["forget"] });
  expect(
    losses(
      changed("aws_s3_bucket.a", undefined, {}),
      changed("aws_s3_bucket.b", { tags: 1 }, { tags: 2 }),
      changed("aws_eip.c", {}, undefined),
      forgotten,
    ),
  ).toEqual([]);
});

test("an address that neither plan nor declaration has is unknown", () => {
  const summary = summarize({ resource_changes: [changed("aws_s3_bucket.old", {}, undefined), staying] }, []);
  const declared = [{ address: "aws_s3_bucket.data" }];
  expect(
    unknownAmong(["aws_s3_bucket.old", "aws_s3_bucket.data", "aws_s3_bucket.dat"], summary, declared),
  ).toEqual(["aws_s3_bucket.dat"]);
});
