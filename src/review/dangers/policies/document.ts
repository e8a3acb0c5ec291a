/** A statement's principals, actions or resources: the listed ones, or (`NotAction`) all but these. */
export interface Elements {
  readonly not: boolean;
  /** Sorted, each once. Principals carry their kind: `AWS arn:aws:iam::…`, `Service logs.amazonaws.com`; `*` is everybody. */
  readonly values: readonly string[];
}

export interface Condition {
  /** E.g. `StringEquals`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of an IAM policy in one form, however it was written: lists sorted, single values as lists, the Sid apart. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Absent in policies of an identity, which are about whoever has them. */
  readonly principals?: Elements;
  readonly actions: Elements;
  /** Absent in trust policies, which are about the role itself. */
  readonly resources?: Elements;
  readonly conditions: readonly Condition[];
}

/** The statements of an IAM policy document, or nothing when the text is none (ECR's lifecycle rules are JSON as well). */
export function statementsOf(text: unknown): Statement[] | undefined {
  const document = typeof text === "string" ? parsed(text) : text;
  if (!isObject(document) || document.Statement === undefined) return undefined;
  return [document.Statement].flat().filter(isObject).map(statement);
}

/** The same text for statements that say the same, whatever their Sid. */
export function canonical(given: Statement): string {
  const { effect, principals, actions, resources, conditions } = given;
  const lower = { ...actions, values: actions.values.map((one) => one.toLowerCase()) };
  const asked = conditions.map(({ operator, key, values }) => [operator, key.toLowerCase(), values]);
  return JSON.stringify([effect, principals, lower, resources, asked]);
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statement(given: Json): Statement {
  const principals = elements(given, "Principal", principalNames);
  const resources = elements(given, "Resource", texts);
  return {
    ...(typeof given.Sid === "string" && given.Sid !== "" ? { sid: given.Sid } : {}),
    effect: given.Effect === "Deny" ? "Deny" : "Allow",
    ...(principals ? { principals } : {}),
    actions: elements(given, "Action", texts) ?? { not: false, values: [] },
    ...(resources ? { resources } : {}),
    conditions: conditions(given.Condition),
  };
}

function elements(given: Json, name: string, read: (value: unknown) => string[]): Elements | undefined {
  if (given[name] !== undefined) return { not: false, values: sorted(read(given[name])) };
  const others = given[`Not${name}`];
  return others === undefined ? undefined : { not: true, values: sorted(read(others)) };
}

/** `{"AWS": "123456789012"}` and the ARN of that account's root are the same; so are `*` and `{"AWS": "*"}`. */
function principalNames(value: unknown): string[] {
  if (!isObject(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    texts(names).map((name) => {
      if (kind === "AWS" && name === "*") return "*";
      const account = kind === "AWS" && /^\d{12}$/.test(name);
      return `${kind} ${account ? `arn:aws:iam::${name}:root` : name}`;
    }),
  );
}

function conditions(value: unknown): Condition[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .flatMap(([operator, keys]) =>
      Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
        operator,
        key,
        values: sorted(texts(values)),
      })),
    )
    .sort((a, b) => compare(`${a.operator} ${a.key.toLowerCase()}`, `${b.operator} ${b.key.toLowerCase()}`));
}

const texts = (value: unknown): string[] => [value ?? []].flat().map(String);
const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort(compare);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
