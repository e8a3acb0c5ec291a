import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktn/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import type { Vpc as AwsVpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { policyDocument, serviceTrustPolicy } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import type { Vpc } from "./vpc.ts";

/** The log group of a VPC's flow logs, known before it exists, so that the key's policy can name it. */
export function flowLogGroupName(vpcName: string): string {
  return `/aws/vpc/${vpcName}/flow-logs`;
}

/** Records every connection of the VPC, accepted or refused, in an encrypted log group. Billed per GB. */
export function declareFlowLogs(
  scope: Vpc,
  props: { vpc: AwsVpc; name: string; retentionDays: number; logsKey: Key },
): CloudwatchLogGroup {
  const group = new CloudwatchLogGroup(scope, "flow_logs", {
    name: flowLogGroupName(props.name),
    retentionInDays: props.retentionDays,
    kmsKeyId: props.logsKey.arn,
  });
  const role = declareRole(scope, props.name);
  const permission = allowWriting(scope, role, group);
  new FlowLog(scope, "flow_log", {
    vpcId: props.vpc.id,
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: group.arn,
    iamRoleArn: role.arn,
    maxAggregationInterval: 600,
    tags: { Name: props.name },
    dependsOn: [permission],
  });
  return group;
}

/** For flow logs of this account only: without the conditions the service could be led to write for another's. */
function declareRole(scope: Vpc, name: string): IamRole {
  const stack = EnvironmentStack.of(scope);
  return new IamRole(scope, "flow_logs_role", {
    name: `${name}-flow-logs`,
    description: "VPC flow logs write to their log group",
    assumeRolePolicy: serviceTrustPolicy("vpc-flow-logs.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": stack.accountId },
      ArnLike: { "aws:SourceArn": stack.arn("ec2", "vpc-flow-log/*") },
    }),
  });
}

function allowWriting(scope: Vpc, role: IamRole, group: CloudwatchLogGroup): IamRolePolicy {
  return new IamRolePolicy(scope, "flow_logs_policy", {
    name: "write-flow-logs",
    role: role.id,
    policy: policyDocument([
      {
        Sid: "WriteFlowLogs",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [group.arn, `${group.arn}:*`],
      },
      { Sid: "FindLogGroup", Action: "logs:DescribeLogGroups", Resource: "*" },
    ]),
  });
}
