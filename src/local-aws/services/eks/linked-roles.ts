import type { Context } from "../../context.ts";
import type { AccessQuestion } from "../../iam/authorization.ts";
import { iamSlot } from "../iam/state.ts";

/** EKS's own roles, by the services that take them on. Source: EKS user guide, "Using service-linked roles", November 2026. */
const names = {
  "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
  "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
} as const;

/** Who is first to need a service-linked role has to be allowed to make it. */
export function makeServiceLinkedRole(service: keyof typeof names, ctx: Context): AccessQuestion[] {
  const name = names[service];
  if (ctx.state(iamSlot).roles.has(name.toLowerCase())) return [];
  return [
    {
      action: "iam:CreateServiceLinkedRole",
      resource: `arn:${ctx.partition}:iam::${ctx.account}:role/aws-service-role/${service}/${name}`,
      keys: { "iam:awsservicename": service },
    },
  ];
}
