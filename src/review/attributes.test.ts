import { describe, expect, test } from "vitest";
import { changedAttributes, pathName } from "./attributes.ts";

const update = { actions: ["update"] };

describe("which attributes a change touches", () => {
  test("only the leaf that differs, by its full path", () => {
    const before = { name: "a", scaling_config: [{ min_size: 1, max_size: 3 }] };
    const after = { name: "a", scaling_config: [{ min_size: 1, max_size: 5 }] };
    expect(changedAttributes({ ...update, before, after })).toEqual([
      {
        path: "scaling_config[0].max_size",
        before: 3,
        after: 5,
        unknown: false,
        sensitive: false,
        forcesReplacement: false,
      },
    ]);
  });

  test("lists of plain values as a whole, since their positions mean nothing", () => {
    const change = { ...update, before: { zones: ["a", "b"] }, after: { zones: ["a", "b", "c"] } };
    expect(changedAttributes(change)).toMatchObject([
      { path: "zones", before: ["a", "b"], after: ["a", "b", "c"] },
    ]);
  });

  test("lists of blocks of different length as a whole", () => {
    const change = {
      ...update,
      before: { rule: [{ id: "a" }] },
      after: { rule: [{ id: "a" }, { id: "b" }] },
    };
    expect(changedAttributes(change).map(({ path }) => path)).toEqual(["rule"]);
  });

  test("JSON in a string is entered: what changed in a policy, not that it changed", () => {
    const policy = (action: string) => JSON.stringify({ Statement: [{ Sid: "a", Action: action }] });
    const change = {
      ...update,
      before: { policy: policy("s3:GetObject") },
      after: { policy: policy("s3:*") },
    };
    expect(changedAttributes(change)).toMatchObject([
      { path: "policy.Statement[0].Action", before: "s3:GetObject", after: "s3:*" },
    ]);
  });

  test("null and absent are the same, as for Terraform", () => {
    expect(changedAttributes({ ...update, before: { tags: null }, after: {} })).toEqual([]);
  });

  test("values only known after the apply, also where `after` leaves them out", () => {
    const change = {
      ...update,
      before: { arn: "arn:1", id: "1" },
      after: { id: "1" },
      after_unknown: { arn: true },
    };
    expect(changedAttributes(change)).toEqual([
      { path: "arn", before: "arn:1", unknown: true, sensitive: false, forcesReplacement: false },
    ]);
  });

  test.each([
    ["the attribute itself", { password: true }],
    ["a part of it", { password: { inner: true } }],
  ])("sensitive values are never carried along: %s", (_what, after_sensitive) => {
    const change = {
      ...update,
      before: { password: { inner: "old" } },
      after: { password: { inner: "new" } },
      after_sensitive,
    };
    const changes = changedAttributes(change);
    expect(changes).toMatchObject([{ sensitive: true }]);
    expect(JSON.stringify(changes)).not.toMatch(/old|new/);
  });

  test("what forces a replacement is marked, on the attribute and below it", () => {
    const change = {
      actions: ["delete", "create"],
      before: { cidr_block: "10.0.0.0/16", vpc_config: [{ subnet_ids: ["a"], name: "x" }] },
      after: { cidr_block: "10.1.0.0/16", vpc_config: [{ subnet_ids: ["b"], name: "y" }] },
      replace_paths: [["cidr_block"], ["vpc_config", 0, "subnet_ids"]],
    };
    const forcing = changedAttributes(change).filter(({ forcesReplacement }) => forcesReplacement);
    expect(forcing.map(({ path }) => path)).toEqual(["cidr_block", "vpc_config[0].subnet_ids"]);
  });

  test("an attribute whose name begins like a forcing one does not force", () => {
    const change = {
      actions: ["delete", "create"],
      before: { name: "a", name_prefix: "a" },
      after: { name: "b", name_prefix: "b" },
      replace_paths: [["name"]],
    };
    const forcing = changedAttributes(change).filter(({ forcesReplacement }) => forcesReplacement);
    expect(forcing.map(({ path }) => path)).toEqual(["name"]);
  });
});

test("paths are written as people write them", () => {
  expect(pathName(["tags", "k8s.io/cluster-autoscaler/enabled"])).toBe(
    'tags["k8s.io/cluster-autoscaler/enabled"]',
  );
  expect(pathName(["a", 0, "b"])).toBe("a[0].b");
});
