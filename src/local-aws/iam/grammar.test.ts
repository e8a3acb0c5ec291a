import { describe, expect, it } from "vitest";
import { documentOf } from "../services/iam/aws-managed-policies/aws-managed-policy-data.ts";
import { awsManagedPolicyData } from "../services/iam/aws-managed-policies/index.ts";
import { type PolicyKind, policyProblems } from "./grammar.ts";

const good = {
  identity: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" },
  trust: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
  managed: { Effect: "Allow", Action: "*", Resource: "*", Condition: { a: {} } },
  session: { Effect: "Allow", NotAction: ["iam:*"], NotResource: ["arn:aws:s3:::x"] },
  resource: { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::reports", Principal: "*" },
  repository: { Effect: "Allow", Action: "ecr:BatchGetImage", Principal: { AWS: "111122223333" } },
};

function messages(kind: PolicyKind, ...statements: object[]): string[] {
  return check(kind, { Version: "2012-10-17", Statement: statements });
}

function check(kind: PolicyKind, document: unknown): string[] {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return policyProblems(text, kind).map(({ message }) => message);
}

describe("a good policy", () => {
  it.each(Object.entries(good))("of kind %s has no problems", (kind, statement) => {
    expect(messages(kind as PolicyKind, statement)).toEqual([]);
    expect(check(kind as PolicyKind, { Version: "2012-10-17", Id: "x", Statement: statement })).toEqual([]);
  });

  it.each(awsManagedPolicyData.map((data) => [data.name, documentOf(data)]))(
    "of AWS: %s",
    (_name, document) => {
      expect(check("identity", document)).toEqual([]);
    },
  );

  it.each([
    { AWS: "*" },
    { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/teams/blue/ann"] },
    { AWS: "arn:aws:sts::111122223333:assumed-role/app/session" },
    { AWS: "AROAEXAMPLEEXAMPLE123" },
    { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/X" },
    { Service: ["logs.eu-central-1.amazonaws.com", "cloudtrail.amazonaws.com"] },
  ])("may name %o", (Principal) => {
    expect(messages("resource", { ...good.resource, Principal })).toEqual([]);
  });

  it.each([
    "2019-07-01T13:20:15Z",
    "2016-12-13T21:20:37.593194+00:00",
    "2016-12-13t2:00:00.593194+23",
    "01T",
    "-292275054",
    "1777593600",
    1777593600,
    [],
  ])("may compare dates with %o", (date) => {
    expect(messages("identity", { ...good.identity, Condition: { DateLessThan: { a: date } } })).toEqual([]);
  });

  it.each([
    "arn:aws:fdsasf",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:iam::*:*",
    "arn:aws:iam::1:ro*",
    "arn:*:s3:::x",
  ])("may name the resource %s", (Resource) => {
    expect(messages("identity", { ...good.identity, Resource })).toEqual([]);
  });

  it("within a role may be of the older version", () => {
    expect(check("identity", { Version: "2008-10-17", Statement: good.identity })).toEqual([]);
    expect(check("identity", { Statement: good.identity })).toEqual([]);
  });

  it("of a role's trust may be of the older version", () => {
    expect(check("trust", { Version: "2008-10-17", Statement: [{ ...good.trust, Sid: "" }] })).toEqual([]);
    expect(check("trust", { Statement: good.trust })).toEqual([]);
  });
});

describe("IAM refuses a policy of identities", () => {
  const syntax = "Syntax errors in policy.";
  it.each<[string, unknown, string]>([
    ["that is no JSON", "{", syntax],
    ["that is a list", [], syntax],
    ["of an unknown version", { Version: "2020-01-01", Statement: good.identity }, syntax],
    [
      "of an old version",
      { Version: "2008-10-17", Statement: good.identity },
      "Policy document must be version 2012-10-17 or greater.",
    ],
    [
      "without version",
      { Statement: good.identity },
      "Policy document must be version 2012-10-17 or greater.",
    ],
    ["without statements", { Version: "2012-10-17" }, syntax],
    ["with no statement in the list", { Version: "2012-10-17", Statement: [] }, syntax],
    ["with an unknown element", { Version: "2012-10-17", Statements: [], Statement: good.identity }, syntax],
  ])("%s", (_what, document, message) => {
    expect(check("managed", document)[0]).toBe(message);
  });

  it.each<[string, object, string]>([
    ["an unknown element", { Actions: "x" }, syntax],
    ["no effect", { Effect: undefined }, syntax],
    ["another effect", { Effect: "Permit" }, syntax],
    ["an effect in lower case", { Effect: "allow" }, "The policy failed legacy parsing"],
    ["Action and NotAction", { NotAction: "iam:*" }, syntax],
    ["Resource and NotResource", { NotResource: "*" }, syntax],
    ["an action that is no text", { Action: [1] }, syntax],
    ["a principal", { Principal: "*" }, "Policy document should not specify a principal."],
    ["no action", { Action: undefined }, "Policy statement must contain actions."],
    [
      "neither a resource nor an action that is one",
      { Resource: undefined, Action: "x" },
      "Policy statement must contain resources.",
    ],
    [
      "neither an action nor a resource that is one",
      { Action: undefined, Resource: "arn:aws:s3::x" },
      "The policy failed legacy parsing",
    ],
    ["no action in the list", { Action: [] }, "Policy statement must contain actions."],
    [
      "an action without service",
      { Action: "GetObject" },
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    [
      "an action with two colons",
      { Action: "s3:Get:Object" },
      "Actions/Condition can contain only one colon.",
    ],
    ["a wildcard in the service", { Action: "s*:GetObject" }, "Vendor s* is not valid"],
    ["no resource", { Resource: undefined }, "Policy statement must contain resources."],
    ["a resource that is no ARN", { Resource: "foo" }, 'Resource foo must be in ARN format or "*".'],
    ["an empty resource", { Resource: "" }, 'Resource  must be in ARN format or "*".'],
    [
      "another partition",
      { Resource: "arn:azure:s3:::x" },
      'Partition "azure" is not valid for resource "arn:azure:s3:::x".',
    ],
    [
      "a wildcard in the resource's service",
      { Resource: "arn:aws:s*:::x" },
      "Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    ["a bucket with one colon less", { Resource: "arn:aws:s3::x" }, "The policy failed legacy parsing"],
    [
      "a bucket's region",
      { Resource: "arn:aws:s3:eu-central-1::x" },
      "Resource arn:aws:s3:eu-central-1::x can not contain region information.",
    ],
    [
      "a role's region",
      { Resource: "arn:aws:iam:eu-central-1:111122223333:role/x" },
      "IAM resource arn:aws:iam:eu-central-1:111122223333:role/x cannot contain region information.",
    ],
    [
      "a Sid with a blank",
      { Sid: "My statement" },
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    ],
    ["an unknown operator", { Condition: { StringEqual: { "aws:username": "x" } } }, syntax],
    ["a condition without operator", { Condition: { "aws:username": "x" } }, syntax],
    ["an object to compare with", { Condition: { StringEquals: { "aws:username": {} } } }, syntax],
    [
      "a date that is none",
      { Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } },
      "The policy failed legacy parsing",
    ],
  ])("with %s", (_what, change, message) => {
    expect(messages("identity", { ...good.identity, ...change })[0]).toBe(message);
    expect(messages("session", { ...good.identity, ...change })[0]).toBe(message);
  });

  it.each([
    "234-13",
    "2016-12-13t2:00:00.593194+1",
    "2016-12-13t2:00:00.1999999999+10:59",
    "9223372036854775808",
  ])("with %s for a date", (date) => {
    const statement = { ...good.identity, Condition: { DateLessThan: { a: date } } };
    expect(messages("identity", statement)[0]).toBe("The policy failed legacy parsing");
  });

  it.each(["arn:aws::::x", "arn:aws::x", "arn:aws:s3::x"])("with %s for a resource", (NotResource) => {
    const statement = { ...good.identity, Resource: undefined, NotResource };
    expect(messages("identity", statement)[0]).toBe("The policy failed legacy parsing");
  });

  it("with a resource of IAM that there is not", () => {
    const [message] = messages("identity", {
      ...good.identity,
      Resource: "arn:aws:iam::111122223333:roles/x",
    });
    expect(message).toMatch(
      /^IAM resource path must either be "\*" or start with user\/, federated-user\/, role\//,
    );
  });

  it("with two statements of one Sid", () => {
    const twice = { ...good.identity, Sid: "Read" };
    expect(messages("identity", twice, twice)).toEqual([
      "Statement IDs (SID) in a single policy must be unique.",
    ]);
  });

  it("telling everything, and first what AWS tells first", () => {
    const problems = policyProblems(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "x", Resource: "y", Principal: "*" }],
      }),
      "identity",
    );
    expect(problems.map(({ fault }) => fault)).toEqual(["principalProhibited", "resource", "action"]);
  });
});

