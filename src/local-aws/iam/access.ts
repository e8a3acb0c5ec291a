/**
 * The words that everything about permissions here is said in. The engine (`evaluate.ts`) is pure over them and knows no service;
 * services say what a request asks for (`authorization.ts` of each), and `authorize.ts` brings the two together.
 */

/** What kind of thing sends a request, as far as policies tell them apart. */
export type PrincipalKind = "user" | "role" | "root" | "service" | "anonymous";

/** Who asks. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** 12 digits; of a service and of nobody: empty. */
  readonly account: string;
  /** `arn:aws:iam::…:user/x`, of a role's session `arn:aws:sts::…:assumed-role/<role>/<session>`; of a service or nobody: empty. */
  readonly arn: string;
  /** Of a role's session: the role's own ARN, which policies name as well. */
  readonly roleArn?: string;
  /** Of a federated user's session (`arn:aws:sts::…:federated-user/<name>`): ARN of the user who began it. */
  readonly userArn?: string;
  /** `cloudtrail.amazonaws.com`, when a service of AWS acts by itself. */
  readonly service?: string;
  /** Of a session that a web identity began: the provider's ARN, or `accounts.google.com` and the like. */
  readonly federatedBy?: string;
}

/** Condition keys and what they hold in one request; names in lower case. A key that is not there is absent, not empty. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

/** A policy with the name by which a refusal tells of it, such as `policy/deployer (arn:…)` or `bucket policy of logs`. */
export interface NamedPolicy {
  readonly name: string;
  /** JSON text, as it was stored. */
  readonly document: string;
}

/** How a resource's own policy counts. */
export interface ResourcePolicy extends NamedPolicy {
  /**
   * `optional`: in the owner's account identity policies are enough (buckets, repositories, log groups).
   * `required`: nobody gets in without it; where it names the whole account, identity policies decide (keys, roles' trust).
   */
  readonly kind: "optional" | "required";
}

/** One question to IAM with all that its answer depends on. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resources. */
  readonly resource: string;
  /** Account that owns the resource. @default the principal's */
  readonly resourceAccount?: string;
  /** Read only when a policy's answer depends on them. */
  readonly keys: ConditionKeys;
  readonly policies: {
    readonly identity: readonly NamedPolicy[];
    readonly boundary?: NamedPolicy;
    /** Policies handed over when the session began; undefined when there were none. */
    readonly session?: readonly NamedPolicy[];
    readonly resource?: ResourcePolicy;
  };
}

export type PolicyType = "identity" | "boundary" | "session" | "resource";

/** A statement that applied to a request. */
export interface MatchedStatement {
  readonly policy: string;
  readonly type: PolicyType;
  readonly effect: "Allow" | "Deny";
  /** Its Sid, else its place, counted from 1: `statement 2`. */
  readonly statement: string;
  /** Its place in the policy's list, from 0. */
  readonly index: number;
}

export interface Decision {
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** Of a refusal: which kind of policy denied, or did not allow; undefined when nothing was there that could allow. */
  readonly by?: PolicyType;
  /** What applied: all denying statements of a denial, else the allowing ones. */
  readonly matched: readonly MatchedStatement[];
  /** Condition keys that a policy asked for and the request did not have, as the policies spell them. */
  readonly missingKeys: readonly string[];
}
