/**
 * One managed policy of AWS as data. The `source` page states the document; version and dates are those that
 * `iam get-policy` answered in May 2026.
 */
export interface AwsManagedPolicyData {
  readonly name: string;
  /** `/`, `/service-role/`, `/job-function/` or `/aws-service-role/`. */
  readonly path: string;
  /** The version's name at AWS, such as `v10`: only this one is known here. */
  readonly version: string;
  readonly created: string;
  readonly updated: string;
  readonly source: string;
  readonly statements: readonly StatementData[];
}

/** Actions by service prefix, their names separated by blanks; `*` stands for every service. */
type ActionData = Readonly<Record<string, string | undefined>>;

export interface StatementData {
  readonly sid?: string;
  readonly allow?: ActionData;
  readonly allowAllBut?: ActionData;
  readonly deny?: ActionData;
  readonly denyAllBut?: ActionData;
  readonly on?: readonly string[];
  readonly onAllBut?: readonly string[];
  /** IAM's `Condition` block as it is. */
  readonly when?: object;
}

/** The policy's document as IAM's JSON. */
export function documentOf({ statements }: Pick<AwsManagedPolicyData, "statements">): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementOf) });
}

function statementOf(data: StatementData): object {
  const { sid, allow, allowAllBut, deny, denyAllBut, on, onAllBut, when } = data;
  // Members that are undefined vanish in JSON.stringify.
  return {
    Sid: sid,
    Effect: (allow ?? allowAllBut) ? "Allow" : "Deny",
    Action: actionsOf(allow ?? deny),
    NotAction: actionsOf(allowAllBut ?? denyAllBut),
    Resource: on,
    NotResource: onAllBut,
    Condition: when,
  };
}

function actionsOf(actions: ActionData | undefined): string[] | undefined {
  if (!actions) return undefined;
  return Object.entries(actions).flatMap(([service, names = ""]) =>
    service === "*" ? ["*"] : names.split(" ").map((name) => `${service}:${name}`),
  );
}