describe("IAM refuses a trust policy", () => {
  it.each<[string, object, string]>([
    ["a resource", { Resource: "*" }, "Has prohibited field Resource"],
    ["no principal", { Principal: undefined }, "Missing required field Principal"],
    ["no effect", { Effect: undefined }, "Missing required field Effect"],
    ["no action", { Action: undefined }, "Missing required field Action"],
    [
      "an action of another service",
      { Action: "s3:GetObject" },
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    ["all actions", { Action: "*" }, "AssumeRole policy may only specify STS AssumeRole actions."],
    [
      "NotPrincipal",
      { Principal: undefined, NotPrincipal: { AWS: "111122223333" } },
      "AssumeRole policy must not contain NotPrincipal field.",
    ],
    ["a user that is none", { Principal: { AWS: "ann" } }, 'Invalid principal in policy: "AWS":"ann"'],
    [
      "a service that is none",
      { Principal: { Service: "ec2" } },
      'Invalid principal in policy: "Service":"ec2"',
    ],
    ["an unknown operator", { Condition: { StringIs: { a: "b" } } }, "Syntax error in policy."],
  ])("with %s", (_what, change, message) => {
    expect(messages("trust", { ...good.trust, ...change })[0]).toBe(message);
  });

  it("that is no JSON", () => {
    expect(check("trust", "{'Version'")).toEqual(["This policy contains invalid Json"]);
  });
});

describe("resources refuse a policy", () => {
  it.each<[PolicyKind, string, object, string]>([
    ["resource", "no principal", { Principal: undefined }, "Missing required field Principal"],
    [
      "resource",
      "a pattern of principals",
      { Principal: { AWS: "arn:aws:iam::111122223333:*" } },
      "Invalid principal in policy",
    ],
    ["resource", "no resource", { Resource: undefined }, "Missing required field Resource"],
    ["resource", "a resource that is no ARN", { Resource: "reports" }, "Policy has invalid resource"],
    ["resource", "an action that is none", { Action: "GetObject" }, "Policy has invalid action"],
    ["resource", "an unknown effect", { Effect: "Permit" }, "Invalid effect: Permit"],
    [
      "resource",
      "an unknown operator",
      { Condition: { StringIs: { a: "b" } } },
      "Invalid Condition type : StringIs",
    ],
    [
      "resource",
      "allow and NotPrincipal",
      { Effect: "Allow", Principal: undefined, NotPrincipal: { AWS: "111122223333" } },
      "Allow with NotPrincipal is not allowed.",
    ],
    ["repository", "a resource", { Resource: "*" }, "Has prohibited field Resource"],
  ])("of kind %s with %s", (kind, _what, change, message) => {
    const base = kind === "repository" ? good.repository : good.resource;
    expect(messages(kind, { ...base, ...change })[0]).toBe(message);
  });
});
