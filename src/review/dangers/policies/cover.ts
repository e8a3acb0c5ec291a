import type { Condition, Elements, Statement } from "./document.ts";

/**
 * Whether everything that a statement reaches is reached by one of `others` of the same effect. Only what can be proved counts: when in
 * doubt the answer is no. Each combination of principal, action and resource is looked at by itself, so that splitting or joining
 * statements is no difference.
 */
export function isCovered(statement: Statement, others: readonly Statement[]): boolean {
  const rivals = others.filter(
    (other) => other.effect === statement.effect && asksNoMore(other.conditions, statement.conditions),
  );
  return atoms(statement.principals).every((principal) => {
    const named = rivals.filter((other) => includes(other.principals, principal, contains));
    return atoms(statement.actions).every((action) => {
      const able = named.filter((other) => includes(other.actions, action, containsAction));
      return atoms(statement.resources).every((resource) =>
        able.some((other) => includes(other.resources, resource, contains)),
      );
    });
  });
}

/** A statement without principals or resources is about all that its policy is attached to. */
const everything: Elements = { not: false, values: ["*"] };

function atoms(elements: Elements = everything): Elements[] {
  if (elements.not) return [elements];
  return elements.values.map((value) => ({ not: false, values: [value] }));
}

type Contains = (pattern: string, text: string) => boolean;

function includes(wide: Elements = everything, atom: Elements, contained: Contains): boolean {
  if (!wide.not) {
    const wanted = atom.not ? "*" : (atom.values[0] ?? "");
    return wide.values.some((pattern) => contained(pattern, wanted));
  }
  // All but some: what is left out must be left out by the other as well, or be something else for certain.
  if (atom.not) return wide.values.every((out) => atom.values.some((value) => contained(value, out)));
  const [value = ""] = atom.values;
  return !/[*?]/.test(value) && wide.values.every((out) => !contained(out, value));
}

/** The conditions of the wider statement must all be met wherever those of the narrower one are. */
function asksNoMore(wide: readonly Condition[], narrow: readonly Condition[]): boolean {
  return wide.every((asked) =>
    narrow.some(
      ({ operator, key, values }) =>
        operator === asked.operator &&
        key.toLowerCase() === asked.key.toLowerCase() &&
        (isAlternative(operator)
          ? values.every((value) => asked.values.includes(value))
          : JSON.stringify(values) === JSON.stringify(asked.values)),
    ),
  );
}

/** Of these, each further value lets more through; of the others (`StringNotEquals`, `Null`) it may not. */
const isAlternative = (operator: string): boolean =>
  /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/.test(operator);

const containsAction: Contains = (pattern, text) => contains(pattern.toLowerCase(), text.toLowerCase());

const patterns = new Map<string, RegExp>();

/** Whether every text that `text` matches (it may have wildcards itself) is matched by `pattern`. */
function contains(pattern: string, text: string): boolean {
  if (pattern === "*" || pattern === text) return true;
  if (!/[*?]/.test(pattern)) return false;
  return (patterns.get(pattern) ?? compiled(pattern)).test(text);
}

function compiled(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, "[^*]");
  const expression = new RegExp(`^${source}$`, "s");
  patterns.set(pattern, expression);
  return expression;
}
