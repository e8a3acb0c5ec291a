import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statementsOf } from "./document.ts";
import { resolvedWith } from "./resolved.ts";
import { statementChanges } from "./statements.ts";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const changes = (before: string, after: string) =>
  statementChanges(statementsOf(before) ?? [], statementsOf(after) ?? []);
const read = {
  Sid: "Read",
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::data/*",
};

describe("what differs between two policies", () => {
  test("a new statement is a sentence", () => {
    const decrypt = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/node" },
      Action: ["kms:Decrypt"],
      Resource: "arn:aws:kms:ap-southeast-1:123456789012:key/1",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    };
    expect(changes(policy(read), policy(read, decrypt))).toEqual([
      {
        change: "added",
        effect: "Allow",
        text: "Allow kms:Decrypt on kms key/1 to role/node of 123456789012, if aws:SourceAccount is 123456789012",
        opens: true,
        closes: false,
      },
    ]);
  });

  test("a changed statement says what comes and what goes", () => {
    const wider = { ...read, Action: ["s3:GetObject", "s3:DeleteObject"] };
    expect(changes(policy(read), policy(wider))).toEqual([
      {
        change: "changed",
        effect: "Allow",
        before: "Allow s3:GetObject on data/*",
        text: "Allow s3:DeleteObject, s3:GetObject on data/*",
        differences: ["also s3:DeleteObject"],
        opens: true,
        closes: false,
      },
    ]);
    expect(changes(policy(wider), policy(read))).toMatchObject([
      { differences: ["no longer s3:DeleteObject"], opens: false, closes: true },
    ]);
  });

  test.each([
    ["its Sid", { ...read, Sid: "Other" }],
    ["a list of one", { ...read, Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/*"] }],
    ["the case of an action", { ...read, Action: "S3:getobject" }],
  ])("%s is no difference", (_, same) => {
    expect(changes(policy(read), policy(same))).toEqual([]);
  });

  test("ways to write one principal are no difference", () => {
    const to = (Principal: unknown) => policy({ ...read, Principal });
    expect(changes(to({ AWS: "123456789012" }), to({ AWS: "arn:aws:iam::123456789012:root" }))).toEqual([]);
    expect(changes(to("*"), to({ AWS: ["*"] }))).toEqual([]);
    expect(changes(to({ Service: "ec2.amazonaws.com" }), to({ Service: "eks.amazonaws.com" }))).toMatchObject(
      [{ differences: ["also to Service eks.amazonaws.com", "no longer to Service ec2.amazonaws.com"] }],
    );
  });

  const guard = { Sid: "Tls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  const unless = { Condition: { Bool: { "aws:SecureTransport": "false" } } };
  const inside = { Condition: { StringEquals: { "aws:SourceVpc": ["vpc-1"] } } };
  const inTwo = { Condition: { StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } } };
  const all = { Sid: "All", Effect: "Allow", Resource: "*" };
  const allBut = (...NotAction: string[]) => ({ ...all, NotAction });
  const to = (...AWS: string[]) => ({ ...read, Principal: { AWS } });
  const unlike = (account: string) => ({
    ...read,
    Condition: { StringNotEquals: { "aws:SourceAccount": account } },
  });
  test.each([
    ["a removed Deny", policy(read, guard), policy(read), true],
    ["a Deny that asks for more", policy(guard), policy({ ...guard, ...unless }), true],
    ["a Deny that asks for less", policy({ ...guard, ...unless }), policy(guard), false],
    ["an added Deny", policy(read), policy(read, guard), false],
    ["a removed Allow", policy(read), policy(), false],
    ["an action pattern over the old action", policy(read), policy({ ...read, Action: "s3:Get*" }), true],
    ["an action under the old pattern", policy({ ...read, Action: "s3:Get*" }), policy(read), false],
    ["a wider resource", policy(read), policy({ ...read, Resource: "arn:aws:s3:::*" }), true],
    ["all but one action", policy(read), policy({ ...read, Action: undefined, NotAction: "iam:*" }), true],
    ["a dropped condition", policy({ ...read, ...inside }), policy(read), true],
    ["an added condition", policy(read), policy({ ...read, ...inside }), false],
    ["one more value of a condition", policy({ ...read, ...inside }), policy({ ...read, ...inTwo }), true],
    ["one value less of a condition", policy({ ...read, ...inTwo }), policy({ ...read, ...inside }), false],
    [
      "a statement split in two",
      policy({ ...read, Action: ["s3:GetObject", "s3:PutObject"] }),
      policy(read, { ...read, Sid: "Write", Action: "s3:PutObject" }),
      false,
    ],
    [
      "one more resource",
      policy(read),
      policy({ ...read, Resource: [read.Resource, "arn:aws:s3:::x/*"] }),
      true,
    ],
    ["one more principal", policy(to("1")), policy(to("1", "2")), true],
    ["one principal less", policy(to("1", "2")), policy(to("1")), false],
    ["more left out of all actions", policy(allBut("iam:*")), policy(allBut("iam:*", "kms:*")), false],
    ["less left out of all actions", policy(allBut("iam:*", "kms:*")), policy(allBut("iam:*")), true],
    ["an action out of all but some", policy(allBut("iam:*")), policy({ ...read, Resource: "*" }), false],
    [
      "an action that was left out",
      policy(allBut("iam:*")),
      policy({ ...all, Action: "iam:PassRole" }),
      true,
    ],
    ["a pattern that may be left out", policy(allBut("iam:*")), policy({ ...all, Action: "i*" }), true],
    ["another value of a negative condition", policy(unlike("a")), policy(unlike("b")), true],
    [
      "a narrower resource under the same negative condition",
      policy({ ...unlike("a"), Resource: "arn:aws:s3:::*" }),
      policy(unlike("a")),
      false,
    ],
  ])("%s: opens or not", (_, before, after, opens) => {
    expect(changes(before, after).some((one) => one.opens)).toBe(opens);
  });

  test("statements without Sids are taken for one when they are about the same", () => {
    const { Sid: _, ...nameless } = read;
    const kinds = (after: object) => changes(policy(nameless), policy(after)).map(({ change }) => change);
    expect(kinds({ ...nameless, Resource: "arn:aws:s3:::other/*" })).toEqual(["changed"]);
    expect(kinds({ ...nameless, Action: ["s3:GetObject", "s3:PutObject"] })).toEqual(["changed"]);
    expect(kinds({ ...nameless, Action: "s3:PutObject" })).toEqual(["added", "removed"]);
    expect(kinds({ ...nameless, Effect: "Deny" })).toEqual(["added", "removed"]);
    const two = changes(policy(read, { ...nameless, Sid: "Other" }), policy({ ...read, Action: "s3:Put*" }));
    expect(two.map(({ change }) => change)).toEqual(["changed"]);
  });

  test("long lists are counted, and their differences told in full", () => {
    const many = { ...read, Action: ["a:A", "a:B", "a:C", "a:D", "a:E", "a:F"] };
    const [change] = changes(policy(many), policy({ ...many, Action: [...many.Action, "a:G"] }));
    expect(change?.text).toBe("Allow a:A, a:B, a:C, a:D and 3 more on data/*");
    expect(change?.differences).toEqual(["also a:G"]);
  });

  test("values only known after the apply are taken for what they were where they fit", () => {
    const deployed = {
      Sid: "Own",
      Effect: "Allow",
      Action: "ec2:CreateSecurityGroup",
      Resource: ["arn:aws:ec2:r:1:vpc/vpc-1", "arn:aws:ec2:r:1:security-group/*"],
      Condition: { StringEquals: { "oidc.eks/id/1:sub": "me" } },
    };
    const declared = {
      ...deployed,
      Resource: ["arn:aws:ec2:r:1:security-group/*", "${aws_vpc.vpc.arn}"],
      Condition: {
        StringEquals: { '${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub': "me" },
      },
    };
    const [before, after] = [policy(deployed), policy(declared)].map((one) => statementsOf(one) ?? []);
    expect(statementChanges(before ?? [], resolvedWith(after ?? [], before ?? []))).toEqual([]);
  });

  test("JSON that is no policy has no statements", () => {
    expect(statementsOf('{"rules":[]}')).toBeUndefined();
    expect(statementsOf("{ not JSON")).toBeUndefined();
  });
});

const word = (...words: string[]) => fc.constantFrom(...words);
const oneOrMore = (item: fc.Arbitrary<string>) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 3 }).map((list) => (list.length === 1 ? list[0] : list));
const anyStatement = fc.record({
  Effect: word("Allow", "Deny"),
  Principal: fc.oneof(
    fc.constant("*"),
    oneOrMore(word("1", "2", "3")).map((AWS) => ({ AWS })),
  ),
  Action: oneOrMore(word("s3:Get*", "s3:GetObject", "s3:*", "kms:Decrypt", "*")),
  Resource: oneOrMore(word("*", "arn:a/*", "arn:a/b", "arn:c")),
  Condition: fc.oneof(
    fc.constant({}),
    oneOrMore(word("x", "y")).map((value) => ({ StringEquals: { "aws:SourceVpc": value } })),
  ),
});
const anyPolicy = fc.array(anyStatement, { maxLength: 4 });

describe("of any policies", () => {
  test("a policy does not differ from itself in another order, with lists for single values and new Sids", () => {
    const rewritten = (statement: object, index: number) => ({
      ...Object.fromEntries(
        Object.entries(statement).map(([name, value]) => [
          name,
          name === "Action" || name === "Resource" ? [value].flat().reverse() : value,
        ]),
      ),
      Sid: `S${index}`,
    });
    fc.assert(
      fc.property(anyPolicy, (statements) => {
        expect(changes(policy(...statements), policy(...statements.map(rewritten).reverse()))).toEqual([]);
      }),
    );
  });

  test("to add an Allow opens, unless it was allowed before; to remove it again never does", () => {
    fc.assert(
      fc.property(anyPolicy, (statements) => {
        const fresh = { Effect: "Allow", Principal: "*", Action: "iam:PassRole", Resource: "arn:new" };
        const known = statements.filter(({ Action }) => ![Action].flat().includes("*"));
        const [before, after] = [policy(...known), policy(...known, fresh)];
        expect(changes(before, after).some(({ opens }) => opens)).toBe(true);
        expect(changes(after, before).some(({ opens }) => opens)).toBe(false);
      }),
    );
  });

  test("what opens one way closes the other way", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (one, other) => {
        const [there, back] = [
          changes(policy(...one), policy(...other)),
          changes(policy(...other), policy(...one)),
        ];
        expect(there.some(({ opens }) => opens)).toBe(back.some(({ closes }) => closes));
      }),
    );
  });

  test("to remove a Deny opens, unless another one denies as much; to add one never does", () => {
    fc.assert(
      fc.property(anyPolicy, (statements) => {
        const guard = { Effect: "Deny", Principal: "*", Action: "iam:PassRole", Resource: "arn:new" };
        const known = statements.filter(({ Action }) => ![Action].flat().includes("*"));
        const [before, after] = [policy(...known, guard), policy(...known)];
        expect(changes(before, after).some(({ opens }) => opens)).toBe(true);
        expect(changes(after, before).some(({ opens }) => opens)).toBe(false);
      }),
    );
  });

  test("an Allow within what is allowed already never opens", () => {
    fc.assert(
      fc.property(anyPolicy, fc.nat(), (statements, pick) => {
        const one = statements[pick % Math.max(1, statements.length)];
        fc.pre(one?.Effect === "Allow");
        const narrower = { ...one, Condition: { ...one?.Condition, Bool: { "aws:ViaAWSService": "true" } } };
        expect(
          changes(policy(...statements), policy(...statements, narrower)).some(({ opens }) => opens),
        ).toBe(false);
      }),
    );
  });
});
