import {
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  PolicyScope,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { policyProblems } from "../../iam/grammar.ts";
import { operation } from "../../operation.ts";
import { invalid, limitExceeded, notFound } from "./find.ts";
import { page } from "./pages.ts";
import { logsSlot, type ResourcePolicy } from "./state.ts";

export const putResourcePolicy = operation(
  PutResourcePolicyCommand,
  ({ policyName: name = "", policyDocument: document = "" }, ctx) => {
    const { resourcePolicies } = ctx.state(logsSlot);
    checkDocument(document);
    if (!resourcePolicies.has(name) && resourcePolicies.size >= ctx.quota("logs:resource-policies"))
      throw limitExceeded();
    const policy = { name, document, updated: ctx.now().getTime(), revision: ctx.ids.hex(32) };
    resourcePolicies.set(name, policy);
    return { resourcePolicy: describePolicy(policy), revisionId: policy.revision };
  },
);

export const describeResourcePolicies = operation(DescribeResourcePoliciesCommand, (input, ctx) => {
  const { items, nextToken } = page(ctx.state(logsSlot).resourcePolicies.values(), ({ name }) => name, input);
  return { resourcePolicies: items.map(describePolicy), nextToken };
});

export const deleteResourcePolicy = operation(DeleteResourcePolicyCommand, ({ policyName = "" }, ctx) => {
  if (!ctx.state(logsSlot).resourcePolicies.delete(policyName))
    throw notFound(`Policy with name [${policyName}] does not exist.`);
  return {};
});

/** @throws InvalidParameterException */
function checkDocument(document: string): void {
  const [problem] = policyProblems(document, "resource");
  if (problem) throw invalid(`Unsupported policy document: ${problem.message}`);
}

function describePolicy({ name, document, updated, revision }: ResourcePolicy) {
  return {
    policyName: name,
    policyDocument: document,
    lastUpdatedTime: updated,
    policyScope: PolicyScope.ACCOUNT,
    revisionId: revision,
  };
}
