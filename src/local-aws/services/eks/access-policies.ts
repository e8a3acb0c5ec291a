import {
  AssociateAccessPolicyCommand,
  type AssociatedAccessPolicy,
  DisassociateAccessPolicyCommand,
  InvalidParameterException,
  ListAccessPoliciesCommand,
  ListAssociatedAccessPoliciesCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findEntry } from "./access-entries.ts";
import { findCluster } from "./find.ts";
import { page } from "./page.ts";

/** What AWS offers for access entries. Source: EKS user guide, "Review access policy permissions", read 2026-11-23. */
const policyNames = [
  "AmazonAIOpsAssistantPolicy",
  "AmazonARCRegionSwitchScalingPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSBlockStorageClusterPolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSClusterInsightsPolicy",
  "AmazonEKSComputeClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSHybridPolicy",
  "AmazonEKSLoadBalancingClusterPolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingClusterPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSViewPolicy",
] as const;

export function policyArn(name: (typeof policyNames)[number]): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}

const accessPolicies = policyNames.map((name) => ({ name, arn: policyArn(name) }));

export const listAccessPolicies = operation(ListAccessPoliciesCommand, (input) => {
  const { items, nextToken } = page(accessPolicies, input);
  return { accessPolicies: items, nextToken };
});

export const associateAccessPolicy = operation(AssociateAccessPolicyCommand, (input, ctx) => {
  const { clusterName, principalArn, policyArn: asked = "", accessScope = {} } = input;
  const { entry, policies } = findEntry(findCluster(clusterName, ctx), principalArn);
  const invalid = (message: string) => exception(InvalidParameterException, message, { clusterName });
  if (entry.type !== "STANDARD")
    throw invalid(
      `Access policies can only be associated with access entries of type STANDARD, not ${entry.type}`,
    );
  if (!accessPolicies.some(({ arn }) => arn === asked))
    throw invalid(`The policyArn parameter ${asked} is not valid`);
  if (accessScope.type === "namespace" && !accessScope.namespaces?.length)
    throw invalid("Namespaces must be specified when the access scope type is namespace");
  if (accessScope.type === "cluster" && accessScope.namespaces?.length)
    throw invalid("Namespaces cannot be specified when the access scope type is cluster");
  const now = ctx.now();
  const associatedAccessPolicy: AssociatedAccessPolicy = {
    policyArn: asked,
    accessScope: { type: accessScope.type, namespaces: accessScope.namespaces ?? [] },
    associatedAt: policies.get(asked)?.associatedAt ?? now,
    modifiedAt: now,
  };
  policies.set(asked, associatedAccessPolicy);
  return { clusterName, principalArn, associatedAccessPolicy };
});

export const disassociateAccessPolicy = operation(
  DisassociateAccessPolicyCommand,
  ({ clusterName, principalArn, policyArn: asked = "" }, ctx) => {
    const { policies } = findEntry(findCluster(clusterName, ctx), principalArn);
    if (!policies.delete(asked))
      throw exception(
        ResourceNotFoundException,
        `No associated policy could be found for policy arn: ${asked}`,
        {
          clusterName,
        },
      );
    return {};
  },
);

export const listAssociatedAccessPolicies = operation(ListAssociatedAccessPoliciesCommand, (input, ctx) => {
  const { clusterName, principalArn } = input;
  const { policies } = findEntry(findCluster(clusterName, ctx), principalArn);
  const { items, nextToken } = page([...policies.values()], input);
  return { clusterName, principalArn, associatedAccessPolicies: items, nextToken };
});
