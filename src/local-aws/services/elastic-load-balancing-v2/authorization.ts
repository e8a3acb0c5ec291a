import type { AccessRule, Authorization } from "../../iam/authorization.ts";

interface Named {
  readonly LoadBalancerArn?: string;
  readonly TargetGroupArn?: string;
  readonly ResourceArns?: readonly string[];
}

const named: AccessRule = ({ LoadBalancerArn, TargetGroupArn, ResourceArns }: Named) =>
  [LoadBalancerArn, TargetGroupArn, ...(ResourceArns ?? [])].flatMap((resource) =>
    resource ? [{ resource }] : [],
  );

/** Looking, and making, ask on `*`. Source: Service Authorization Reference, "AWS Elastic Load Balancing V2", November 2026. */
export const authorization: Authorization = {
  prefix: "elasticloadbalancing",
  rules: {
    AddTags: named,
    CreateListener: named,
    DeleteLoadBalancer: named,
    DeleteTargetGroup: named,
    ModifyLoadBalancerAttributes: named,
  },
};
