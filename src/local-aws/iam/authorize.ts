import type { Caller, Context } from "../context.ts";
import type { Operation } from "../operation.ts";
import type { Service } from "../service.ts";
import type { ErrorCode } from "../service-errors.ts";
import type { AccessRequest, ConditionKeys, Decision } from "./access.ts";
import type { AccessQuestion } from "./authorization.ts";
import { policiesOf } from "./caller-policies.ts";
import { badCredentials } from "./credential-errors.ts";
import { callerName, denyingStatement, refusal } from "./denial.ts";
import { evaluate } from "./evaluate.ts";
import { conditionKeys } from "./global-keys.ts";

/** Asks IAM whether the caller may do this. @throws ServiceError, the service's own refusal, when it may not */
export function authorize(service: Service, operation: Operation, input: unknown, ctx: Context): void {
  const rule = service.authorization.rules[operation.name];
  const action = defaultAction(service, operation);
  const { denied } = service.errors;
  for (const question of rule ? rule(input, ctx) : plain) {
    if (mayAnything(ctx.caller, question)) ctx.accessLog.allowed(ctx.caller.arn, question.action ?? action);
    else require(ctx, { ...question, action: question.action ?? action }, denied, operation.name);
  }
}

/** The question of an operation without a rule. */
const plain: readonly AccessQuestion[] = [{}];

/** A question about a certain action: what handlers ask for themselves, S3 of a key for instance. */
export type CertainQuestion = AccessQuestion & { readonly action: string };

/** Whether the context's caller may: all its policies and the resource's own are weighed. */
export function mayAccess(ctx: Context, question: CertainQuestion): Decision {
  return mayAnything(ctx.caller, question) ? allowed : evaluate(new LazyRequest(ctx, question));
}

/** Refuses what {@link mayAccess} does not allow, with this code and AWS's words. @throws ServiceError */
export function requireAccess(ctx: Context, question: CertainQuestion, denied: ErrorCode): void {
  require(ctx, question, denied, undefined);
}

/**
 * Refuses who did not sign, where that has to be: all but S3, whose buckets decide, and the exchange of a token for credentials.
 * IAM refuses the sessions of users, too, unless they began with a code of a second device; those of federated users always.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 * @throws ServiceError
 */
export function requireCredentials(
  { protocol, signingName }: Service,
  { name }: Operation,
  { kind, session, userArn }: Caller,
): void {
  if (kind === "anonymous" && signingName !== "s3" && !unsigned.has(name))
    throw badCredentials("missing", protocol.name);
  if (signingName === "iam" && kind === "user" && session && (!session.mfa || userArn))
    throw badCredentials("unknown", protocol.name);
}

/** Operations whose input says who asks: `"authtype": "none"` in the model of STS. */
const unsigned = new Set(["AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

const allowed: Decision = { decision: "allowed", matched: [], missingKeys: [] };

function require(
  ctx: Context,
  question: CertainQuestion,
  denied: ErrorCode,
  operation: string | undefined,
): void {
  const decision = mayAccess(ctx, question);
  if (decision.decision === "allowed") ctx.accessLog.allowed(callerName(ctx.caller), question.action);
  else {
    note(ctx, question, decision, operation);
    throw refusal(ctx, question, decision, denied);
  }
}

/** Writes a denial down. */
export function note(
  ctx: Context,
  { action, resource = "*", keys }: CertainQuestion,
  { decision, by, ...rest }: Decision,
  operation?: string,
): void {
  if (decision === "allowed") return;
  const denying = denyingStatement({ decision, by, ...rest });
  ctx.accessLog.denied({
    time: ctx.now(),
    caller: [subjectOf(ctx.caller, keys), callerName(ctx.caller)].filter(Boolean).join(" of "),
    action,
    resource,
    decision,
    by,
    policy: denying?.policy,
    statement: denying?.statement,
    operation,
    missingKeys: rest.missingKeys,
  });
}

/** For whom a token's bearer was vouched: `system:serviceaccount:<namespace>:<name>`. */
function subjectOf({ kind, federatedBy }: Caller, keys: CertainQuestion["keys"] = {}): string | undefined {
  if (kind !== "anonymous" || federatedBy === undefined) return undefined;
  const [, subject] = Object.entries(keys).find(([name]) => name.endsWith(":sub")) ?? [];
  return subject?.toString();
}

/** The administrator in its own account, where no policy of the resource has a say: the way of nearly every request. */
function mayAnything(
  { administrator, account, session }: Caller,
  { resourceAccount, resourcePolicy }: AccessQuestion,
): boolean {
  return (
    administrator === true &&
    resourcePolicy === undefined &&
    session?.policies === undefined &&
    (resourceAccount === undefined || resourceAccount === account)
  );
}

/** A question with all that its answer depends on; condition keys are gathered when the first policy asks for one. */
class LazyRequest implements AccessRequest {
  readonly principal: Caller;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  readonly policies: AccessRequest["policies"];
  readonly #ctx: Context;
  readonly #question: CertainQuestion;
  #keys: ConditionKeys | undefined;

  constructor(ctx: Context, question: CertainQuestion) {
    this.principal = ctx.caller;
    this.action = question.action;
    this.resource = question.resource ?? "*";
    this.resourceAccount = question.resourceAccount;
    this.policies = { ...policiesOf(ctx), resource: question.resourcePolicy };
    this.#ctx = ctx;
    this.#question = question;
  }

  // On the class: a getter in an object literal gives every object a hidden class of its own, which keeps its request alive.
  get keys(): ConditionKeys {
    this.#keys ??= conditionKeys(this.#ctx, this.#question);
    return this.#keys;
  }
}

const actions = new Map<Operation, string>();

/** `<prefix>:<operation>`, put together once per operation. */
function defaultAction({ authorization: { prefix } }: Service, operation: Operation): string {
  let action = actions.get(operation);
  if (action === undefined) {
    action = `${prefix}:${operation.name}`;
    actions.set(operation, action);
  }
  return action;
}
