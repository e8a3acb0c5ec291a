import { createHash } from "node:crypto";
import { type AwsManagedPolicyData, documentOf } from "./aws-managed-policies/aws-managed-policy-data.ts";
import { awsManagedPolicyData } from "./aws-managed-policies/index.ts";
import type { ManagedPolicy } from "./state.ts";

let byArn: Map<string, ManagedPolicy> | undefined;

/** All managed policies of AWS that are known here, by ARN; made when one is first asked for. */
export function awsManagedPolicies(): ReadonlyMap<string, ManagedPolicy> {
  byArn ??= new Map(awsManagedPolicyData.map(fromData).map((policy) => [policy.arn, policy]));
  return byArn;
}

/** The managed policy of AWS with this ARN, such as `arn:aws:iam::aws:policy/AmazonEKSClusterPolicy`. */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return arn.startsWith("arn:aws:iam::aws:") ? awsManagedPolicies().get(arn) : undefined;
}

function fromData(data: AwsManagedPolicyData): ManagedPolicy {
  const { name, path, version } = data;
  const updated = new Date(data.updated);
  return {
    name,
    path,
    id: idOf(name),
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    created: new Date(data.created),
    updated,
    tags: new Map(),
    defaultVersion: version,
    versions: new Map([[version, { document: documentOf(data), created: updated }]]),
    lastVersion: Number(version.slice(1)),
  };
}

/** `ANPA…` as AWS's, always the same for one policy: the real one is not published. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return `ANPA${Array.from(digest.subarray(0, 17), (byte) => base32[byte & 31]).join("")}`;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
