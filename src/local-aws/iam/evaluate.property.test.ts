import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessRequest, Decision } from "./access.ts";
import { conditionOperators } from "./condition-operators.ts";
import { evaluate } from "./evaluate.ts";
import { matcherOf, matches, wild, wildArn } from "./wildcards.ts";

const account = "111122223333";
const principal = { kind: "user", account, arn: `arn:aws:iam::${account}:user/ann` } as const;

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt");
const resource = fc.constantFrom("arn:aws:s3:::a/x", "arn:aws:s3:::b/y", "arn:aws:s3:::a", "*");
const keys = fc.dictionary(
  fc.constantFrom("aws:username", "aws:tagkeys", "s3:prefix"),
  fc.constantFrom("ann", "a", "1"),
);
const condition = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "Null",
    "NumericLessThan",
    "ForAllValues:StringLike",
  ),
  fc.dictionary(
    fc.constantFrom("aws:username", "aws:TagKeys", "s3:prefix"),
    fc.constantFrom("ann", "a*", "1", "true"),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);
const statement = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.constantFrom("*", "s3:*", "s3:Get*", "kms:Decrypt", "S3:getobject"),
    Resource: fc.constantFrom("*", "arn:aws:s3:::a/*", "arn:aws:s3:::?", "arn:aws:s3:::${aws:username}/*"),
    Condition: condition,
    Principal: fc.constantFrom(
      "*",
      { AWS: account },
      { AWS: principal.arn },
      { Service: "ec2.amazonaws.com" },
    ),
  },
  { requiredKeys: ["Effect", "Action", "Resource", "Principal"] },
);
type Statement = typeof statement extends fc.Arbitrary<infer Value> ? Value : never;
const statements = fc.array(statement, { maxLength: 5 });

const question = fc.record({
  action,
  resource,
  keys,
  resourceAccount: fc.constantFrom(undefined, account, "444455556666"),
  identity: fc.array(statements, { maxLength: 3 }),
  boundary: fc.option(statements, { nil: undefined }),
  session: fc.option(fc.array(statements, { maxLength: 2 }), { nil: undefined }),
  own: fc.option(statements, { nil: undefined }),
  kind: fc.constantFrom("optional", "required"),
});
type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never;

const written = (list: readonly Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement: list });

function requestOf(
  { action, resource, keys, resourceAccount, identity, boundary, session, own, kind }: Question,
  write = written,
): AccessRequest {
  const policy = (list: readonly Statement[]) => ({ name: "p", document: write(list) });
  const policies = {
    identity: identity.map(policy),
    boundary: boundary && policy(boundary),
    session: session?.map(policy),
    resource: own && { ...policy(own), kind: kind as "optional" | "required" },
  };
  return { principal, action, resource, resourceAccount, keys, policies };
}

const decide = (asked: Question) => evaluate(requestOf(asked));
const outcome = ({ decision, by }: Decision) => ({ decision, by });

