import { InvalidInputException, MalformedPolicyDocumentException } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type PolicyKind, policyProblems } from "../../iam/grammar.ts";
import { findRole, findUser } from "./find.ts";

/** The document of an identity policy, unchanged; one within a role may be of the older version. @throws MalformedPolicyDocumentException */
export function identityPolicy(document = "", kind: "identity" | "managed" = "identity"): string {
  return wellFormed(document, kind);
}

/** The document of a role's trust policy, unchanged. @throws MalformedPolicyDocumentException */
export function trustPolicy(ctx: Context, document = ""): string {
  const { Statement } = JSON.parse(wellFormed(document, "trust")) as { Statement: unknown };
  for (const statement of [Statement].flat() as { Principal?: string | { AWS?: string | string[] } }[])
    if (typeof statement.Principal === "object") checkExistence(ctx, [statement.Principal.AWS ?? []].flat());
  return document;
}

/** Refuses what a simulation cannot be made with. @throws InvalidInputException */
export function requirePolicyDocument(document: string, kind: "identity" | "resource" = "identity"): void {
  const [problem] = policyProblems(document, kind);
  if (problem) throw exception(InvalidInputException, problem.message);
}

function wellFormed(document: string, kind: PolicyKind): string {
  const [problem] = policyProblems(document, kind);
  if (problem) throw malformed(problem.message);
  return document;
}

/** A trust policy may not name a role or user of this account that does not exist. */
function checkExistence(ctx: Context, names: readonly string[]): void {
  for (const name of names) {
    const [, account, kind] = /^arn:aws:iam::(\d{12}):(role|user)\//.exec(name) ?? [];
    const find = kind === "role" ? findRole : findUser;
    if (kind && account === ctx.account && !find(ctx, name))
      throw malformed(`Invalid principal in policy: "AWS":"${name}"`);
  }
}

function malformed(message: string): MalformedPolicyDocumentException {
  return exception(MalformedPolicyDocumentException, message);
}
