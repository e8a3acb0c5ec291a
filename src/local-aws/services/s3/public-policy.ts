/** As much of a policy document as decides whether it is public. */
export interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect?: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Condition keys that make a policy non-public when they are held to fixed values.
 * Source: the S3 user guide, "The meaning of public", 2026.
 */
const fixingKeys = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

const fixingOperators =
  /^(?:ForAnyValue:|ForAllValues:)?(?:String(?:Equals|Like)(?:IgnoreCase)?|Arn(?:Equals|Like)|IpAddress)$/;

/** True when a policy allows something to everybody, as S3 Block Public Access sees it. */
export function isPublicPolicy({ Statement }: PolicyDocument): boolean {
  return listOf(Statement).some(
    (statement) => statement.Effect === "Allow" && isForEverybody(statement) && !isFixed(statement),
  );
}

/** A JSON policy's value that may stand alone or in a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

function isForEverybody({ Principal, NotPrincipal }: PolicyStatement): boolean {
  if (NotPrincipal !== undefined || Principal === "*") return true;
  if (typeof Principal !== "object") return false;
  return Object.values(Principal).some((names) => listOf(names).includes("*"));
}

function isFixed({ Condition = {} }: PolicyStatement): boolean {
  return Object.entries(Condition).some(
    ([operator, keys]) =>
      fixingOperators.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          fixingKeys.has(key.toLowerCase()) && listOf(values).every((value) => !isOpen(value)),
      ),
  );
}

/** A value that leaves the door open after all. */
function isOpen(value: string): boolean {
  return /^[*?]*$/.test(value) || value === "0.0.0.0/0" || value === "::/0";
}
