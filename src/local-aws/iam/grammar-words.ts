/** What a policy document gets wrong, whatever words a service has for it. */
export type PolicyFault =
  | "json"
  | "document"
  | "version"
  | "statementMissing"
  | "element"
  | "effectMissing"
  | "effect"
  | "effectCase"
  | "condition"
  | "date"
  | "oldVersion"
  | "principalProhibited"
  | "notPrincipal"
  | "principalMissing"
  | "principal"
  | "sid"
  | "duplicateSid"
  | "actionMissing"
  | "action"
  | "resourceProhibited"
  | "resource"
  | "resourceFields"
  | "resourceMissing";

/** A fault's words; of what is wrong, its name or text stands in place of `{}`. */
export type PolicyWords = Readonly<Record<PolicyFault, string>>;

const syntax = "Syntax errors in policy.";

/**
 * How IAM refuses the policies of users, groups, roles and sessions. From its answers as moto's tests and the issues of Terraform's
 * provider record them, May 2026. What stands first is reported first.
 */
export const identityWords: PolicyWords = {
  json: syntax,
  document: syntax,
  version: syntax,
  statementMissing: syntax,
  element: syntax,
  effectMissing: syntax,
  effect: syntax,
  condition: syntax,
  oldVersion: "Policy document must be version 2012-10-17 or greater.",
  effectCase: "The policy failed legacy parsing",
  date: "The policy failed legacy parsing",
  resourceFields: "The policy failed legacy parsing",
  principalProhibited: "Policy document should not specify a principal.",
  notPrincipal: "Policy document should not specify a principal.",
  principalMissing: syntax,
  principal: syntax,
  sid: "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  duplicateSid: "Statement IDs (SID) in a single policy must be unique.",
  actionMissing: "Policy statement must contain actions.",
  resourceMissing: "Policy statement must contain resources.",
  resourceProhibited: syntax,
  resource: "{}",
  action: "{}",
};

/** How S3 refuses a bucket's policy; other services have one sentence for every fault. From its answers in public issues, May 2026. */
export const resourceWords: PolicyWords = {
  json: "Policies must be valid JSON and the first byte must be '{'",
  document: "Unknown field {}",
  version: "The policy must contain a valid version string",
  statementMissing: "Missing required field Statement",
  element: "Unknown field {}",
  effectMissing: "Missing required field Effect",
  effect: "Invalid effect: {}",
  effectCase: "Invalid effect: {}",
  principalMissing: "Missing required field Principal",
  notPrincipal: "Allow with NotPrincipal is not allowed.",
  principal: "Invalid principal in policy",
  actionMissing: "Missing required field Action",
  action: "Policy has invalid action",
  resourceMissing: "Missing required field Resource",
  resource: "Policy has invalid resource",
  resourceFields: "Policy has invalid resource",
  resourceProhibited: "Has prohibited field {}",
  condition: "Invalid Condition type : {}",
  date: "Invalid Condition value",
  sid: syntax,
  duplicateSid: "The Statement Ids in the policy are not unique",
  oldVersion: syntax,
  principalProhibited: syntax,
};

/** How IAM refuses a role's trust policy. From its answers as versitygw's and LocalStack's tests record them, May 2026. */
export const trustWords: PolicyWords = {
  ...resourceWords,
  json: "This policy contains invalid Json",
  document: "Has prohibited field {}",
  statementMissing: "Could not parse the policy: Statement is empty!",
  element: "Has prohibited field {}",
  notPrincipal: "AssumeRole policy must not contain NotPrincipal field.",
  principal: "Invalid principal in policy: {}",
  action: "AssumeRole policy may only specify STS AssumeRole actions.",
  condition: "Syntax error in policy.",
  date: "Syntax error in policy.",
};
