import { Cloudtrail as AwsCloudtrail } from "@cdktn/provider-aws/lib/cloudtrail/index.js";
import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import { policyDocument, serviceTrustPolicy } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import type { Bucket } from "../s3/bucket.ts";
import { eventSelectors } from "./event-selectors.ts";
import { trailDelivery } from "./trail-delivery.ts";

export interface CloudTrailProps {
  /** The trail's name, which its role and log group carry too; unique in the account. */
  readonly name: string;
  /** The bucket that log files are delivered to, under `AWSLogs/<account>/`. */
  readonly bucket: Bucket;
  /** The key of the delivered files; its policy must let this trail use it (`s3KeyStatements`). */
  readonly key: Key;
  /** The key of the log group. */
  readonly logsKey: Key;
  /** Days that the log group keeps events. @default 365 */
  readonly retentionDays?: number;
  /** Buckets of which every read and write of objects is recorded. @default none */
  readonly dataEventsOf?: readonly Bucket[];
  /** Whether CloudTrail looks for unusual rates of calls and of errors. @default false */
  readonly insights?: boolean;
}

/**
 * The record of who called what, in all regions, in files that show if they were changed. Management events are free of charge on the
 * first trail of an account; data events cost 0.10 USD per 100,000, Insights 0.35 USD per 100,000 events analyzed.
 *
 * @example
 * new CloudTrail(stack, "cloudtrail", { name: "retail-mlops-dev", bucket: logs, key: kms.s3, logsKey: kms.logs, dataEventsOf: [data] });
 */
export class CloudTrail extends Module {
  readonly logGroup: CloudwatchLogGroup;
  readonly role: IamRole;
  readonly rolePolicy: IamRolePolicy;
  readonly trail: AwsCloudtrail;

  constructor(scope: Construct, id: string, props: CloudTrailProps) {
    super(scope, id, "cloudtrail");
    const arn = EnvironmentStack.of(this).arn("cloudtrail", `trail/${props.name}`);
    props.bucket.allow(...trailDelivery(props.bucket.arn, arn, EnvironmentStack.of(this).accountId));
    props.bucket.holdsUnder(props.key);
    this.logGroup = this.declareLogGroup(props);
    this.role = this.declareRole(props);
    this.rolePolicy = this.declareRolePolicy();
    this.trail = this.declareTrail(props);
  }

  private declareLogGroup({ name, logsKey, retentionDays = 365 }: CloudTrailProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "log_group", {
      name: trailLogGroupName(name),
      kmsKeyId: logsKey.arn,
      retentionInDays: retentionDays,
    });
  }

  private declareRole({ name }: CloudTrailProps): IamRole {
    return new IamRole(this, "role", {
      name: `${name}-cloudtrail`,
      description: "CloudTrail writes to its log group",
      // No condition on aws:SourceArn: CloudTrail documents that for buckets, keys and topics, not for this role.
      assumeRolePolicy: serviceTrustPolicy("cloudtrail.amazonaws.com"),
    });
  }

  private declareRolePolicy(): IamRolePolicy {
    const { accountId, region } = EnvironmentStack.of(this);
    return new IamRolePolicy(this, "role_policy", {
      name: "write-events",
      role: this.role.id,
      policy: policyDocument([
        {
          Sid: "WriteOwnStreams",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${this.logGroup.arn}:log-stream:${accountId}_CloudTrail_${region}*`,
        },
      ]),
    });
  }

  private declareTrail(props: CloudTrailProps): AwsCloudtrail {
    const { name, bucket, key, dataEventsOf = [], insights = false } = props;
    return new AwsCloudtrail(this, "cloudtrail", {
      name,
      s3BucketName: bucket.bucket.bucket,
      kmsKeyId: key.arn,
      cloudWatchLogsGroupArn: `${this.logGroup.arn}:*`,
      cloudWatchLogsRoleArn: this.role.arn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      advancedEventSelector: eventSelectors(dataEventsOf.map(({ arn }) => arn)),
      insightSelector: insights
        ? [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }]
        : undefined,
      // CloudTrail tries both ways of delivery when the trail is created, and refuses it when one fails.
      dependsOn: [bucket.policy, this.rolePolicy],
    });
  }
}

/** Where a trail's events go in CloudWatch Logs. */
export function trailLogGroupName(trailName: string): string {
  return `/aws/cloudtrail/${trailName}`;
}