describe("whatever the policies are", () => {
  it("a denial never loses", () => {
    const all: Statement = { Effect: "Deny", Action: "*", Resource: "*", Principal: "*" };
    fc.assert(
      fc.property(question, fc.constantFrom("identity", "boundary", "session", "own"), (asked, place) => {
        const denied = {
          ...asked,
          ...(place === "identity" && { identity: [...asked.identity, [all]] }),
          ...(place === "boundary" && { boundary: [...(asked.boundary ?? []), all] }),
          ...(place === "session" && { session: [...(asked.session ?? []), [all]] }),
          ...(place === "own" && { own: [...(asked.own ?? []), all] }),
        };
        expect(decide(denied).decision).toBe("explicitDeny");
      }),
    );
  });

  it("one more statement that allows takes nothing away", () => {
    fc.assert(
      fc.property(question, statement, fc.constantFrom("identity", "own"), (asked, more, place) => {
        const allowing = { ...more, Effect: "Allow" as const };
        const wider = {
          ...asked,
          ...(place === "identity" && { identity: [...asked.identity, [allowing]] }),
          ...(place === "own" && asked.own && { own: [...asked.own, allowing] }),
        };
        if (decide(asked).decision === "allowed") expect(decide(wider).decision).toBe("allowed");
      }),
    );
  });

  it("one more statement that denies gives nothing", () => {
    fc.assert(
      fc.property(question, statement, (asked, more) => {
        const narrower = { ...asked, identity: [...asked.identity, [{ ...more, Effect: "Deny" as const }]] };
        if (decide(asked).decision !== "allowed") expect(decide(narrower).decision).not.toBe("allowed");
      }),
    );
  });

  it("their order does not matter, nor that of their statements", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const turned = {
          ...asked,
          identity: asked.identity.map((list) => list.toReversed()).toReversed(),
          boundary: asked.boundary?.toReversed(),
          session: asked.session?.toReversed(),
          own: asked.own?.toReversed(),
        };
        const [there, back] = [decide(asked), decide(turned)];
        expect(outcome(back)).toEqual(outcome(there));
        expect(back.missingKeys.toSorted()).toEqual(there.missingKeys.toSorted());
      }),
    );
  });

  it("nor how their JSON is laid out", () => {
    const laidOut = (list: readonly Statement[]) =>
      JSON.stringify(
        {
          Statement: list.map((one) => Object.fromEntries(Object.entries(one).reverse())),
          Version: "2012-10-17",
        },
        null,
        2,
      );
    fc.assert(
      fc.property(question, (asked) => {
        expect(evaluate(requestOf(asked, laidOut))).toEqual(decide(asked));
      }),
    );
  });

  it("a key that no request has lets no positive operator hold", () => {
    const positive = Object.entries(conditionOperators).flatMap(([name, { negated }]) =>
      negated ? [] : [name, `ForAnyValue:${name}`],
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...positive),
        fc.string(),
        fc.string({ minLength: 1 }),
        (operator, key, expected) => {
          const allow = {
            Effect: "Allow",
            Action: "*",
            Resource: "*",
            Condition: { [operator]: { [`none:${key}`]: expected } },
          };
          const document = JSON.stringify({ Version: "2012-10-17", Statement: allow });
          const { decision, missingKeys } = evaluate({
            principal,
            action: "s3:GetObject",
            resource: "*",
            keys: {},
            policies: { identity: [{ name: "p", document }] },
          });
          expect(decision).toBe("implicitDeny");
          expect(missingKeys).toContain(`none:${key}`);
        },
      ),
    );
  });
});

describe("wildcards", () => {
  const letters = fc.stringMatching(/^[ab:/]{0,10}$/);
  const patterns = fc.stringMatching(/^[ab:/*?]{0,8}$/);
  const escaped = (pattern: string) => pattern.replace(/[\\^$.|+()[\]{}/]/g, "\\$&");

  it("agree with a regular expression", () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        const reference = new RegExp(`^${escaped(pattern).replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matches(wild(pattern, 0), text)).toBe(reference.test(text));
        expect(matcherOf(wild(pattern, 0))(text)).toBe(reference.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("of ARNs agree with a comparison field by field", () => {
    const fields = (text: string) => {
      const all = text.split(":");
      return [...all.slice(0, 5), all.slice(5).join(":")];
    };
    const field = fc.stringMatching(/^[ab]{0,3}$/);
    const fieldPattern = fc.stringMatching(/^[ab*?]{0,3}$/);
    const arn = fc.tuple(field, field, field, field, field, letters).map((parts) => parts.join(":"));
    const arnPattern = fc
      .tuple(fieldPattern, fieldPattern, fieldPattern, fieldPattern, fieldPattern, patterns)
      .map((parts) => parts.join(":"));
    fc.assert(
      fc.property(arnPattern, arn, (pattern, text) => {
        const actual = fields(text);
        const reference = fields(pattern).every((part, place) => matches(wild(part, 0), actual[place] ?? ""));
        expect(matches(wildArn(pattern, 0), text)).toBe(reference);
        expect(matcherOf(wildArn(pattern, 0))(text)).toBe(reference);
      }),
      { numRuns: 5_000 },
    );
  });
});
