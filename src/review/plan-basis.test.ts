import fc from "fast-check";
import { expect, it } from "vitest";
import { basisDifferences, MISSING, type PlanBasis } from "./plan-basis.ts";

const basis: PlanBasis = {
  settings: { nat_gateways: "single", zones: ["a", "b"], tags: { team: "forecast" } },
  code: { "aws_s3_bucket.data": "1", "aws_vpc.vpc": "2", "output.vpc_id": "3" },
  providers: { "hashicorp/aws": "5.100.0" },
  lockFile: "4",
  engine: "terraform 1.11.4",
  state: { lineage: "5f0c", serial: 12 },
  files: {},
  plan: "5",
};

const parts = (after: PlanBasis, before = basis): string[] =>
  basisDifferences(before, after).map(({ part }) => part);

it("finds nothing where nothing differs, however it was written down in between", () => {
  expect(basisDifferences(JSON.parse(JSON.stringify(basis)), basis)).toEqual([]);
});

it("names what differs in each part", () => {
  const after: PlanBasis = {
    settings: { ...basis.settings, nat_gateways: "per-az" },
    code: { ...basis.code, "aws_vpc.vpc": "other", "aws_eip.nat": "new" },
    providers: { "hashicorp/aws": "5.101.0" },
    lockFile: "other",
    engine: "tofu 1.10.0",
    state: { lineage: "5f0c", serial: 14 },
    files: { "adopted.tf.json": "new" },
    plan: MISSING,
  };
  expect(basisDifferences(basis, after)).toMatchObject([
    { part: "settings", changes: [{ path: "nat_gateways", before: "single", after: "per-az" }] },
    {
      part: "code",
      changes: [
        { name: "aws_eip.nat", change: "added" },
        { name: "aws_vpc.vpc", change: "changed" },
      ],
    },
    { part: "provider lock", changes: [{ name: "hashicorp/aws", before: "5.100.0", after: "5.101.0" }] },
    { part: "engine", before: "terraform 1.11.4", after: "tofu 1.10.0" },
    { part: "state", before: { serial: 12 }, after: { serial: 14 } },
    { part: "files", changes: [{ name: "adopted.tf.json", change: "added" }] },
    { part: "plan", gone: true },
  ]);
});

it("blames the code only for what the settings do not explain", () => {
  const after = {
    ...basis,
    settings: { ...basis.settings, nat_gateways: "per-az" },
    code: { ...basis.code, "aws_vpc.vpc": "by the setting", "aws_s3_bucket.data": "by the code" },
  };
  const oldSettings = { ...basis.code, "aws_s3_bucket.data": "by the code" };
  expect(basisDifferences(basis, after, () => oldSettings)[1]).toEqual({
    part: "code",
    changes: [{ name: "aws_s3_bucket.data", change: "changed" }],
  });
  const all = basisDifferences(
    basis,
    { ...after, code: { ...basis.code, "aws_vpc.vpc": "by the setting" } },
    () => basis.code,
  );
  expect(all.map(({ part }) => part)).toEqual(["settings"]);
});

it("tells a state that nobody could read from one that is not there", () => {
  expect(parts({ ...basis, state: undefined })).toEqual([]);
  expect(parts({ ...basis, state: "none" })).toEqual(["state"]);
  expect(parts(basis, { ...basis, state: "none" })).toEqual(["state"]);
  expect(parts({ ...basis, state: "none" }, { ...basis, state: "none" })).toEqual([]);
  expect(parts({ ...basis, state: { lineage: "other", serial: 12 } })).toEqual(["state"]);
});

// Strings that are JSON documents are compared as such.
const text = fc.stringMatching(/^[a-z][a-z0-9 ]{0,7}$/);
const names = fc.dictionary(text, text, { maxKeys: 4, noNullPrototype: true });
const bases: fc.Arbitrary<PlanBasis> = fc.record({
  settings: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text), names), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  code: names,
  providers: names,
  lockFile: text,
  engine: text,
  state: fc.oneof(fc.constant("none" as const), fc.record({ lineage: text, serial: fc.nat() })),
  files: names,
  plan: text,
});

it("notices any change of any part, and only those", () => {
  const keys = ["settings", "code", "providers", "lockFile", "engine", "state", "files", "plan"] as const;
  const told = { providers: "provider lock", lockFile: "provider lock" } as Readonly<Record<string, string>>;
  fc.assert(
    fc.property(bases, bases, fc.subarray([...keys]), (before, other, changed) => {
      const after = { ...before, ...Object.fromEntries(changed.map((key) => [key, other[key]])) };
      const differing = changed.filter((key) => !sameValue(before[key], other[key]));
      expect(new Set(parts(after, before))).toEqual(new Set(differing.map((key) => told[key] ?? key)));
    }),
  );
});

/** Regardless of the order of keys. */
function sameValue(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
}
