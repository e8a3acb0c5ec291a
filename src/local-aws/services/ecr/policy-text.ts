import { InvalidParameterException } from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { unknownPrincipals } from "../iam/unknown-principals.ts";

type Kind = "repository" | "registry";

/** Refuses a text that is no policy, or that speaks of actions or principals that do not exist here. @throws InvalidParameterException */
export function checkedPolicy(policyText = "", kind: Kind, ctx: Context): string {
  const document = parse(policyText);
  const valid =
    document !== undefined &&
    [document.Statement ?? []].flat().length > 0 &&
    [document.Statement].flat().every((statement) => isStatement(statement, kind)) &&
    unknownPrincipals(document, ctx).length === 0;
  if (valid) return policyText;
  throw exception(
    InvalidParameterException,
    `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid ${kind} policy provided'`,
  );
}

type Elements = Readonly<Record<string, unknown>>;

function parse(text: string): Elements | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** A repository's policy is about the repository: it names no resource. A registry's has to. */
function isStatement(statement: unknown, kind: Kind): boolean {
  if (!isObject(statement)) return false;
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
  const actions = [Action ?? NotAction ?? []].flat();
  const namesResource = Resource !== undefined || NotResource !== undefined;
  return (
    (Effect === "Allow" || Effect === "Deny") &&
    (Principal !== undefined || NotPrincipal !== undefined) &&
    actions.length > 0 &&
    actions.every((action) => action === "*" || /^ecr:[\w*?]+$/i.test(String(action))) &&
    namesResource === (kind === "registry")
  );
}

function isObject(value: unknown): value is Elements {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
