import { describe, expect, it } from "vitest";
import sageMakerFullAccess from "../services/iam/aws-managed-policies/amazon-sagemaker-full-access.json" with {
  type: "json",
};
import { documentOf } from "../services/iam/aws-managed-policies/aws-managed-policy-data.ts";
import type { AccessRequest, ConditionKeys, Decision, Principal } from "./access.ts";
import { evaluate } from "./evaluate.ts";

/*
 * Who may do what, after the IAM User Guide (May 2026); a row's name says which page: [single] "Policy evaluation for requests within a
 * single account", [cross] "Cross-account policy evaluation logic", [boundaries] "Permissions boundaries", [principal] "Principal",
 * [not-principal] "NotPrincipal", [resource] "Resource", [action] "Action", [variables] "Variables and tags", [operators] "Condition
 * operators", [multi] "Set operators for multivalued context keys", [deputy] "The confused deputy problem", [kms] "Key policies in AWS KMS",
 * [irsa] "IAM roles for service accounts" of EKS, [trail] "Amazon S3 bucket policy for CloudTrail", [logs] "Encrypt log data using AWS KMS".
 */

const own = "111122223333";
const other = "444455556666";
const ann = user("ann");
const stranger = user("stranger", other);
const app = session("app", "one");
const root: Principal = { kind: "root", account: own, arn: `arn:aws:iam::${own}:root` };
const federated: Principal = {
  ...ann,
  arn: `arn:aws:sts::${own}:federated-user/ann-on-call`,
  userArn: ann.arn,
};
const nobody: Principal = { kind: "anonymous", account: "", arn: "" };

