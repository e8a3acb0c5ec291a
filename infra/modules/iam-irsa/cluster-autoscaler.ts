import type { Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

/**
 * What the cluster autoscaler needs: to look at everything of Auto Scaling, which knows no narrower right, and to change the groups of
 * this cluster only. Source: kubernetes/autoscaler, cloudprovider/aws README, read 2026-11.
 */
export function clusterAutoscalerStatements(stack: EnvironmentStack, clusterName: string): Statement[] {
  return [
    {
      Sid: "Look",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: "*",
    },
    {
      Sid: "LookAtNodeGroups",
      Action: "eks:DescribeNodegroup",
      Resource: stack.arn("eks", `nodegroup/${clusterName}/*/*`),
    },
    {
      Sid: "ScaleThisCluster",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: stack.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" } },
    },
  ];
}
