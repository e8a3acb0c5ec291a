/**
 * Private host names of the services that have interface endpoints, by the part of the service's name behind
 * `com.amazonaws.<region>.`; `{}` stands for the region. Those that are not named differently are `<part>.<region>.amazonaws.com`.
 *
 * Source: PrivateLink guide, "AWS services that integrate with AWS PrivateLink", and the services' own endpoint pages, read 2026-11.
 */
const named: Readonly<Record<string, readonly string[]>> = {
  "ecr.api": ["api.ecr.{}.amazonaws.com"],
  "ecr.dkr": ["*.dkr.ecr.{}.amazonaws.com", "dkr-ecr.{}.on.aws"],
  "eks-auth": ["eks-auth.{}.api.aws"],
  "execute-api": ["*.execute-api.{}.amazonaws.com"],
  "iot.data": ["data-ats.iot.{}.amazonaws.com"],
  "kinesis-firehose": ["firehose.{}.amazonaws.com"],
  "kinesis-streams": ["kinesis.{}.amazonaws.com"],
  s3: ["s3.{}.amazonaws.com", "*.s3.{}.amazonaws.com", "*.s3-accesspoint.{}.amazonaws.com"],
  "sagemaker.api": ["api.sagemaker.{}.amazonaws.com"],
  "sagemaker.featurestore-runtime": ["featurestore-runtime.sagemaker.{}.amazonaws.com"],
  "sagemaker.metrics": ["metrics.sagemaker.{}.amazonaws.com"],
  "sagemaker.runtime": ["runtime.sagemaker.{}.amazonaws.com"],
};

const plain = [
  "access-analyzer",
  "acm-pca",
  "application-autoscaling",
  "athena",
  "autoscaling",
  "autoscaling-plans",
  "backup",
  "batch",
  "bedrock",
  "bedrock-runtime",
  "cloudformation",
  "cloudtrail",
  "codeartifact.api",
  "codeartifact.repositories",
  "codebuild",
  "codecommit",
  "codepipeline",
  "config",
  "datasync",
  "dms",
  "dynamodb",
  "ebs",
  "ec2",
  "ec2messages",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "eks",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "elasticmapreduce",
  "email-smtp",
  "events",
  "evidently",
  "fsx",
  "git-codecommit",
  "glue",
  "guardduty-data",
  "health",
  "imagebuilder",
  "inspector2",
  "kms",
  "lakeformation",
  "lambda",
  "logs",
  "macie2",
  "monitoring",
  "organizations",
  "pipes",
  "quicksight-website",
  "rds",
  "rds-data",
  "redshift",
  "redshift-data",
  "rekognition",
  "rum",
  "scheduler",
  "secretsmanager",
  "securityhub",
  "servicecatalog",
  "servicediscovery",
  "sns",
  "sqs",
  "ssm",
  "ssm-contacts",
  "ssmmessages",
  "states",
  "storagegateway",
  "sts",
  "synthetics",
  "textract",
  "transfer",
  "xray",
];

/** Services outside the usual naming: their whole name and host names. */
const special: Readonly<Record<string, readonly string[]>> = {
  "aws.sagemaker.{}.notebook": ["*.notebook.{}.sagemaker.aws"],
  "aws.sagemaker.{}.studio": ["*.studio.{}.sagemaker.aws"],
  "com.amazonaws.iam": ["iam.amazonaws.com"],
  "com.amazonaws.route53": ["route53.amazonaws.com"],
};

/** Private host names of every interface endpoint service of a region, by the service's name. */
export function interfaceServices(region: string): Map<string, string[]> {
  const fill = (text: string) => text.replaceAll("{}", region);
  return new Map<string, string[]>([
    ...Object.entries(special).map(([name, hosts]) => [fill(name), hosts.map(fill)] as [string, string[]]),
    ...Object.entries(named).map(
      ([part, hosts]) => [`com.amazonaws.${region}.${part}`, hosts.map(fill)] as [string, string[]],
    ),
    ...plain.map(
      (part) =>
        [`com.amazonaws.${region}.${part}`, [`${part}.${region}.amazonaws.com`]] as [string, string[]],
    ),
  ]);
}

/** The services that are reached through route tables. */
export const gatewayServices = ["dynamodb", "s3"] as const;
