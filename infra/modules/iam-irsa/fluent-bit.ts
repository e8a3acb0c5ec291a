import type { Statement } from "../../policy.ts";

/** The log group of what pods write; the logs key has to allow it. */
export function applicationLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/application`;
}

/**
 * What fluent-bit needs: streams in this one log group, which Terraform makes, so that it never makes groups itself.
 * Source: aws/aws-for-fluent-bit, CloudWatch output, read 2026-11.
 */
export function fluentBitStatements(logGroupArn: string): Statement[] {
  return [
    {
      Sid: "WriteApplicationLogs",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [logGroupArn, `${logGroupArn}:*`],
    },
  ];
}
