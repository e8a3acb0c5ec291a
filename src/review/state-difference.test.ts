import fc from "fast-check";
import { expect, it } from "vitest";
import { type StateObject, stateDifference } from "./state-difference.ts";

const object = (address: string, attributes = {}, tainted = false): StateObject => ({
  address,
  attributes,
  tainted,
});

it("names what came, what went, and which attributes changed", () => {
  const before = [
    object("aws_vpc.main", { id: "vpc-1", tags: { a: "1", b: "2" } }),
    object("aws_subnet.a", { id: "subnet-1", cidr: "10.0.0.0/24" }),
    object("aws_kms_key.main", { id: "1" }),
  ];
  const after = [
    object("aws_vpc.main", { tags: { b: "2", a: "1" }, id: "vpc-1" }),
    object("aws_subnet.a", { id: "subnet-2", cidr: "10.0.0.0/24", arn: "x" }, true),
    object("aws_subnet.b", {}),
  ];
  expect(stateDifference(before, after)).toEqual({
    added: ["aws_subnet.b"],
    removed: ["aws_kms_key.main"],
    changed: [{ address: "aws_subnet.a", attributes: ["arn", "id", "tainted"] }],
  });
});

it("tells an empty list from an empty object, and takes an absent attribute for null", () => {
  const changed = (old: unknown, now: unknown) =>
    stateDifference([object("a.b", { x: old })], [object("a.b", { x: now })]).changed.length > 0;
  expect(changed([], {})).toBe(true);
  expect(changed(undefined, null)).toBe(false);
  expect(changed({ y: null }, {})).toBe(false);
  expect(changed(0, null)).toBe(true);
  expect(changed(["a", "b"], ["b", "a"])).toBe(true);
});

it("finds nothing between a state and itself, and the reverse the other way round", () => {
  const states = fc.uniqueArray(
    fc.record({
      address: fc.string(),
      tainted: fc.boolean(),
      attributes: fc.dictionary(fc.string(), fc.jsonValue()),
    }),
    { selector: ({ address }) => address },
  );
  fc.assert(
    fc.property(states, states, (one, other) => {
      expect(stateDifference(one, structuredClone(one))).toEqual({ added: [], removed: [], changed: [] });
      const there = stateDifference(one, other);
      const back = stateDifference(other, one);
      expect([back.added, back.removed]).toEqual([there.removed, there.added]);
      expect(back.changed.map(({ address }) => address)).toEqual(there.changed.map(({ address }) => address));
    }),
  );
});
