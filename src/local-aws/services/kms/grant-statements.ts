import type { GrantConstraints, GrantOperation } from "@aws-sdk/client-kms";
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
  return [...grants].flatMap((grant) =>
    entitled(grant, operation, context)
      .filter((principal) => isCaller(principal, caller))
      .map((principal) => ({
        Sid: `Grant${grant.id}`,
        Effect: "Allow",
        Principal: principal.startsWith("arn:") ? { AWS: principal } : { Service: principal },
        Action: action,
        Resource: "*",
      })),
  );
}

/**
 * Whether a grant that lets its grantee give grants lets it give this one: no operation more, no constraint less.
 * Source: the KMS developer guide, "Granting CreateGrant permission", 2026.
 */
export function covers(
  { operations, constraints }: Grant,
  terms: { readonly Operations?: readonly GrantOperation[]; readonly Constraints?: GrantConstraints },
): boolean {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = terms.Constraints ?? {};
  const { EncryptionContextEquals: mustEqual, EncryptionContextSubset: mustHold } = constraints ?? {};
  return (
    (terms.Operations ?? []).every((operation) => operations.includes(operation)) &&
    (!mustEqual || (equals !== undefined && isSame(mustEqual, equals))) &&
    (!mustHold || holds(mustHold, equals ?? subset ?? {}))
  );
}

/** Whom a grant lets do this: its grantee; who retires it may be others as well, in the end the account that gave it. */
function entitled(grant: Grant, operation: string, context: EncryptionContext): string[] {
  const { grantee, granteeService, retiring, retiringService, issuingAccount } = grant;
  const granted =
    (grant.operations as readonly string[]).includes(operation) &&
    (!constrained.has(operation) || constraintsHold(grant, context));
  const names = [
    ...(granted ? [grantee, granteeService] : []),
    ...(operation === "RetireGrant" ? [retiring, retiringService, issuingAccount] : []),
  ];
  return names.filter((name) => name !== undefined);
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
  return (!equals || isSame(equals, context)) && (!subset || holds(subset, context));
}

function holds(wanted: EncryptionContext, context: EncryptionContext): boolean {
  return Object.entries(wanted).every(([name, value]) => context[name] === value);
}

function isSame(wanted: EncryptionContext, context: EncryptionContext): boolean {
  return holds(wanted, context) && Object.keys(context).length === Object.keys(wanted).length;
}

function isCaller(name: string, { arn, roleArn, service, account }: Caller): boolean {
  const root = `arn:aws:iam::${account}:root`;
  return name === arn || name === roleArn || name === service || (account !== "" && name === root);
}