const bucket = "arn:aws:s3:::reports";
const object = `${bucket}/2026/may.csv`;
const key = `arn:aws:kms:eu-central-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const appRole = `arn:aws:iam::${own}:role/app`;
const account = { AWS: `arn:aws:iam::${own}:root` };
const everybody = "*";

function user(name: string, of = own): Principal {
  return { kind: "user", account: of, arn: `arn:aws:iam::${of}:user/${name}` };
}

function session(role: string, name: string, of = own): Principal {
  return {
    kind: "role",
    account: of,
    arn: `arn:aws:sts::${of}:assumed-role/${role}/${name}`,
    roleArn: `arn:aws:iam::${of}:role/${role}`,
  };
}

function service(name: string): Principal {
  return { kind: "service", account: "", arn: "", service: name };
}

type Statement = Record<string, unknown>;

function allow(
  Action: string | string[],
  Resource: string | string[] | undefined = "*",
  more: Statement = {},
): Statement {
  return { Effect: "Allow", Action, Resource, ...more };
}

function deny(
  Action: string | string[],
  Resource: string | string[] | undefined = "*",
  more: Statement = {},
): Statement {
  return { Effect: "Deny", Action, Resource, ...more };
}

function when(operator: string, name: string, expected: unknown): Statement {
  return { Condition: { [operator]: { [name]: expected } } };
}

interface Policies {
  readonly identity?: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly session?: readonly Statement[];
  /** A bucket's policy and the like. */
  readonly resource?: readonly Statement[];
  /** A key's or a role's policy. */
  readonly required?: readonly Statement[];
}

interface Question {
  readonly action?: string;
  readonly on?: string;
  readonly owner?: string;
  readonly keys?: ConditionKeys;
}

function document(statements: readonly Statement[], Version = "2012-10-17"): string {
  return JSON.stringify({ Version, Statement: statements });
}

function decide(
  principal: Principal,
  policies: Policies,
  { action = "s3:GetObject", on = object, owner, keys = {} }: Question = {},
): Decision {
  const named = (name: string, statements: readonly Statement[] | undefined) =>
    statements && { name, document: document(statements) };
  const { identity = [], boundary, session, resource, required } = policies;
  const request: AccessRequest = {
    principal,
    action,
    resource: on,
    resourceAccount: owner,
    keys,
    policies: {
      identity: identity.map((statement, index) => ({
        name: `identity ${index}`,
        document: document([statement]),
      })),
      boundary: named("boundary", boundary),
      session: session?.map((statement) => ({ name: "session", document: document([statement]) })),
      resource: required
        ? { name: "key policy", document: document(required), kind: "required" }
        : resource && { name: "bucket policy", document: document(resource), kind: "optional" },
    },
  };
  return evaluate(request);
}

/** How a decision is written in the tables: `allowed`, `denied by resource` (explicitly), `no identity` (nothing allows). */
function written({ decision, by }: Decision): string {
  if (decision === "allowed") return "allowed";
  return decision === "explicitDeny" ? `denied by ${by}` : `no ${by ?? "policy"}`;
}

type Row = readonly [
  name: string,
  principal: Principal,
  policies: Policies,
  result: string,
  question?: Question,
];

function table(rows: readonly Row[]): void {
  for (const [name, principal, policies, result, question] of rows)
    it(name, () => expect(written(decide(principal, policies, question))).toBe(result));
}

const get = allow("s3:GetObject");
const getFor = (Principal: unknown, more: Statement = {}) =>
  allow("s3:GetObject", `${bucket}/*`, { Principal, ...more });
const nothing = allow("ec2:DescribeVpcs");

describe("in one account", () => {
  table([
    ["[single] no policy at all denies", ann, {}, "no identity"],
    ["[single] an identity policy allows", ann, { identity: [get] }, "allowed"],
    ["[single] a policy about something else does not", ann, { identity: [nothing] }, "no identity"],
    ["[single] one of several policies is enough", ann, { identity: [nothing, get] }, "allowed"],
    ["[single] a denial wins over an allow", ann, { identity: [get, deny("s3:*")] }, "denied by identity"],
    [
      "[single] a denial of something else does not matter",
      ann,
      { identity: [get, deny("s3:PutObject")] },
      "allowed",
    ],
    [
      "[single] a bucket policy alone lets a user in",
      ann,
      { resource: [getFor({ AWS: ann.arn })] },
      "allowed",
    ],
    [
      "[single] a bucket policy for another user does not",
      ann,
      { resource: [getFor({ AWS: user("bob").arn })] },
      "no identity",
    ],
    [
      "[single] a bucket policy's denial wins",
      ann,
      { identity: [get], resource: [deny("s3:*", "*", { Principal: everybody })] },
      "denied by resource",
    ],
    [
      "[single] an identity policy's denial wins over a bucket policy",
      ann,
      { identity: [deny("s3:*")], resource: [getFor({ AWS: ann.arn })] },
      "denied by identity",
    ],
    [
      "[principal] naming the account leaves it to identity policies",
      ann,
      { resource: [getFor(account)] },
      "no identity",
    ],
    [
      "[principal] naming the account takes nothing away",
      ann,
      { identity: [get], resource: [getFor(account)] },
      "allowed",
    ],
    ["[principal] an account by its number", root, { resource: [getFor({ AWS: own })] }, "allowed"],
    [
      "[principal] naming the account lets its root user in",
      root,
      { resource: [getFor(account)] },
      "allowed",
    ],
    [
      "[principal] everybody includes users of the account",
      ann,
      { resource: [getFor(everybody)] },
      "allowed",
    ],
    ["[principal] AWS:* is everybody, too", ann, { resource: [getFor({ AWS: "*" })] }, "allowed"],
    [
      "[principal] a list of principals",
      ann,
      { resource: [getFor({ AWS: [user("bob").arn, ann.arn] })] },
      "allowed",
    ],
    [
      "[principal] no wildcards within an ARN",
      ann,
      { resource: [getFor({ AWS: `arn:aws:iam::${own}:user/*` })] },
      "no identity",
    ],
    ["[principal] a resource policy without principal means nobody", ann, { resource: [get] }, "no identity"],
    ["[principal] a role by its ARN", app, { resource: [getFor({ AWS: appRole })] }, "allowed"],
    ["[principal] a session by its ARN", app, { resource: [getFor({ AWS: app.arn })] }, "allowed"],
    [
      "[principal] another session of the same role",
      session("app", "two"),
      { resource: [getFor({ AWS: app.arn })] },
      "no identity",
    ],
    [
      "[principal] everybody includes those whom nobody knows",
      nobody,
      { resource: [getFor(everybody)] },
      "allowed",
    ],
    ["[principal] an account does not", nobody, { resource: [getFor(account)] }, "no resource"],
    ["[single] those whom nobody knows, and no bucket policy", nobody, {}, "no policy"],
    ["[single] root has what its allow-all gives", root, { identity: [allow("*")] }, "allowed"],
    [
      "[single] a bucket policy may deny root",
      root,
      { identity: [allow("*")], resource: [deny("s3:*", "*", { Principal: everybody })] },
      "denied by resource",
    ],
    [
      "[resource] an identity policy without resources allows nothing",
      ann,
      { identity: [{ Effect: "Allow", Action: "s3:*" }] },
      "no identity",
    ],
  ]);
});

describe("permissions boundaries and session policies", () => {
  const boundary = [nothing];
  table([
    ["[boundaries] both allow", ann, { identity: [get], boundary: [get] }, "allowed"],
    ["[boundaries] the boundary does not", ann, { identity: [get], boundary }, "no boundary"],
    ["[boundaries] a boundary grants nothing", ann, { boundary: [allow("*")] }, "no identity"],
    [
      "[boundaries] the boundary denies",
      ann,
      { identity: [get], boundary: [allow("*"), deny("s3:*")] },
      "denied by boundary",
    ],
    ["[boundaries] a role's boundary", app, { identity: [get], boundary }, "no boundary"],
    [
      "[boundaries] a bucket policy naming a user goes past it",
      ann,
      { boundary, resource: [getFor({ AWS: ann.arn })] },
      "allowed",
    ],
    [
      "[single] one naming a role does not",
      app,
      { boundary, resource: [getFor({ AWS: appRole })] },
      "no boundary",
    ],
    [
      "[single] one naming a role that the boundary allows",
      app,
      { boundary: [get], resource: [getFor({ AWS: appRole })] },
      "allowed",
    ],
    [
      "[single] one naming the session does",
      app,
      { boundary, resource: [getFor({ AWS: app.arn })] },
      "allowed",
    ],
    ["[single] one naming everybody does", app, { boundary, resource: [getFor(everybody)] }, "allowed"],
    [
      "[single] one naming everybody whose aws:PrincipalArn is the role does",
      app,
      { boundary, resource: [getFor(everybody, when("ArnEquals", "aws:PrincipalArn", appRole))] },
      "allowed",
      { keys: { "aws:principalarn": appRole } },
    ],
    [
      "[single] the farther reaching of two counts",
      app,
      { boundary, resource: [getFor({ AWS: appRole }), getFor({ AWS: app.arn })] },
      "allowed",
    ],
    [
      "[boundaries] one naming the account does not",
      ann,
      { identity: [get], boundary, resource: [getFor(account)] },
      "no boundary",
    ],
    [
      "[single] a boundary's denial wins over all",
      app,
      { boundary: [deny("s3:*")], resource: [getFor({ AWS: app.arn })] },
      "denied by boundary",
    ],
    ["[single] a session policy allows as well", app, { identity: [get], session: [get] }, "allowed"],
    ["[single] a session policy does not", app, { identity: [get], session: [nothing] }, "no session"],
    [
      "[single] one of several session policies is enough",
      app,
      { identity: [get], session: [nothing, get] },
      "allowed",
    ],
    ["[single] a session policy grants nothing", app, { session: [get] }, "no identity"],
    [
      "[single] a session policy denies",
      app,
      { identity: [get], session: [get, deny("s3:*")] },
      "denied by session",
    ],
    [
      "[single] a session begun with an empty list has nothing",
      app,
      { identity: [get], session: [] },
      "no session",
    ],
    [
      "[single] a role's grant is limited by the session policy",
      app,
      { session: [nothing], resource: [getFor({ AWS: appRole })] },
      "no session",
    ],
    [
      "[single] a session's grant is not",
      app,
      { session: [nothing], resource: [getFor({ AWS: app.arn })] },
      "allowed",
    ],
    [
      "[single] a federated user by its session",
      federated,
      { session: [nothing], resource: [getFor({ AWS: federated.arn })] },
      "allowed",
    ],
    [
      "[single] a federated user by the user behind it",
      federated,
      { session: [nothing], resource: [getFor({ AWS: ann.arn })] },
      "no session",
    ],
    [
      "[single] ... whose session allows it",
      federated,
      { session: [get], resource: [getFor({ AWS: ann.arn })] },
      "allowed",
    ],
    [
      "[single] ... whose boundary does not",
      federated,
      { session: [get], boundary, resource: [getFor({ AWS: ann.arn })] },
      "no boundary",
    ],
    [
      "[single] a user's grant is, when federated",
      ann,
      { session: [nothing], resource: [getFor({ AWS: ann.arn })] },
      "no session",
    ],
    [
      "[single] identity, boundary and session together",
      app,
      { identity: [get], boundary: [get], session: [get] },
      "allowed",
    ],
    [
      "[single] identity and session without boundary",
      app,
      { identity: [get], boundary, session: [get] },
      "no boundary",
    ],
  ]);
});

describe("across accounts", () => {
  const owner = own;
  const elsewhere = session("app", "one", other);
  table([
    [
      "[cross] both sides allow",
      stranger,
      { identity: [get], resource: [getFor({ AWS: stranger.arn })] },
      "allowed",
      { owner },
    ],
    [
      "[cross] the bucket policy names the account",
      stranger,
      { identity: [get], resource: [getFor({ AWS: other })] },
      "allowed",
      { owner },
    ],
    [
      "[cross] the bucket policy names everybody",
      stranger,
      { identity: [get], resource: [getFor(everybody)] },
      "allowed",
      { owner },
    ],
    ["[cross] no bucket policy", stranger, { identity: [get] }, "no resource", { owner }],
    [
      "[cross] a bucket policy for its own account",
      stranger,
      { identity: [get], resource: [getFor(account)] },
      "no resource",
      { owner },
    ],
    [
      "[cross] the identity side does not",
      stranger,
      { resource: [getFor({ AWS: stranger.arn })] },
      "no identity",
      { owner },
    ],
    ["[cross] neither side does", stranger, {}, "no identity", { owner }],
    [
      "[cross] even a session that is named needs its own side",
      elsewhere,
      { resource: [getFor({ AWS: elsewhere.arn })] },
      "no identity",
      { owner },
    ],
    [
      "[cross] a role by its ARN",
      elsewhere,
      { identity: [get], resource: [getFor({ AWS: elsewhere.roleArn })] },
      "allowed",
      { owner },
    ],
    [
      "[cross] a boundary limits the caller's side",
      stranger,
      { identity: [get], boundary: [nothing], resource: [getFor({ AWS: stranger.arn })] },
      "no boundary",
      { owner },
    ],
    [
      "[cross] a session policy does as well",
      elsewhere,
      { identity: [get], session: [nothing], resource: [getFor({ AWS: elsewhere.arn })] },
      "no session",
      { owner },
    ],
    [
      "[cross] a denial wins",
      stranger,
      { identity: [get], resource: [getFor(everybody), deny("s3:*", "*", { Principal: { AWS: other } })] },
      "denied by resource",
      { owner },
    ],
    [
      "[cross] root of another account needs the bucket's policy",
      { ...root, account: other, arn: `arn:aws:iam::${other}:root` },
      { identity: [allow("*")] },
      "no resource",
      { owner },
    ],
    ["[cross] the same account, said aloud", ann, { identity: [get] }, "allowed", { owner }],
  ]);
});

describe("keys and trust, which need a policy of their own", () => {
  const use = allow("kms:Decrypt");
  const decrypt: Question = { action: "kms:Decrypt", on: key };
  const assume: Question = { action: "sts:AssumeRole", on: appRole };
  const useFor = (Principal: unknown, more: Statement = {}) =>
    allow("kms:Decrypt", "*", { Principal, ...more });
  const trust = (Principal: unknown, more: Statement = {}) => ({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal,
    ...more,
  });
  table([
    [
      "[kms] an identity policy is not enough",
      ann,
      { identity: [use], required: [useFor({ AWS: user("bob").arn })] },
      "no resource",
      decrypt,
    ],
    [
      "[kms] the key policy hands over to the account",
      ann,
      { identity: [use], required: [useFor(account)] },
      "allowed",
      decrypt,
    ],
    [
      "[kms] ... and the account does not allow",
      ann,
      { required: [useFor(account)] },
      "no identity",
      decrypt,
    ],
    ["[kms] ... but its root user may", root, { required: [useFor(account)] }, "allowed", decrypt],
    [
      "[kms] the key policy names the user",
      ann,
      { required: [useFor({ AWS: ann.arn })] },
      "allowed",
      decrypt,
    ],
    [
      "[kms] the key policy names the role",
      app,
      { required: [useFor({ AWS: appRole })] },
      "allowed",
      decrypt,
    ],
    [
      "[kms] ... whose boundary does not allow",
      app,
      { boundary: [nothing], required: [useFor({ AWS: appRole })] },
      "no boundary",
      decrypt,
    ],
    [
      "[kms] hands over another action",
      ann,
      { identity: [use], required: [allow("kms:Encrypt", "*", { Principal: account })] },
      "no resource",
      decrypt,
    ],
    [
      "[kms] the key policy denies",
      ann,
      { identity: [use], required: [useFor(account), deny("kms:*", "*", { Principal: { AWS: ann.arn } })] },
      "denied by resource",
      decrypt,
    ],
    [
      "[kms] even an administrator is locked out",
      ann,
      { identity: [allow("*")], required: [] },
      "no resource",
      decrypt,
    ],
    [
      "[kms] another account: both",
      stranger,
      { identity: [use], required: [useFor({ AWS: other })] },
      "allowed",
      { ...decrypt, owner: own },
    ],
    [
      "[kms] another account: only the key",
      stranger,
      { required: [useFor({ AWS: stranger.arn })] },
      "no identity",
      { ...decrypt, owner: own },
    ],
    [
      "[kms] another account: only the identity",
      stranger,
      { identity: [use], required: [useFor(account)] },
      "no resource",
      { ...decrypt, owner: own },
    ],
    [
      "[kms] everybody of the account by way of a service",
      ann,
      {
        required: [
          useFor(
            { AWS: "*" },
            {
              Condition: {
                StringEquals: { "kms:CallerAccount": own, "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
              },
            },
          ),
        ],
      },
      "allowed",
      { ...decrypt, keys: { "kms:calleraccount": own, "kms:viaservice": "s3.eu-central-1.amazonaws.com" } },
    ],
    ["[principal] trust names the user", ann, { required: [trust({ AWS: ann.arn })] }, "allowed", assume],
    ["[principal] trust names the account", ann, { required: [trust(account)] }, "no identity", assume],
    [
      "[principal] trust names the account, and the user may",
      ann,
      { identity: [allow("sts:AssumeRole", appRole)], required: [trust(account)] },
      "allowed",
      assume,
    ],
    [
      "[principal] trust names nobody of these",
      ann,
      { identity: [allow("sts:AssumeRole")], required: [trust({ Service: "ec2.amazonaws.com" })] },
      "no resource",
      assume,
    ],
    [
      "[principal] trust names the service",
      service("ec2.amazonaws.com"),
      { required: [trust({ Service: "ec2.amazonaws.com" })] },
      "allowed",
      assume,
    ],
    [
      "[principal] trust names another service",
      service("eks.amazonaws.com"),
      { required: [trust({ Service: "ec2.amazonaws.com" })] },
      "no resource",
      assume,
    ],
    [
      "[principal] trust names several services",
      service("eks.amazonaws.com"),
      { required: [trust({ Service: ["ec2.amazonaws.com", "eks.amazonaws.com"] })] },
      "allowed",
      assume,
    ],
    [
      "[principal] an external id that fits",
      stranger,
      {
        identity: [allow("sts:AssumeRole")],
        required: [trust({ AWS: other }, when("StringEquals", "sts:ExternalId", "42"))],
      },
      "allowed",
      { ...assume, owner: own, keys: { "sts:externalid": "42" } },
    ],
    [
      "[principal] no external id",
      stranger,
      {
        identity: [allow("sts:AssumeRole")],
        required: [trust({ AWS: other }, when("StringEquals", "sts:ExternalId", "42"))],
      },
      "no resource",
      { ...assume, owner: own },
    ],
  ]);
});

describe("services and web identities", () => {
  const trail = service("cloudtrail.amazonaws.com");
  const trailArn = `arn:aws:cloudtrail:eu-central-1:${own}:trail/all`;
  const logObject = `arn:aws:s3:::trails/AWSLogs/${own}/x.json.gz`;
  const trailPolicy = [
    allow("s3:GetBucketAcl", "arn:aws:s3:::trails", {
      Principal: { Service: trail.service },
      ...when("StringEquals", "aws:SourceArn", trailArn),
    }),
    allow("s3:PutObject", `arn:aws:s3:::trails/AWSLogs/${own}/*`, {
      Principal: { Service: trail.service },
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn } },
    }),
  ];
  const put = {
    action: "s3:PutObject",
    on: logObject,
    keys: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:sourcearn": trailArn },
  };
  const logs = service("logs.eu-central-1.amazonaws.com");
  const logsKeyPolicy = [
    allow(["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"], "*", {
      Principal: { Service: logs.service },
      ...when(
        "ArnLike",
        "kms:EncryptionContext:aws:logs:arn",
        `arn:aws:logs:eu-central-1:${own}:log-group:/aws/eks/*`,
      ),
    }),
  ];
  const encrypt = (group: string) => ({
    action: "kms:GenerateDataKeyWithoutPlaintext",
    on: key,
    keys: { "kms:encryptioncontext:aws:logs:arn": `arn:aws:logs:eu-central-1:${own}:log-group:${group}` },
  });
  const issuer = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE";
  const provider = `arn:aws:iam::${own}:oidc-provider/${issuer}`;
  const pod: Principal = { ...nobody, federatedBy: provider };
  const irsa = [
    {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: provider },
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: "system:serviceaccount:kube-system:autoscaler",
          [`${issuer}:aud`]: "sts.amazonaws.com",
        },
      },
    },
  ];
  const web = (sub: string, aud = "sts.amazonaws.com") => ({
    action: "sts:AssumeRoleWithWebIdentity",
    on: appRole,
    keys: { [`${issuer.toLowerCase()}:sub`]: sub, [`${issuer.toLowerCase()}:aud`]: aud },
  });
  table([
    [
      "[trail] CloudTrail reads the bucket's ACL",
      trail,
      { resource: trailPolicy },
      "allowed",
      { action: "s3:GetBucketAcl", on: "arn:aws:s3:::trails", keys: { "aws:sourcearn": trailArn } },
    ],
    ["[trail] CloudTrail writes", trail, { resource: trailPolicy }, "allowed", put],
    [
      "[trail] without the ACL",
      trail,
      { resource: trailPolicy },
      "no resource",
      { ...put, keys: { "aws:sourcearn": trailArn } },
    ],
    [
      "[deputy] for another trail",
      trail,
      { resource: trailPolicy },
      "no resource",
      { ...put, keys: { ...put.keys, "aws:sourcearn": `${trailArn}-2` } },
    ],
    [
      "[trail] to another prefix",
      trail,
      { resource: trailPolicy },
      "no resource",
      { ...put, on: "arn:aws:s3:::trails/other/x" },
    ],
    [
      "[trail] another service",
      service("config.amazonaws.com"),
      { resource: trailPolicy },
      "no resource",
      put,
    ],
    ["[trail] no bucket policy", trail, {}, "no policy", put],
    [
      "[deputy] for its own account",
      trail,
      { resource: [getFor({ Service: trail.service }, when("StringEquals", "aws:SourceAccount", own))] },
      "allowed",
      { keys: { "aws:sourceaccount": own } },
    ],
    [
      "[deputy] for another account",
      trail,
      { resource: [getFor({ Service: trail.service }, when("StringEquals", "aws:SourceAccount", own))] },
      "no resource",
      { keys: { "aws:sourceaccount": other } },
    ],
    [
      "[principal] a service is no user of that name",
      ann,
      { resource: [getFor({ Service: trail.service })] },
      "no identity",
    ],
    [
      "[principal] an account's grant is none for a service",
      trail,
      { resource: [getFor(account)] },
      "no resource",
    ],
    ["[principal] everybody includes services", trail, { resource: [getFor(everybody)] }, "allowed"],
    [
      "[principal] a denial for everybody strikes services",
      trail,
      { resource: [getFor({ Service: trail.service }), deny("s3:*", "*", { Principal: everybody })] },
      "denied by resource",
    ],
    [
      "[logs] a group that the key policy means",
      logs,
      { required: logsKeyPolicy },
      "allowed",
      encrypt("/aws/eks/test/cluster"),
    ],
    ["[logs] another group", logs, { required: logsKeyPolicy }, "no resource", encrypt("/aws/lambda/x")],
    [
      "[logs] the service of another region",
      service("logs.us-east-1.amazonaws.com"),
      { required: logsKeyPolicy },
      "no resource",
      encrypt("/aws/eks/test/cluster"),
    ],
    [
      "[logs] no encryption context",
      logs,
      { required: logsKeyPolicy },
      "no resource",
      { ...encrypt(""), keys: {} },
    ],
    [
      "[irsa] the service account that is trusted",
      pod,
      { required: irsa },
      "allowed",
      web("system:serviceaccount:kube-system:autoscaler"),
    ],
    [
      "[irsa] another service account",
      pod,
      { required: irsa },
      "no resource",
      web("system:serviceaccount:default:autoscaler"),
    ],
    [
      "[irsa] another audience",
      pod,
      { required: irsa },
      "no resource",
      web("system:serviceaccount:kube-system:autoscaler", "other"),
    ],
    [
      "[irsa] another cluster's provider",
      { ...pod, federatedBy: `${provider}2` },
      { required: irsa },
      "no resource",
      web("system:serviceaccount:kube-system:autoscaler"),
    ],
    [
      "[irsa] a pattern of service accounts",
      pod,
      {
        required: [
          { ...irsa[0], ...when("StringLike", `${issuer}:sub`, "system:serviceaccount:kube-system:*") },
        ],
      },
      "allowed",
      web("system:serviceaccount:kube-system:cni"),
    ],
  ]);
});

describe("NotPrincipal, NotAction, NotResource", () => {
  const sparing = (...AWS: string[]) => [deny("s3:*", "*", { NotPrincipal: { AWS } })];
  const accountArn = account.AWS;
  table([
    [
      "[not-principal] whoever is not spared",
      user("bob"),
      { identity: [get], resource: sparing(ann.arn, accountArn) },
      "denied by resource",
    ],
    [
      "[not-principal] user and account spared",
      ann,
      { identity: [get], resource: sparing(ann.arn, accountArn) },
      "allowed",
    ],
    [
      "[not-principal] the user alone",
      ann,
      { identity: [get], resource: sparing(ann.arn) },
      "denied by resource",
    ],
    [
      "[not-principal] the account alone",
      ann,
      { identity: [get], resource: sparing(accountArn) },
      "denied by resource",
    ],
    [
      "[not-principal] the account spares its root user",
      root,
      { identity: [get], resource: sparing(accountArn) },
      "allowed",
    ],
    [
      "[not-principal] role, session and account spared",
      app,
      { identity: [get], resource: sparing(appRole, app.arn, accountArn) },
      "allowed",
    ],
    [
      "[not-principal] role and account alone",
      app,
      { identity: [get], resource: sparing(appRole, accountArn) },
      "denied by resource",
    ],
    [
      "[not-principal] session and account alone",
      app,
      { identity: [get], resource: sparing(app.arn, accountArn) },
      "denied by resource",
    ],
    [
      "[not-principal] nobody who has a boundary",
      ann,
      { identity: [get], boundary: [get], resource: sparing(ann.arn, accountArn) },
      "denied by resource",
    ],
    [
      "[not-principal] a service that is spared",
      service("logs.amazonaws.com"),
      {
        resource: [getFor(everybody), deny("s3:*", "*", { NotPrincipal: { Service: "logs.amazonaws.com" } })],
      },
      "allowed",
    ],
    [
      "[not-principal] those whom nobody knows",
      nobody,
      { resource: [getFor(everybody), ...sparing(accountArn)] },
      "denied by resource",
    ],
    [
      "[not-principal] with an allow: whoever is not listed",
      nobody,
      { resource: [allow("s3:GetObject", "*", { NotPrincipal: { AWS: ann.arn } })] },
      "allowed",
    ],
    [
      "[not-principal] with an allow: whoever is listed",
      ann,
      { resource: [allow("s3:GetObject", "*", { NotPrincipal: { AWS: ann.arn } })] },
      "no identity",
    ],
    [
      "[not-action] allows the rest",
      ann,
      { identity: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] },
      "allowed",
    ],
    [
      "[not-action] but not what is listed",
      ann,
      { identity: [{ Effect: "Allow", NotAction: ["s3:Get*", "iam:*"], Resource: "*" }] },
      "no identity",
    ],
    [
      "[not-action] denies the rest",
      ann,
      { identity: [allow("*"), { Effect: "Deny", NotAction: "iam:*", Resource: "*" }] },
      "denied by identity",
    ],
    [
      "[not-resource] allows the rest",
      ann,
      { identity: [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::secret/*" }] },
      "allowed",
    ],
    [
      "[not-resource] but not what is listed",
      ann,
      { identity: [{ Effect: "Allow", Action: "s3:*", NotResource: [`${bucket}/*`, "arn:aws:s3:::x"] }] },
      "no identity",
    ],
    [
      "[not-resource] denies the rest",
      ann,
      { identity: [get, { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::secret/*" }] },
      "denied by identity",
    ],
    [
      "[variables] not-resource without the variable's value applies to nothing",
      ann,
      { identity: [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::home/${aws:username}/*" }] },
      "no identity",
    ],
    [
      "[variables] not-resource, one of two without value",
      ann,
      {
        identity: [
          {
            Effect: "Allow",
            Action: "s3:*",
            NotResource: ["arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::x"],
          },
        ],
      },
      "no identity",
    ],
    [
      "[not-resource] includes what has no ARN",
      ann,
      { identity: [{ Effect: "Allow", Action: "s3:*", NotResource: `${bucket}/*` }] },
      "allowed",
      { action: "s3:ListAllMyBuckets", on: "*" },
    ],
  ]);
});

describe("which actions and resources a statement means", () => {
  const actions: readonly [pattern: string, action: string, fits: boolean][] = [
    ["*", "s3:GetObject", true],
    ["s3:*", "s3:GetObject", true],
    ["s3:*", "s3control:GetObject", false],
    ["s3:Get*", "s3:GetObject", true],
    ["s3:Get*", "s3:PutObject", false],
    ["s3:*Object", "s3:GetObject", true],
    ["s3:*Object", "s3:GetObjectAcl", false],
    ["s3:*Object*", "s3:GetObjectAcl", true],
    ["s3:?etObject", "s3:GetObject", true],
    ["s3:GetObject?", "s3:GetObject", false],
    ["S3:getobject", "s3:GetObject", true],
    ["s3:getobject", "S3:GetObject", true],
    ["ec2:Describe*s", "ec2:DescribeVpcs", true],
  ];
  it.each(actions)("[action] %s and %s: %s", (pattern, action, fits) => {
    expect(decide(ann, { identity: [allow(pattern)] }, { action }).decision === "allowed").toBe(fits);
  });

  const resources: readonly [pattern: string, resource: string, fits: boolean][] = [
    ["*", object, true],
    ["*", "*", true],
    [object, object, true],
    [`${bucket}/*`, object, true],
    [bucket, object, false],
    [`${bucket}*`, "arn:aws:s3:::reports-2/x", true],
    [`${bucket}/2026/???.csv`, object, true],
    [`${bucket}/2026/????.csv`, object, false],
    [`${bucket}/*/may.csv`, `${bucket}/a/b/c/may.csv`, true],
    [`${bucket}/MAY.csv`, `${bucket}/may.csv`, false],
    ["arn:aws:s3:::*", "*", false],
    ["arn:aws:s3:::*sagemaker*/*", "arn:aws:s3:::my-sagemaker-data/x", true],
    ["arn:*:s3:::reports/*", object, true],
    ["arn:aws:ec2:*:*:instance/*", `arn:aws:ec2:eu-central-1:${own}:instance/i-1`, true],
    ["arn:aws:ec2:eu-*:*:instance/*", `arn:aws:ec2:eu-central-1:${own}:instance/i-1`, true],
    ["arn:aws:ec2:*:instance/*", `arn:aws:ec2:eu-central-1:${own}:instance/i-1`, false],
    ["arn:aws:ec2:*:1111*3:vpc/*", `arn:aws:ec2:eu-central-1:${own}:vpc/v`, true],
    ["arn:aws:ec2:eu-central-1:*", `arn:aws:ec2:eu-central-1:${own}:vpc/v`, true],
    ["arn:aws:ec2", `arn:aws:ec2:eu-central-1:${own}:vpc/v`, true],
    ["arn:aws:s3:::*:*", `${bucket}/a:b`, true],
    [
      "arn:aws:logs:*:*:log-group:/aws/*",
      `arn:aws:logs:eu-central-1:${own}:log-group:/aws/eks/x:log-stream:y`,
      true,
    ],
    [
      "arn:aws:logs:*:*:log-group:/aws/*:log-stream:*",
      `arn:aws:logs:eu-central-1:${own}:log-group:/aws/eks/x:log-stream:y`,
      true,
    ],
    [
      "arn:aws:logs:*:*:log-group:/aws/*:log-stream:*",
      `arn:aws:logs:eu-central-1:${own}:log-group:/aws/eks/x`,
      false,
    ],
  ];
  it.each(resources)("[resource] %s and %s: %s", (pattern, on, fits) => {
    expect(decide(ann, { identity: [allow("*", pattern)] }, { on }).decision === "allowed").toBe(fits);
  });
});

describe("variables", () => {
  const keys = {
    "aws:username": "ann",
    "aws:principaltag/team": "blue",
    "aws:tagkeys": ["a", "b"],
    "aws:star": "*",
  };
  const home = (name: string) => `arn:aws:s3:::home/${name}/x`;
  const rows: readonly [pattern: string, resource: string, fits: boolean][] = [
    ["arn:aws:s3:::home/${aws:username}/*", home("ann"), true],
    ["arn:aws:s3:::home/${aws:username}/*", home("bob"), false],
    ["arn:aws:s3:::home/${AWS:UserName}/*", home("ann"), true],
    ["arn:aws:s3:::home/${aws:PrincipalTag/team}/*", home("blue"), true],
    ["arn:aws:s3:::home/${aws:PrincipalTag/none}/*", home("blue"), false],
    ["arn:aws:s3:::home/${aws:PrincipalTag/none, 'all'}/*", home("all"), true],
    ["arn:aws:s3:::home/${aws:PrincipalTag/team, 'all'}/*", home("all"), false],
    ["arn:aws:s3:::home/${aws:username}-${aws:PrincipalTag/team}/*", home("ann-blue"), true],
    ["arn:aws:s3:::home/${aws:TagKeys}/*", home("a"), false],
    ["arn:aws:s3:::home/${*}/*", home("*"), true],
    ["arn:aws:s3:::home/${*}/*", home("ann"), false],
    ["arn:aws:s3:::home/${?}/*", home("?"), true],
    ["arn:aws:s3:::home/${?}/*", home("a"), false],
    ["arn:aws:s3:::home/${$}/*", home("$"), true],
    ["arn:aws:s3:::home/${aws:star}/*", home("ann"), false],
    ["arn:aws:s3:::home/${aws:star}/*", home("*"), true],
  ];
  it.each(rows)("[variables] %s and %s: %s", (pattern, on, fits) => {
    expect(decide(ann, { identity: [allow("s3:*", pattern)] }, { on, keys }).decision === "allowed").toBe(
      fits,
    );
  });

  it("[variables] mean themselves in version 2008-10-17", () => {
    const ask = (on: string) => {
      const text = document([allow("s3:*", "arn:aws:s3:::home/${aws:username}/*")], "2008-10-17");
      return evaluate({
        principal: ann,
        action: "s3:GetObject",
        resource: on,
        keys,
        policies: { identity: [{ name: "old", document: text }] },
      }).decision;
    };
    expect(ask(home("ann"))).toBe("implicitDeny");
    expect(ask(home("${aws:username}"))).toBe("allowed");
  });

  const mine = "${aws:PrincipalTag/team}";
  const onTeam = (operator: string, more: ConditionKeys) =>
    decide(ann, { identity: [allow("*", "*", when(operator, "aws:ResourceTag/team", mine))] }, { keys: more })
      .decision;
  const blue = { "aws:principaltag/team": "blue", "aws:resourcetag/team": "blue" };
  it.each([
    ["StringEquals", blue, "allowed"],
    ["StringEquals", { ...blue, "aws:resourcetag/team": "red" }, "implicitDeny"],
    ["StringLike", blue, "allowed"],
    ["StringEqualsIgnoreCase", { ...blue, "aws:resourcetag/team": "BLUE" }, "allowed"],
    ["StringNotEquals", { ...blue, "aws:resourcetag/team": "red" }, "allowed"],
    ["StringNotEquals", { "aws:resourcetag/team": "red" }, "implicitDeny"],
    ["NumericEquals", blue, "implicitDeny"],
  ])("[variables] as a value of %s with %o: %s", (operator, more, decision) => {
    expect(onTeam(operator, more)).toBe(decision);
  });
});

describe("condition operators", () => {
  const rows: readonly [
    operator: string,
    expected: unknown,
    actual: string | string[] | undefined,
    holds: boolean,
  ][] = [
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", "a*", "ab", false],
    ["StringEquals", "a", undefined, false],
    ["StringEquals", true, "true", true],
    ["StringNotEquals", "a", "b", true],
    ["StringNotEquals", "a", "a", false],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", "a", undefined, true],
    ["StringEqualsIgnoreCase", "aB", "Ab", true],
    ["StringEqualsIgnoreCase", "a", "b", false],
    ["StringNotEqualsIgnoreCase", "a", "A", false],
    ["StringNotEqualsIgnoreCase", "a", "b", true],
    ["StringLike", "a*c?", "abbbcd", true],
    ["StringLike", "a*c?", "abbbc", false],
    ["StringLike", "*", "", true],
    ["StringNotLike", "a*", "b", true],
    ["StringNotLike", "a*", "ab", false],
    ["StringNotLike", "a*", undefined, true],
    ["NumericEquals", "10", "10.0", true],
    ["NumericEquals", 10, "10", true],
    ["NumericEquals", "10", "x", false],
    ["NumericNotEquals", "10", "11", true],
    ["NumericNotEquals", "10", "10", false],
    ["NumericLessThan", "10", "9", true],
    ["NumericLessThan", "10", "10", false],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericLessThanEquals", "10", "11", false],
    ["NumericGreaterThan", "10", "11", true],
    ["NumericGreaterThan", "10", "10", false],
    ["NumericGreaterThanEquals", "10", "10", true],
    ["NumericGreaterThanEquals", "10", "9", false],
    ["DateEquals", "2026-05-01T00:00:00Z", "2026-05-01T02:00:00+02:00", true],
    ["DateEquals", "2026-05-01", "2026-05-02", false],
    ["DateEquals", "2026-05", "2026-05-01T00:00:00.000-00:00", true],
    ["DateEquals", "2026-05-01T01:30-02:30", "2026-05-01T04:00Z", true],
    ["DateEquals", "soon", "soon", false],
    ["DateNotEquals", "2026-05-01", "2026-05-02T00:00:00Z", true],
    ["DateLessThan", "2026-05-01T00:00:00Z", "2026-04-30T23:59:59Z", true],
    ["DateLessThan", "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z", false],
    ["DateLessThanEquals", "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z", true],
    ["DateGreaterThan", "2026-05-01T00:00:00Z", "1777593601", true],
    ["DateGreaterThan", "2026-05-01T00:00:00Z", "1777593600", false],
    ["DateGreaterThanEquals", "1777593600", "2026-05-01T00:00:00", true],
    ["Bool", "true", "true", true],
    ["Bool", true, "true", true],
    ["Bool", "true", "false", false],
    ["Bool", "false", undefined, false],
    ["BoolIfExists", "false", undefined, true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ6", false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.77", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.1", false],
    ["IpAddress", "203.0.113.7", "203.0.113.7", true],
    ["IpAddress", "0.0.0.0/0", "8.8.8.8", true],
    ["IpAddress", ["10.0.0.0/8", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::1", true],
    ["IpAddress", "2001:db8::/32", "2001:db9::1", false],
    ["IpAddress", "0.0.0.0/0", "::1", false],
    ["IpAddress", "10.0.0.0/8", "ec2.amazonaws.com", false],
    ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
    ["NotIpAddress", "203.0.113.0/24", "203.0.113.1", false],
    ["ArnEquals", "arn:aws:sns:*:*:topic", `arn:aws:sns:eu-central-1:${own}:topic`, true],
    ["ArnEquals", "arn:aws:sns:*:topic", `arn:aws:sns:eu-central-1:${own}:topic`, false],
    [
      "ArnLike",
      `arn:aws:cloudtrail:*:${own}:trail/*`,
      `arn:aws:cloudtrail:eu-central-1:${own}:trail/all`,
      true,
    ],
    [
      "ArnLike",
      `arn:aws:cloudtrail:*:${own}:trail/*`,
      `arn:aws:cloudtrail:eu-central-1:${other}:trail/all`,
      false,
    ],
    ["ArnLike", "*", appRole, true],
    ["ArnNotEquals", appRole, appRole, false],
    ["ArnNotLike", "arn:aws:iam::*:role/app*", `arn:aws:iam::${own}:role/other`, true],
    ["Null", "true", undefined, true],
    ["Null", "true", "x", false],
    ["Null", "true", [], true],
    ["StringNotEquals", "a", [], true],
    ["ForAnyValue:StringEqualsIfExists", "a", [], true],
    ["Null", "false", "x", true],
    ["Null", false, undefined, false],
    ["StringEqualsIfExists", "a", undefined, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["StringEqualsIfExists", "a", "a", true],
    ["NumericLessThanIfExists", "10", "11", false],
    ["StringEqual", "a", "a", false],
    ["stringequals", "a", "a", false],
    ["ForAllValues:StringEquals", ["a", "b"], ["a"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", ["a", "b"], [], true],
    ["ForAllValues:StringEquals", ["a", "b"], undefined, true],
    ["ForAllValues:StringLike", "key1*", ["key1", "key12"], true],
    ["ForAllValues:StringNotLike", "key1*", ["key2", "key12"], false],
    ["ForAllValues:StringNotEquals", ["a"], ["b", "c"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], undefined, false],
    ["ForAnyValue:StringEquals", "a", "a", true],
    ["ForAnyValue:StringNotEquals", "a", ["a", "b"], true],
    ["ForAnyValue:StringNotEquals", "a", ["a"], false],
    ["ForAnyValue:StringNotEquals", "a", undefined, false],
    ["ForAnyValue:StringEqualsIfExists", "a", undefined, true],
    ["ForAnyValue:ArnLike", "arn:aws:iam::*:role/app", [appRole], true],
    ["StringEquals", "a", ["a", "b"], true],
    ["StringNotEquals", "a", ["a", "b"], false],
  ];
  it.each(rows)("[operators] %s %o of %o: %s", (operator, expected, actual, holds) => {
    const keys: ConditionKeys = actual === undefined ? {} : { "test:key": actual };
    const { decision } = decide(
      ann,
      { identity: [allow("*", "*", when(operator, "test:Key", expected))] },
      { keys },
    );
    expect(decision === "allowed").toBe(holds);
  });

  const both = allow("*", "*", {
    Condition: { StringEquals: { "a:x": "1", "a:y": "2" }, Bool: { "a:z": "true" } },
  });
  table([
    [
      "[operators] all operators and keys hold",
      ann,
      { identity: [both] },
      "allowed",
      { keys: { "a:x": "1", "a:y": "2", "a:z": "true" } },
    ],
    [
      "[operators] one key does not",
      ann,
      { identity: [both] },
      "no identity",
      { keys: { "a:x": "1", "a:y": "3", "a:z": "true" } },
    ],
    [
      "[operators] one operator does not",
      ann,
      { identity: [both] },
      "no identity",
      { keys: { "a:x": "1", "a:y": "2", "a:z": "false" } },
    ],
    [
      "[operators] what every object inherits is no key",
      ann,
      { identity: [allow("*", "*", when("Null", "constructor", "false"))] },
      "no identity",
    ],
    [
      "[operators] an empty condition holds",
      ann,
      { identity: [allow("*", "*", { Condition: {} })] },
      "allowed",
    ],
  ]);
});

describe("policies of this kind of platform", () => {
  const insecure = [
    deny("s3:*", [bucket, `${bucket}/*`], {
      Principal: everybody,
      ...when("Bool", "aws:SecureTransport", "false"),
    }),
  ];
  const sageMaker = document(
    JSON.parse(documentOf(sageMakerFullAccess as Parameters<typeof documentOf>[0])).Statement,
  );
  const withSageMaker = (action: string, resource: string) =>
    evaluate({
      principal: app,
      action,
      resource,
      keys: {},
      policies: { identity: [{ name: "AmazonSageMakerFullAccess", document: sageMaker }] },
    }).decision;
  const tagged = (value?: string): Question => ({
    action: "autoscaling:SetDesiredCapacity",
    on: `arn:aws:autoscaling:eu-central-1:${own}:autoScalingGroup:x:autoScalingGroupName/a`,
    keys: value === undefined ? {} : { "aws:resourcetag/k8s.io/cluster-autoscaler/enabled": value },
  });
  const autoscaler = [
    allow(
      ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      "*",
      when("StringEquals", "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled", "true"),
    ),
  ];
  const passing = [
    allow("iam:PassRole", appRole, when("StringEquals", "iam:PassedToService", "eks.amazonaws.com")),
  ];
  const mfa = [allow("*"), deny("*", "*", when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"))];
  table([
    [
      "a bucket that refuses plain HTTP: over TLS",
      ann,
      { identity: [get], resource: insecure },
      "allowed",
      { keys: { "aws:securetransport": "true" } },
    ],
    [
      "a bucket that refuses plain HTTP: without",
      ann,
      { identity: [get], resource: insecure },
      "denied by resource",
      { keys: { "aws:securetransport": "false" } },
    ],
    [
      "cluster-autoscaler on a group of the cluster",
      app,
      { identity: autoscaler },
      "allowed",
      tagged("true"),
    ],
    ["cluster-autoscaler on another group", app, { identity: autoscaler }, "no identity", tagged("false")],
    ["cluster-autoscaler on an untagged group", app, { identity: autoscaler }, "no identity", tagged()],
    [
      "a role handed to the service it is for",
      ann,
      { identity: passing },
      "allowed",
      { action: "iam:PassRole", on: appRole, keys: { "iam:passedtoservice": "eks.amazonaws.com" } },
    ],
    [
      "a role handed to another service",
      ann,
      { identity: passing },
      "no identity",
      { action: "iam:PassRole", on: appRole, keys: { "iam:passedtoservice": "ec2.amazonaws.com" } },
    ],
    [
      "multi-factor authentication: given",
      ann,
      { identity: mfa },
      "allowed",
      { keys: { "aws:multifactorauthpresent": "true" } },
    ],
    [
      "multi-factor authentication: not given",
      ann,
      { identity: mfa },
      "denied by identity",
      { keys: { "aws:multifactorauthpresent": "false" } },
    ],
    [
      "multi-factor authentication: an access key knows nothing of it, and IfExists strikes",
      ann,
      { identity: mfa },
      "denied by identity",
    ],
  ]);

  it.each([
    ["s3:GetObject", "arn:aws:s3:::team-sagemaker-data/x", "allowed"],
    ["s3:GetObject", "arn:aws:s3:::SageMaker/x", "allowed"],
    ["s3:PutObject", "arn:aws:s3:::team-sagemaker-data/x", "allowed"],
    ["s3:GetObject", "arn:aws:s3:::team-data/x", "implicitDeny"],
    ["s3:GetObject", "arn:aws:s3:::team-data/sagemaker/x", "allowed"],
    ["sagemaker:CreateTrainingJob", `arn:aws:sagemaker:eu-central-1:${own}:training-job/x`, "allowed"],
    ["iam:CreateRole", appRole, "implicitDeny"],
  ])("AmazonSageMakerFullAccess: %s on %s: %s", (action, resource, decision) => {
    expect(withSageMaker(action, resource)).toBe(decision);
  });
});

describe("what a decision tells", () => {
  it("names the statements that denied, with policy and place", () => {
    const identity = [
      { name: "p", document: document([get, { ...deny("s3:*"), Sid: "NoS3" }, deny("s3:Get*")]) },
    ];
    const { matched, by } = evaluate({
      principal: ann,
      action: "s3:GetObject",
      resource: object,
      keys: {},
      policies: { identity },
    });
    expect(by).toBe("identity");
    expect(matched).toEqual([
      { policy: "p", type: "identity", effect: "Deny", statement: "NoS3", index: 1 },
      { policy: "p", type: "identity", effect: "Deny", statement: "statement 3", index: 2 },
    ]);
  });

  it("names what allowed, also where something else kept it back", () => {
    const { matched, decision } = decide(ann, { identity: [get], boundary: [nothing] });
    expect(decision).toBe("implicitDeny");
    expect(matched).toEqual([
      { policy: "identity 0", type: "identity", effect: "Allow", statement: "statement 1", index: 0 },
    ]);
  });

  it("lists the keys that were asked for and are not there, as the policies spell them", () => {
    const identity = [
      allow("s3:*", "arn:aws:s3:::${aws:PrincipalTag/Team}/*"),
      allow("s3:*", "*", when("StringEquals", "aws:SourceVpce", "vpce-1")),
      allow("ec2:*", "*", when("StringEquals", "ec2:Vpc", "x")),
      allow("s3:*", "*", when("StringLike", "aws:SourceVpce", "vpce-*")),
      allow("s3:*", "*", when("Bool", "aws:SecureTransport", "true")),
    ];
    const { missingKeys } = decide(ann, { identity }, { keys: { "aws:securetransport": "true" } });
    expect(missingKeys).toEqual(["aws:PrincipalTag/Team", "aws:SourceVpce"]);
  });
});
