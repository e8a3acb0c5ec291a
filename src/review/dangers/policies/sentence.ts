import type { Condition, Elements, Statement } from "./document.ts";

/** How many of a list are named before the rest is counted. */
const NAMED = 4;

/** A statement as people read it: `Allow s3:GetObject on data/* to role/train of 123456789012, if aws:SourceVpc is vpc-1`. */
export function sentence({ effect, principals, actions, resources, conditions }: Statement): string {
  const asked = conditions.map(conditionText).join(" and ");
  return [
    `${effect} ${elementsText(actions, (action) => (action === "*" ? "everything" : action))}`,
    resources && resources.values.join() !== "*" ? ` on ${elementsText(resources, resourceText)}` : "",
    resources?.values.join() === "*" && !resources.not ? " on every resource" : "",
    principals ? ` to ${elementsText(principals, principalText)}` : "",
    asked ? `, if ${asked}` : "",
  ].join("");
}

/** What comes and what goes between two statements, nothing shortened that could hide a difference. */
export function differences(before: Statement, after: Statement): string[] {
  return [
    ...(before.effect === after.effect ? [] : [`now ${after.effect}, was ${before.effect}`]),
    ...elementDifferences("", before.actions, after.actions),
    ...elementDifferences("on ", before.resources, after.resources),
    ...elementDifferences("to ", before.principals, after.principals).map((text) =>
      text.replace(/ \*$/, " everybody"),
    ),
    ...gained(after.conditions.map(conditionText), before.conditions.map(conditionText)).map(
      (text) => `now only if ${text}`,
    ),
    ...gained(before.conditions.map(conditionText), after.conditions.map(conditionText)).map(
      (text) => `no longer only if ${text}`,
    ),
  ];
}

function elementDifferences(word: string, before?: Elements, after?: Elements): string[] {
  const [old, now] = [named(before), named(after)];
  return [
    ...gained(now, old).map((name) => `also ${word}${name}`),
    ...gained(old, now).map((name) => `no longer ${word}${name}`),
  ];
}

const named = (elements?: Elements): string[] =>
  (elements?.values ?? []).map((value) => (elements?.not ? `all but ${value}` : value));

const gained = (now: readonly string[], old: readonly string[]): string[] =>
  now.filter((one) => !old.includes(one));

function elementsText({ not, values }: Elements, text: (value: string) => string): string {
  const shown = values.slice(0, values.length === NAMED + 1 ? NAMED + 1 : NAMED).map(text);
  const more = values.length - shown.length;
  return `${not ? "all but " : ""}${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `arn:aws:s3:::data/*` → `data/*`; `arn:aws:kms:ap-southeast-1:123456789012:key/1` → `kms key/1`. */
function resourceText(arn: string): string {
  const [, partition, service = "", , , ...rest] = arn.split(":");
  if (!partition?.startsWith("aws") || rest.length === 0) return arn;
  return service === "s3" ? rest.join(":") : `${service} ${rest.join(":")}`;
}

/** The account stays: a role of another account is another matter. */
function principalText(principal: string): string {
  if (principal === "*") return "everybody";
  const name = principal.slice(principal.indexOf(" ") + 1);
  const [, , , , account, ...rest] = name.split(":");
  if (!name.startsWith("arn:") || rest.length === 0) return name;
  return rest.join(":") === "root" ? `account ${account}` : `${rest.join(":")} of ${account}`;
}

const VERBS: readonly (readonly [operator: RegExp, verb: string])[] = [
  [/^(String|Arn|Numeric|Date|Binary)(Equals|EqualsIgnoreCase)$/, "is"],
  [/^(String|Arn|Numeric|Date)(NotEquals|NotEqualsIgnoreCase)$/, "is not"],
  [/^(String|Arn)Like$/, "is like"],
  [/^(String|Arn)NotLike$/, "is not like"],
  [/^Bool$/, "is"],
  [/^IpAddress$/, "is in"],
  [/^NotIpAddress$/, "is not in"],
  [/LessThan$/, "is below"],
  [/LessThanEquals$/, "is at most"],
  [/GreaterThan$/, "is above"],
  [/GreaterThanEquals$/, "is at least"],
];

function conditionText({ operator, key, values }: Condition): string {
  const [, set, name = "", optional] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const what = set === "ForAnyValue" ? `one of ${key}` : set === "ForAllValues" ? `each of ${key}` : key;
  if (name === "Null") return `${what} is ${values.join() === "true" ? "absent" : "there"}`;
  const verb = VERBS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
  return `${what} ${verb} ${values.join(" or ")}${optional ? " (or absent)" : ""}`;
}
