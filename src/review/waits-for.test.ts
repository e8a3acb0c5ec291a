import { describe, expect, test } from "vitest";
import type { AttributeChange } from "./attributes.ts";
import { explained } from "./waits-for.ts";

const unknown = (path: string): AttributeChange => ({
  path,
  unknown: true,
  sensitive: false,
  forcesReplacement: false,
});
const declared = {
  launch_template: {
    id: "${aws_launch_template.main.id}",
    version: "${aws_launch_template.main.latest_version}",
  },
  subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
  ingress: [{ security_groups: ["${aws_security_group.nodes.id}"] }],
  policy: '{"Resource":"${aws_vpc.vpc.arn}","Other":"${aws_kms_key.k.arn}"}',
};
const changing = new Set([
  "aws_launch_template.main",
  "aws_subnet.b",
  "aws_security_group.nodes",
  "aws_vpc.vpc",
]);
const waitsFor = (path: string) => explained([unknown(path)], declared, changing)[0]?.waitsFor;

describe("what an unknown value waits for", () => {
  test.each([
    ["launch_template[0].version", ["aws_launch_template.main"]],
    ["subnet_ids[1]", ["aws_subnet.b"]],
    ["subnet_ids", ["aws_subnet.b"]],
    ["ingress[0].security_groups", ["aws_security_group.nodes"]],
    ["policy", ["aws_vpc.vpc"]],
    ["policy.Statement[0].Resource", ["aws_vpc.vpc"]],
  ])("%s: the changing resources that its declaration refers to", (path, expected) => {
    expect(waitsFor(path)).toEqual(expected);
  });

  test("what AWS makes up itself, or what waits for nothing that changes, waits for nobody", () => {
    expect(waitsFor("arn")).toBeUndefined();
    expect(waitsFor("subnet_ids[0]")).toBeUndefined();
    const known = { ...unknown("subnet_ids"), unknown: false };
    expect(explained([known], declared, changing)).toEqual([known]);
  });
});
