import {
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  OperationAbortedException,
  PolicyScope,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { operation } from "../../operation.ts";
import { invalid, limitExceeded, notFound, requireLogGroup } from "./find.ts";
import { page } from "./pages.ts";
import { logsSlot, type ResourcePolicy } from "./state.ts";

/** Of the account, or of one group: a group has one at most, which is changed by whoever knows its revision. */
export const putResourcePolicy = operation(
  PutResourcePolicyCommand,
  ({ policyName: name = "", policyDocument: document = "", resourceArn, expectedRevisionId }, ctx) => {
    checkDocument(document);
    const { resourcePolicies } = ctx.state(logsSlot);
    if (resourceArn !== undefined) {
      requireLogGroup(ctx, resourceArn);
      checkRevision(resourcePolicies.get(resourceArn), expectedRevisionId);
    } else if (
      !resourcePolicies.has(name) &&
      policiesOf("ACCOUNT", ctx).length >= ctx.quota("logs:resource-policies")
    )
      throw limitExceeded();
    const revision = ctx.ids.hex(32);
    const policy = { name, document, resourceArn, updated: ctx.now().getTime(), revision };
    resourcePolicies.set(resourceArn ?? name, policy);
    return { resourcePolicy: describePolicy(policy), revisionId: revision };
  },
);

export const describeResourcePolicies = operation(DescribeResourcePoliciesCommand, (input, ctx) => {
  const { resourceArn, policyScope = resourceArn === undefined ? "ACCOUNT" : "RESOURCE" } = input;
  const found = policiesOf(policyScope, ctx).filter(
    (policy) => resourceArn === undefined || policy.resourceArn === resourceArn,
  );
  const { items, nextToken } = page(found, keyOf, input);
  return { resourcePolicies: items.map(describePolicy), nextToken };
});

export const deleteResourcePolicy = operation(
  DeleteResourcePolicyCommand,
  ({ policyName = "", resourceArn, expectedRevisionId }, ctx) => {
    const { resourcePolicies } = ctx.state(logsSlot);
    const policy = resourcePolicies.get(resourceArn ?? policyName);
    if (!policy) throw notFound(`Policy with name [${resourceArn ?? policyName}] does not exist.`);
    if (resourceArn !== undefined) checkRevision(policy, expectedRevisionId);
    resourcePolicies.delete(keyOf(policy));
    return {};
  },
);

function policiesOf(scope: PolicyScope, ctx: Context): ResourcePolicy[] {
  const all = [...ctx.state(logsSlot).resourcePolicies.values()];
  return all.filter((policy) => scopeOf(policy) === scope);
}

function scopeOf({ resourceArn }: ResourcePolicy): PolicyScope {
  return resourceArn === undefined ? PolicyScope.ACCOUNT : PolicyScope.RESOURCE;
}

function keyOf({ name, resourceArn }: ResourcePolicy): string {
  return resourceArn ?? name;
}

/** @throws OperationAbortedException when somebody else has changed the policy since */
function checkRevision(policy: ResourcePolicy | undefined, expected: string | undefined): void {
  if (policy?.revision !== expected)
    throw exception(
      OperationAbortedException,
      "Multiple concurrent requests to update the same resource were in conflict.",
    );
}

/** @throws InvalidParameterException */
function checkDocument(document: string): void {
  const [problem] = policyProblems(document, "resource");
  if (problem) throw invalid(`Unsupported policy document: ${problem.message}`);
}

function describePolicy(policy: ResourcePolicy) {
  return {
    policyName: policy.name,
    policyDocument: policy.document,
    resourceArn: policy.resourceArn,
    lastUpdatedTime: policy.updated,
    policyScope: scopeOf(policy),
    revisionId: policy.revision,
  };
}
