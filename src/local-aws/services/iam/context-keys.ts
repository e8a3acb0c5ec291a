import {
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { operation } from "../../operation.ts";
import { requirePolicyDocument } from "./policy-document.ts";
import { simulatedPolicies } from "./simulated-policies.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html */
export const getContextKeysForCustomPolicy = operation(
  GetContextKeysForCustomPolicyCommand,
  ({ PolicyInputList = [] }) => ({ ContextKeyNames: keysOf(PolicyInputList) }),
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html */
export const getContextKeysForPrincipalPolicy = operation(
  GetContextKeysForPrincipalPolicyCommand,
  ({ PolicySourceArn = "", PolicyInputList = [] }, ctx) => {
    const { identity } = simulatedPolicies(ctx, PolicySourceArn);
    return { ContextKeyNames: keysOf([...identity.map(({ document }) => document), ...PolicyInputList]) };
  },
);

/** The keys that conditions and variables of these policies ask for, each once, in their order. */
function keysOf(documents: readonly string[]): string[] {
  const names = new Set<string>();
  for (const document of documents) {
    requirePolicyDocument(document);
    for (const name of namesIn(document)) names.add(name);
  }
  return [...names];
}

function* namesIn(document: string): Generator<string> {
  const { Statement } = JSON.parse(document) as { Statement: unknown };
  for (const statement of [Statement].flat() as { Condition?: Record<string, object> }[])
    for (const keys of Object.values(statement.Condition ?? {})) yield* Object.keys(keys);
  for (const [, name = ""] of document.matchAll(/\$\{\s*([\w-]+:[^},]+?)\s*(?:,[^}]*)?\}/g)) yield name;
}
