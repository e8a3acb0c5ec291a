import {
  type ContextEntry,
  InvalidInputException,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import type { NamedPolicy, Principal } from "../../iam/access.ts";
import { operation } from "../../operation.ts";
import { requirePolicyDocument } from "./policy-document.ts";
import { simulatedPolicies } from "./simulated-policies.ts";
import { type Simulation, simulate } from "./simulation.ts";

type CustomInput = Omit<SimulateCustomPolicyCommandInput, "PolicyInputList">;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation(SimulatePrincipalPolicyCommand, (input, ctx) => {
  const source = input.PolicySourceArn ?? "";
  const { identity, boundary, principal } = simulatedPolicies(ctx, source);
  return simulate(
    simulationOf(input, ctx, {
      principal: callerOf(input.CallerArn) ?? principal,
      identity: [...identity, ...given(input.PolicyInputList)],
      boundary: boundaryOf(input) ?? boundary,
    }),
    input,
  );
});

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = operation(SimulateCustomPolicyCommand, (input, ctx) =>
  simulate(
    simulationOf(input, ctx, {
      principal: callerOf(input.CallerArn) ?? userOf(ctx.account),
      identity: given(input.PolicyInputList),
      boundary: boundaryOf(input),
    }),
    input,
  ),
);

type Who = Pick<Simulation, "principal" | "identity" | "boundary">;

function simulationOf(input: CustomInput, ctx: Context, who: Who): Simulation {
  const { ActionNames = [], ResourceArns = [], ResourcePolicy, ResourceOwner } = input;
  const owner = ResourceOwner === undefined ? ctx.account : accountOf(ResourceOwner);
  if (ResourcePolicy !== undefined) requirePolicyDocument(ResourcePolicy, "resource");
  return {
    ...who,
    actions: ActionNames,
    resources: ResourceArns.length > 0 ? ResourceArns : ["*"],
    resourceAccount: owner,
    resource: ResourcePolicy,
    keys: keysOf(input.ContextEntries ?? [], who.principal),
  };
}

/** Context as the request gives it; who asks is known anyway. */
function keysOf(entries: readonly ContextEntry[], { arn, roleArn, account }: Principal): Simulation["keys"] {
  const keys: Record<string, string | string[]> = {
    "aws:principalarn": roleArn ?? arn,
    "aws:principalaccount": account,
  };
  for (const { ContextKeyName = "", ContextKeyValues = [], ContextKeyType = "string" } of entries)
    keys[ContextKeyName.toLowerCase()] = ContextKeyType.endsWith("List")
      ? ContextKeyValues
      : (ContextKeyValues[0] ?? "");
  return keys;
}

/** The policies of a request, under the names by which its answer tells of them. */
function given(documents: readonly string[] | undefined): NamedPolicy[] {
  return (documents ?? []).map((document, index) => {
    requirePolicyDocument(document);
    return { name: `PolicyInputList.${index + 1}`, document };
  });
}

function boundaryOf({ PermissionsBoundaryPolicyInputList: list = [] }: CustomInput): NamedPolicy | undefined {
  const [document] = list;
  if (document === undefined) return undefined;
  requirePolicyDocument(document);
  return { name: "PermissionsBoundaryPolicyInputList.1", document };
}

/** Whom the resource's policy sees. @throws InvalidInputException when it is no user */
function callerOf(arn: string | undefined): Principal | undefined {
  if (arn === undefined) return undefined;
  if (!/^arn:aws:iam::\d{12}:user\/./.test(arn))
    throw exception(InvalidInputException, `Invalid ARN: ${arn}. The caller must be a user.`);
  return { kind: "user", account: accountOf(arn), arn };
}

function userOf(account: string): Principal {
  return { kind: "user", account, arn: `arn:aws:iam::${account}:user/simulated` };
}

function accountOf(arnOrAccount: string): string {
  return arnOrAccount.split(":")[4] ?? arnOrAccount;
}
