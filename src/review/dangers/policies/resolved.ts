import type { Elements, Statement } from "./document.ts";

/**
 * Declared statements whose references (`${aws_kms_key.s3.arn}`) stand for values only known after the apply: where the deployed
 * statement of the same Sid has a value that fits such a text, that value is put in, so that only what really differs shows.
 */
export function resolvedWith(declared: readonly Statement[], deployed: readonly Statement[]): Statement[] {
  return declared.map((statement) => {
    const before = deployed.find(({ sid, effect }) => sid === statement.sid && effect === statement.effect);
    return before ? resolved(statement, before) : statement;
  });
}

function resolved(statement: Statement, before: Statement): Statement {
  const { principals, resources, conditions } = statement;
  const keys = fitted(
    conditions.map(({ key }) => key),
    before.conditions.map(({ key }) => key),
  );
  return {
    ...statement,
    ...(principals ? { principals: elements(principals, before.principals) } : {}),
    ...(resources ? { resources: elements(resources, before.resources) } : {}),
    conditions: conditions.map(({ operator, values }, index) => {
      const key = keys[index] ?? "";
      const was = before.conditions.find((one) => one.operator === operator && one.key === key);
      return { operator, key, values: fitted(values, was?.values ?? []).sort() };
    }),
  };
}

const elements = ({ not, values }: Elements, before?: Elements): Elements => ({
  not,
  values: [...new Set(fitted(values, before?.values ?? []))].sort(),
});

/** Each text with references becomes the one of `known` that fits it and that no other text stands for already. */
function fitted(texts: readonly string[], known: readonly string[]): string[] {
  const free = new Set(known.filter((one) => !texts.includes(one)));
  return texts.map((text) => {
    if (!text.includes("${")) return text;
    const pattern = fitting(text);
    const match = [...free].find((one) => pattern.test(one));
    if (match !== undefined) free.delete(match);
    return match ?? text;
  });
}

/** What is inside a reference may hold quotes and parentheses, never a closing brace. */
function fitting(text: string): RegExp {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s");
}
