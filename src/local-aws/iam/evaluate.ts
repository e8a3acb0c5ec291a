import type {
  AccessRequest,
  ConditionKeys,
  Decision,
  MatchedStatement,
  NamedPolicy,
  PolicyType,
  Principal,
} from "./access.ts";
import { isPresent } from "./conditions.ts";
import { compiledPolicy, type Statement } from "./policy.ts";
import { farther, type Named } from "./principals.ts";

/**
 * What AWS's evaluation logic makes of a request and all the policies that speak about it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, May 2026
 * @throws SyntaxError when a policy is no JSON
 */
export function evaluate(request: AccessRequest): Decision {
  const { identity, boundary, session, resource } = request.policies;
  const review: Review = { request, allowed: [], denied: [], missingKeys: [], named: undefined };
  const votes: Votes = {
    identity: someAllow(review, "identity", identity),
    boundary: boundary && someAllow(review, "boundary", [boundary]),
    session: session && someAllow(review, "session", session),
    named: resource && (someAllow(review, "resource", [resource]) ? review.named : undefined),
  };
  const { allowed, denied, missingKeys } = review;
  const [denial] = denied;
  if (denial) return { decision: "explicitDeny", by: denial.type, matched: denied, missingKeys };
  const result = weigh(request, votes);
  return result === "allowed"
    ? { decision: result, matched: allowed, missingKeys }
    : { decision: "implicitDeny", by: result, matched: allowed, missingKeys };
}

/** What the walk through the policies collects. */
interface Review {
  readonly request: AccessRequest;
  readonly allowed: MatchedStatement[];
  readonly denied: MatchedStatement[];
  readonly missingKeys: string[];
  /** As what the resource's policy names the principal in what it allows. */
  named: Named | undefined;
}

/** Whether each type of policy allows; undefined where there is none of a type that limits others. */
interface Votes {
  readonly identity: boolean;
  readonly boundary: boolean | undefined;
  readonly session: boolean | undefined;
  /** As what the resource's policy allows it to the principal; undefined when it does not. */
  readonly named: Named | undefined;
}

/** `allowed`, or the type of policy that should have allowed it, if there could be one. */
function weigh(
  { principal, resourceAccount, policies }: AccessRequest,
  votes: Votes,
): "allowed" | PolicyType | undefined {
  const { named } = votes;
  if (!hasIdentityPolicies(principal)) return named ? "allowed" : policies.resource && "resource";
  const byIdentity = votes.identity ? (limit(votes) ?? "allowed") : "identity";
  if (resourceAccount !== undefined && resourceAccount !== principal.account)
    return byIdentity === "allowed" && !named ? "resource" : byIdentity;
  if (!named && policies.resource?.kind === "required") return "resource";
  if (!named || named === "account") return byIdentity;
  if (named === "itself" || (named === "user" && votes.session === undefined)) return "allowed";
  return limit(votes) ?? "allowed";
}

/** Services that act by themselves, and whoever is not known, have nothing but what resources grant them. */
function hasIdentityPolicies({ kind }: Principal): boolean {
  return kind !== "service" && kind !== "anonymous";
}

/** Which type of policy keeps back what others grant. */
function limit({ boundary, session }: Votes): PolicyType | undefined {
  if (boundary === false) return "boundary";
  return session === false ? "session" : undefined;
}

/** Whether a statement of these policies allows the request. Notes all that apply. */
function someAllow(review: Review, type: PolicyType, policies: readonly NamedPolicy[]): boolean {
  let allows = false;
  for (const { name, document } of policies) {
    for (const statement of compiledPolicy(document)(review.request.action)) {
      const named = nameIn(statement, review, type);
      if (named === undefined || !applies(statement, review, type)) continue;
      const { effect, label, index } = statement;
      const noted = effect === "Allow" ? review.allowed : review.denied;
      noted.push({ policy: name, type, effect, statement: label, index });
      if (effect === "Deny") continue;
      allows = true;
      if (type === "resource") review.named = farther(review.named, named);
    }
  }
  return allows;
}

/** As what a statement means the principal: its own policies mean nobody else, a resource's say whom they mean. */
function nameIn(statement: Statement, { request }: Review, type: PolicyType): Named | undefined {
  if (type !== "resource") return "itself";
  return statement.principal?.(request.principal, request.policies.boundary !== undefined);
}

const noKeys: ConditionKeys = {};

function applies(
  { resource, conditions, asks, usesKeys }: Statement,
  { request, missingKeys }: Review,
  type: PolicyType,
): boolean {
  const keys = usesKeys ? request.keys : noKeys;
  // Only where a policy hangs on a resource may a statement leave out which one it means.
  const about = resource ? resource(request.resource, keys) : type === "resource";
  if (about === false) return false;
  for (const { key, spelled } of asks)
    if (!isPresent(keys[key]) && !missingKeys.includes(spelled)) missingKeys.push(spelled);
  if (about === undefined) return false;
  for (const { holds } of conditions) if (!holds(keys)) return false;
  return true;
}
