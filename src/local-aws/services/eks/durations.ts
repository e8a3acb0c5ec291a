import { type AwsTimeFact, awsTimeOf, quickSeconds } from "../../../facts/aws-times.ts";

/** How long EKS takes for something, in seconds. */
export function seconds(
  type: "aws_eks_cluster" | "aws_eks_node_group" | "aws_eks_addon",
  action: AwsTimeFact["action"],
  variant?: string,
): number {
  return awsTimeOf(type, action, variant)?.seconds ?? quickSeconds;
}
