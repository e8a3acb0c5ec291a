import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { Construct } from "constructs";
import { NamedModule } from "./module.ts";
import type { Key } from "./modules/kms/key.ts";
import type { Bucket } from "./modules/s3/bucket.ts";
import { policyDocument, type Statement, serviceTrustPolicy } from "./policy.ts";
import { EnvironmentStack } from "./stack.ts";

export interface SageMakerRoleProps {
  readonly name: string;
  /** Where training data is read and models are written. */
  readonly buckets: readonly Bucket[];
  /** The key of the buckets' objects and of training volumes. */
  readonly key: Key;
  /** ARNs of the repositories whose images jobs run; strings with references are fine. */
  readonly repositoryArns: readonly string[];
  /** `managed` attaches AmazonSageMakerFullAccess; `least-privilege` says exactly what a job needs instead. @default "managed" */
  readonly policy?: "managed" | "least-privilege";
}

/**
 * The role that SageMaker's jobs, models and endpoints run as. The managed policy reaches no bucket without "sagemaker" in its name and
 * no customer's key, so the role has statements of its own for ours in either case.
 *
 * @example
 * new SageMakerRole(this, "sagemaker_exec", { name: "sagemaker-exec-role", buckets: [data, artifacts], key: kms.s3, repositoryArns });
 */
export class SageMakerRole extends NamedModule {
  readonly role: IamRole;
  readonly dataPolicy: IamRolePolicy;
  readonly managedPolicy?: IamRolePolicyAttachment;
  readonly jobPolicy?: IamRolePolicy;

  constructor(scope: Construct, id: string, props: SageMakerRoleProps) {
    super(scope, id, "root");
    this.role = this.declareRole(props.name);
    this.dataPolicy = this.declareDataPolicy(props);
    if (props.policy === "least-privilege") this.jobPolicy = this.declareJobPolicy(props);
    else this.managedPolicy = this.attachManagedPolicy();
  }

  private declareRole(name: string): IamRole {
    return new IamRole(this, "role", {
      name,
      description: "SageMaker jobs, models and endpoints of the retail forecast",
      assumeRolePolicy: serviceTrustPolicy("sagemaker.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": EnvironmentStack.of(this).accountId },
      }),
    });
  }

  private declareDataPolicy({ buckets, key }: SageMakerRoleProps): IamRolePolicy {
    const arns = buckets.map(({ arn }) => arn);
    return this.declarePolicy("data", "data-and-artifacts", [
      { Sid: "ListBuckets", Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: arns },
      {
        Sid: "ReadAndWriteObjects",
        Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        Resource: arns.map((arn) => `${arn}/*`),
      },
      this.keyThrough("ObjectsUnderKey", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], key, "s3"),
      {
        ...this.keyThrough("VolumesUnderKey", ["kms:CreateGrant", "kms:DescribeKey"], key, "sagemaker"),
      },
    ]);
  }

  private attachManagedPolicy(): IamRolePolicyAttachment {
    return new IamRolePolicyAttachment(this, "full_access", {
      role: this.role.name,
      policyArn: EnvironmentStack.of(this).managedPolicyArn("AmazonSageMakerFullAccess"),
    });
  }

  /** What training, processing and hosting need in a VPC or out of one. Source: SageMaker developer guide, execution roles, 2026-11. */
  private declareJobPolicy({ name, repositoryArns }: SageMakerRoleProps): IamRolePolicy {
    const stack = EnvironmentStack.of(this);
    return this.declarePolicy("job", "run-jobs", [
      {
        Sid: "RunJobs",
        Action: JOB_ACTIONS,
        Resource: JOB_RESOURCES.map((resource) => stack.arn("sagemaker", resource)),
      },
      {
        Sid: "PassItself",
        Action: "iam:PassRole",
        Resource: stack.iamArn(`role/${name}`),
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      },
      { Sid: "LogIn", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Sid: "PullImages",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: repositoryArns,
      },
      {
        Sid: "WriteLogs",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        Resource: [
          stack.arn("logs", "log-group:/aws/sagemaker/*"),
          stack.arn("logs", "log-group:/aws/sagemaker/*:log-stream:*"),
        ],
      },
      {
        Sid: "WriteMetrics",
        Action: "cloudwatch:PutMetricData",
        Resource: "*",
        Condition: {
          StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", "aws/sagemaker/*", "retail-forecast*"] },
        },
      },
      ...this.networkInterfaces(),
    ]);
  }

  /** Jobs in the VPC bring their own network interfaces; EC2 lets none of its Describe calls be narrowed. */
  private networkInterfaces(): Statement[] {
    const stack = EnvironmentStack.of(this);
    const resources = ["network-interface/*", "subnet/*", "security-group/*"];
    return [
      {
        Sid: "SeeNetwork",
        Action: [
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ],
        Resource: "*",
      },
      {
        Sid: "BringNetworkInterfaces",
        Action: [
          "ec2:CreateNetworkInterface",
          "ec2:CreateNetworkInterfacePermission",
          "ec2:DeleteNetworkInterface",
          "ec2:DeleteNetworkInterfacePermission",
        ],
        Resource: resources.map((resource) => stack.arn("ec2", resource)),
      },
    ];
  }

  private declarePolicy(id: string, name: string, statements: readonly Statement[]): IamRolePolicy {
    return new IamRolePolicy(this, id, { name, role: this.role.id, policy: policyDocument(statements) });
  }

  private keyThrough(sid: string, actions: readonly string[], key: Key, service: string): Statement {
    const { region, dnsSuffix } = EnvironmentStack.of(this);
    return {
      Sid: sid,
      Action: actions,
      Resource: key.arn,
      Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.${dnsSuffix}` } },
    };
  }
}

const JOB_ACTIONS = [
  "sagemaker:AddTags",
  "sagemaker:BatchGetMetrics",
  "sagemaker:CreateEndpoint",
  "sagemaker:CreateEndpointConfig",
  "sagemaker:CreateModel",
  "sagemaker:CreateModelPackage",
  "sagemaker:CreateModelPackageGroup",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateTrainingJob",
  "sagemaker:CreateTransformJob",
  "sagemaker:DeleteEndpoint",
  "sagemaker:DeleteEndpointConfig",
  "sagemaker:DeleteModel",
  "sagemaker:DescribeEndpoint",
  "sagemaker:DescribeEndpointConfig",
  "sagemaker:DescribeModel",
  "sagemaker:DescribeModelPackage",
  "sagemaker:DescribeModelPackageGroup",
  "sagemaker:DescribeProcessingJob",
  "sagemaker:DescribeTrainingJob",
  "sagemaker:DescribeTransformJob",
  "sagemaker:InvokeEndpoint",
  "sagemaker:StopProcessingJob",
  "sagemaker:StopTrainingJob",
  "sagemaker:StopTransformJob",
  "sagemaker:UpdateEndpoint",
  "sagemaker:UpdateModelPackage",
];

/** Only what carries the project's name: the rest of the account's SageMaker stays out of reach. */
const JOB_RESOURCES = [
  "endpoint",
  "endpoint-config",
  "model",
  "model-package",
  "model-package-group",
  "processing-job",
  "training-job",
  "transform-job",
].map((kind) => `${kind}/retail-forecast*`);
