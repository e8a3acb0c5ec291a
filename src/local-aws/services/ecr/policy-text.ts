import { InvalidParameterException } from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { unknownPrincipals } from "../iam/unknown-principals.ts";

/** A repository's policy is about the repository and names no resource; a registry's has to. */
const grammars = { repository: "repository", registry: "resource" } as const;

/**
 * The text of a policy, unchanged. Refused is what is no policy, or speaks of another service's actions or of principals that are
 * not there; ECR has one sentence for all of it.
 * @throws InvalidParameterException
 */
export function checkedPolicy(policyText = "", kind: keyof typeof grammars, ctx: Context): string {
  if (policyProblems(policyText, grammars[kind]).length === 0) {
    const document = JSON.parse(policyText) as PolicyDocument;
    if (isOfEcr(document) && unknownPrincipals(document, ctx).length === 0) return policyText;
  }
  throw exception(
    InvalidParameterException,
    `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid ${kind} policy provided'`,
  );
}

interface Actions {
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
}

interface PolicyDocument {
  readonly Statement: Actions | readonly Actions[];
}

function isOfEcr({ Statement }: PolicyDocument): boolean {
  return [Statement]
    .flat()
    .every(({ Action, NotAction }) =>
      [Action ?? NotAction ?? []].flat().every((action) => action === "*" || /^ecr:/i.test(action)),
    );
}
