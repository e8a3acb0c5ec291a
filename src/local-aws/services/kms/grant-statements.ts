import type { Caller } from "../../context.ts";
import type { EncryptionContext } from "./envelope.ts";
import type { KeyAction } from "./key-question.ts";
import type { Grant } from "./state.ts";

interface GrantStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string } | { readonly Service: string };
  readonly Action: string;
  readonly Resource: "*";
}

/** What a key's grants let this caller do, as statements of the key's policy. */
export function grantStatements(
  grants: Iterable<Grant>,
  action: KeyAction,
  caller: Caller,
  context: EncryptionContext = {},
): GrantStatement[] {
  const operation = action.slice("kms:".length);
  return [...grants].flatMap((grant) => {
    const principal = entitled(grant, operation, caller, context);
    if (principal === undefined) return [];
    const Principal: GrantStatement["Principal"] = principal.startsWith("arn:")
      ? { AWS: principal }
      : { Service: principal };
    return [{ Sid: `Grant${grant.id}`, Effect: "Allow", Principal, Action: action, Resource: "*" }];
  });
}

function entitled(
  grant: Grant,
  operation: string,
  caller: Caller,
  context: EncryptionContext,
): string | undefined {
  if (operation === "RetireGrant") {
    const retiring = [grant.retiring, grant.retiringService].find((name) => isCaller(name, caller));
    if (retiring !== undefined) return retiring;
  }
  if (!(grant.operations as readonly string[]).includes(operation)) return undefined;
  if (constrained.has(operation) && !constraintsHold(grant, context)) return undefined;
  return [grant.grantee, grant.granteeService].find((name) => isCaller(name, caller));
}

/** The operations that carry an encryption context, which constraints can therefore hold to it. */
const constrained = new Set([
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
]);

function constraintsHold({ constraints }: Grant, context: EncryptionContext): boolean {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = constraints ?? {};
  const holds = (wanted: EncryptionContext) =>
    Object.entries(wanted).every(([name, value]) => context[name] === value);
  if (equals && (!holds(equals) || Object.keys(context).length !== Object.keys(equals).length)) return false;
  return !subset || holds(subset);
}

function isCaller(name: string | undefined, { arn, roleArn, service, account }: Caller): boolean {
  if (name === undefined) return false;
  const root = `arn:aws:iam::${account}:root`;
  return name === arn || name === roleArn || name === service || (account !== "" && name === root);
}
