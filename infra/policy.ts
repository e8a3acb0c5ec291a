/**
 * IAM policy documents as plain typed data, in IAM's own vocabulary. Written here rather than read from data sources, so that a plan
 * shows the whole document and never depends on who runs it.
 */
export type PolicyValue = string | readonly string[];

/** Who a resource policy speaks of. `"*"` is everyone: only sensible in a Deny, or with a condition that names the caller. */
export type Principal =
  | "*"
  | {
      readonly AWS?: PolicyValue;
      readonly Service?: PolicyValue;
      readonly Federated?: PolicyValue;
      readonly CanonicalUser?: PolicyValue;
    };

/** Condition operator → condition key → accepted values, as in IAM. Numbers and booleans are written as strings. */
export type Condition = Readonly<Record<string, Readonly<Record<string, PolicyValue>>>>;

/** One statement. Strings may hold Terraform references (`bucket.arn`); `${aws:username}` and the like stay IAM's own variables. */
export interface Statement {
  readonly Sid: string;
  /** @default "Allow" */
  readonly Effect?: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: PolicyValue;
  readonly NotAction?: PolicyValue;
  readonly Resource?: PolicyValue;
  readonly NotResource?: PolicyValue;
  readonly Condition?: Condition;
}

/**
 * The document as JSON text, keys always in the same order, so that an unchanged policy is an unchanged plan.
 * Throws on what IAM refuses only at apply: no statement, a malformed or repeated `Sid`, a statement without action.
 */
export function policyDocument(statements: readonly Statement[]): string {
  if (statements.length === 0) throw new Error("A policy document needs at least one statement.");
  const sids = new Set<string>();
  for (const { Sid, Action, NotAction } of statements) {
    if (!/^[0-9A-Za-z]+$/.test(Sid)) throw new Error(`Sid "${Sid}" may only hold letters and digits.`);
    if (sids.has(Sid)) throw new Error(`Sid "${Sid}" appears twice in one policy document.`);
    if (isEmpty(Action) && isEmpty(NotAction)) throw new Error(`Statement "${Sid}" names no action.`);
    sids.add(Sid);
  }
  return escapePolicyVariables(
    JSON.stringify({ Version: "2012-10-17", Statement: statements.map(inIamOrder) }),
  );
}

/** The trust policy that lets AWS services, and nobody else, assume a role. `Condition` guards against the confused deputy. */
export function serviceTrustPolicy(services: PolicyValue, condition?: Condition): string {
  return policyDocument([
    {
      Sid: "AssumedByService",
      Principal: { Service: services },
      Action: "sts:AssumeRole",
      Condition: condition,
    },
  ]);
}

function inIamOrder(statement: Statement): Record<string, unknown> {
  const {
    Sid,
    Effect = "Allow",
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
  } = statement;
  // `undefined` members vanish in JSON.stringify, which leaves exactly what was said.
  return {
    Sid,
    Effect,
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
    Condition: statement.Condition,
  };
}

function isEmpty(value: PolicyValue | undefined): boolean {
  return value === undefined || value.length === 0;
}

/** Terraform would read `${aws:…}` as its own interpolation; cdktn's unresolved references (`${TfToken[…]}`) must stay as they are. */
function escapePolicyVariables(json: string): string {
  return json.replace(/\$\{(?!TfToken\[)/g, () => "$${");
}
