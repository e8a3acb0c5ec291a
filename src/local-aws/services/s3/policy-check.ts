import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { unknownPrincipals } from "../iam/unknown-principals.ts";
import { onBuckets, onObjects } from "./policy-actions.ts";
import { isUnknownKey } from "./policy-keys.ts";
import { listOf, type PolicyDocument, type PolicyStatement } from "./public-policy.ts";
import type { Bucket } from "./state.ts";

/** Largest policy in bytes. Source: the S3 user guide, "Bucket policies", 2026. */
const mostBytes = 20 * 1024;

/**
 * A bucket's policy out of its text: one that speaks of that bucket and what is in it, of nothing else, and of principals that exist.
 * @throws MalformedPolicy, PolicyTooLarge
 */
export function checkedBucketPolicy(text: string, bucket: Bucket, ctx: Context): PolicyDocument {
  if (Buffer.byteLength(text) > mostBytes)
    throw new ServiceError("PolicyTooLarge", "Policy exceeds the maximum allowed document size.", 400);
  const [problem] = policyProblems(text, "resource");
  if (problem) throw malformed(problem.message);
  const policy = JSON.parse(text) as PolicyDocument;
  const [unknown] = unknownPrincipals(policy, ctx);
  if (unknown) throw malformed("Invalid principal in policy", `"${unknown.kind}" : "${unknown.name}"`);
  for (const statement of listOf(policy.Statement)) {
    checkResources(listOf(statement.Resource ?? statement.NotResource), bucket);
    checkActions(statement);
    checkConditionKeys(statement);
  }
  return policy;
}

function checkResources(resources: readonly string[], { name }: Bucket): void {
  for (const resource of resources) {
    const [arn = "", partition, service, , , ...rest] = resource.split(":");
    const [first = ""] = rest.join(":").split("/");
    if (arn !== "arn" || !partition || service !== "s3" || !matcher(first).test(name))
      throw malformed("Policy has invalid resource", resource);
  }
}

/** Every action has to be one of S3's, and one that can be done to a resource of its statement. */
function checkActions({ Action, NotAction, Resource }: PolicyStatement): void {
  const resources = listOf(Resource);
  const bucketToo = resources.some((resource) => !resource.includes("/") || /[*?].*\//.test(resource));
  const objectToo = resources.some((resource) => /[/*]/.test(resource));
  for (const action of listOf(Action ?? NotAction)) {
    const pattern = matcher(action.toLowerCase());
    const ofBuckets = onBuckets.some((one) => pattern.test(one));
    const ofObjects = onObjects.some((one) => pattern.test(one));
    if (!ofBuckets && !ofObjects) throw malformed("Policy has invalid action", action);
    if (resources.length > 0 && !(ofBuckets && bucketToo) && !(ofObjects && objectToo))
      throw malformed("Action does not apply to any resource(s) in statement", action);
  }
}

/** A key of S3's that there is not. What belongs to other services is let through. */
function checkConditionKeys({ Condition = {} }: PolicyStatement): void {
  for (const key of Object.values(Condition).flatMap((operator) => Object.keys(operator)))
    if (isUnknownKey(key)) throw malformed("Policy has an invalid condition key", key);
}

/** What a text with `*` and `?` may mean. */
function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}

function malformed(message: string, detail?: string): ServiceError {
  return new ServiceError("MalformedPolicy", message, 400, detail === undefined ? {} : { Detail: detail });
}
