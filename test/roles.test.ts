import { describe, expect, it } from "vitest";
import { checkSettings } from "../infra/settings/check-settings.ts";
import { synthesize } from "../infra/synthesize.ts";
import type { ConditionKeys, Decision, NamedPolicy, ResourcePolicy } from "../src/local-aws/iam/access.ts";
import { evaluate } from "../src/local-aws/iam/evaluate.ts";
import { awsManagedPolicy } from "../src/local-aws/services/iam/aws-managed-policy.ts";
import { defaultDocument } from "../src/local-aws/services/iam/find.ts";

/*
 * What docs/security.md says of the roles, put to the policy engine: the policies as infra/ declares them, AWS's managed ones beside them.
 */

const account = "123456789012";
const place = `ap-southeast-1:${account}`;
const issuer = "oidc.eks.ap-southeast-1.amazonaws.com/id/ABC";

type Body = Readonly<Record<string, string>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Body>>>>;

/** Stands for what only an apply knows. */
const known: Readonly<Record<string, string>> = {
  "aws_vpc.vpc.id": "vpc-1",
  "aws_kms_key.s3.arn": `arn:aws:kms:${place}:key/s3`,
  "aws_kms_key.eks.arn": `arn:aws:kms:${place}:key/eks`,
  "aws_iam_openid_connect_provider.eks.arn": `arn:aws:iam::${account}:oidc-provider/${issuer}`,
  'replace(aws_iam_openid_connect_provider.eks.url, "https://", "")': issuer,
  "aws_cloudwatch_log_group.application.arn": `arn:aws:logs:${place}:log-group:/aws/eks/retail-mlops-dev/application`,
  "aws_cloudwatch_log_group.cloudtrail.arn": `arn:aws:logs:${place}:log-group:/aws/cloudtrail/retail-mlops-dev`,
};

function dev(): Resources {
  const checked = checkSettings(
    "dev",
    { account_id: account, hosted_zone_ids: ["Z0123456789ABCDEFGHIJ"] },
    { today: new Date("2026-11-23") },
  );
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  const text = JSON.stringify(synthesize("dev", checked.settings).configuration.resource);
  return JSON.parse(
    text.replace(/\$\{((?:[^{}"\\]|\\.)*)\}/g, (all, expression: string) => {
      const plain = expression.replaceAll(/\\+"/g, '"');
      return known[plain] ?? all;
    }),
  );
}

const resources = dev();

function of(type: string): [string, Body][] {
  return Object.entries(resources[type] ?? {});
}

function isOf(role: string, { role: reference = "" }: Body): boolean {
  return reference.includes(`aws_iam_role.${role}.`);
}

/** Inline and attached policies of a declared role. */
function policiesOf(role: string): NamedPolicy[] {
  const inline = of("aws_iam_role_policy").filter(([, body]) => isOf(role, body));
  const attached = of("aws_iam_role_policy_attachment").filter(([, body]) => isOf(role, body));
  return [
    ...inline.map(([name, { policy = "" }]) => ({ name, document: policy })),
    ...attached.map(([name, { policy_arn = "" }]) => {
      const policy = awsManagedPolicy(policy_arn);
      if (!policy) throw new Error(`${policy_arn} is not known here`);
      return { name, document: defaultDocument(policy) };
    }),
  ];
}

interface Case {
  readonly action: string;
  readonly resource: string;
  readonly keys?: ConditionKeys;
  readonly under?: ResourcePolicy;
}

function decide(role: string, { action, resource, keys = {}, under }: Case): Decision["decision"] {
  const name = resources.aws_iam_role?.[role]?.name;
  const roleArn = `arn:aws:iam::${account}:role/${name}`;
  return evaluate({
    principal: {
      kind: "role",
      account,
      arn: `arn:aws:sts::${account}:assumed-role/${name}/test`,
      roleArn,
    },
    action,
    resource,
    resourceAccount: account,
    keys: {
      "aws:principalarn": roleArn,
      "aws:principalaccount": account,
      "aws:securetransport": "true",
      ...keys,
    },
    policies: { identity: policiesOf(role), resource: under },
  }).decision;
}

const group = `arn:aws:autoscaling:${place}:autoScalingGroup:1:autoScalingGroupName/eks-main`;
const stranger = `arn:aws:autoscaling:${place}:autoScalingGroup:2:autoScalingGroupName/web`;
const owned = { "aws:resourcetag/k8s.io/cluster-autoscaler/retail-mlops-dev": "owned" };
const s3Key = `arn:aws:kms:${place}:key/s3`;
const dataBucket = `arn:aws:s3:::retail-mlops-data-${account}-ap-southeast-1`;
const dataObject = `${dataBucket}/sales.csv`;
const viaS3 = {
  "kms:encryptioncontext:aws:s3:arn": dataBucket,
  "kms:viaservice": `s3.ap-southeast-1.amazonaws.com`,
  "kms:calleraccount": account,
};
const bucketPolicy: ResourcePolicy = {
  kind: "optional",
  name: "bucket policy",
  document: resources.aws_s3_bucket_policy?.data?.policy ?? "",
};
const keyPolicy: ResourcePolicy = {
  kind: "required",
  name: "key policy",
  document: resources.aws_kms_key?.s3?.policy ?? "",
};
const application = `${known["aws_cloudwatch_log_group.application.arn"]}:log-stream:pod`;
const trailStream = `${known["aws_cloudwatch_log_group.cloudtrail.arn"]}:log-stream:${account}_CloudTrail_ap-southeast-1`;

const cases: readonly (readonly [role: string, may: "allowed" | "denied", what: string, asked: Case])[] = [
  [
    "cluster_autoscaler",
    "allowed",
    "scale its cluster's groups",
    { action: "autoscaling:SetDesiredCapacity", resource: group, keys: owned },
  ],
  [
    "cluster_autoscaler",
    "denied",
    "scale other groups",
    { action: "autoscaling:SetDesiredCapacity", resource: stranger },
  ],
  [
    "cluster_autoscaler",
    "denied",
    "scale another cluster's groups",
    {
      action: "autoscaling:SetDesiredCapacity",
      resource: stranger,
      keys: { "aws:resourcetag/k8s.io/cluster-autoscaler/other": "owned" },
    },
  ],
  [
    "cluster_autoscaler",
    "denied",
    "delete groups",
    { action: "autoscaling:DeleteAutoScalingGroup", resource: group, keys: owned },
  ],
  ["cluster_autoscaler", "denied", "read objects", { action: "s3:GetObject", resource: dataObject }],
  [
    "external_dns",
    "allowed",
    "change records of its zone",
    {
      action: "route53:ChangeResourceRecordSets",
      resource: "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
    },
  ],
  [
    "external_dns",
    "denied",
    "change records of another zone",
    { action: "route53:ChangeResourceRecordSets", resource: "arn:aws:route53:::hostedzone/ZOTHER" },
  ],
  [
    "fluent_bit",
    "allowed",
    "write to the application's log group",
    { action: "logs:PutLogEvents", resource: application },
  ],
  [
    "fluent_bit",
    "denied",
    "write to the trail's log group",
    { action: "logs:PutLogEvents", resource: trailStream },
  ],
  ["fluent_bit", "denied", "delete its log group", { action: "logs:DeleteLogGroup", resource: application }],
  ["node", "allowed", "join the cluster", { action: "ec2:DescribeInstances", resource: "*" }],
  [
    "node",
    "allowed",
    "pull images",
    { action: "ecr:BatchGetImage", resource: `arn:aws:ecr:${place}:repository/retail-forecast-train` },
  ],
  [
    "node",
    "denied",
    "push images",
    { action: "ecr:PutImage", resource: `arn:aws:ecr:${place}:repository/retail-forecast-train` },
  ],
  ["node", "denied", "do the network plugin's work", { action: "ec2:AttachNetworkInterface", resource: "*" }],
  [
    "vpc_cni",
    "allowed",
    "attach network interfaces",
    { action: "ec2:AttachNetworkInterface", resource: `arn:aws:ec2:${place}:instance/i-1` },
  ],
  ["cloudtrail", "allowed", "write its own stream", { action: "logs:PutLogEvents", resource: trailStream }],
  ["cloudtrail", "denied", "write other groups", { action: "logs:PutLogEvents", resource: application }],
  [
    "sagemaker_exec",
    "allowed",
    "read the data bucket",
    { action: "s3:GetObject", resource: dataObject, under: bucketPolicy },
  ],
  [
    "sagemaker_exec",
    "denied",
    "read it without TLS",
    {
      action: "s3:GetObject",
      resource: dataObject,
      under: bucketPolicy,
      keys: { "aws:securetransport": "false" },
    },
  ],
  [
    "sagemaker_exec",
    "allowed",
    "decrypt its objects through S3",
    { action: "kms:Decrypt", resource: s3Key, keys: viaS3, under: keyPolicy },
  ],
  [
    "sagemaker_exec",
    "denied",
    "use the key for another bucket's objects",
    {
      action: "kms:Decrypt",
      resource: s3Key,
      keys: { ...viaS3, "kms:encryptioncontext:aws:s3:arn": "arn:aws:s3:::payroll" },
      under: keyPolicy,
    },
  ],
  [
    "sagemaker_exec",
    "denied",
    "decrypt with the key by itself",
    { action: "kms:Decrypt", resource: s3Key, under: keyPolicy },
  ],
  [
    "sagemaker_exec",
    "denied",
    "read buckets that are nobody's business of it",
    { action: "s3:GetObject", resource: "arn:aws:s3:::payroll/2026.csv" },
  ],
  [
    "sagemaker_exec",
    "denied",
    "pass roles to other services",
    {
      action: "iam:PassRole",
      resource: `arn:aws:iam::${account}:role/retail-mlops-dev-node`,
      keys: { "iam:passedtoservice": "ec2.amazonaws.com" },
    },
  ],
  [
    "fluent_bit",
    "denied",
    "decrypt data through S3",
    { action: "kms:Decrypt", resource: s3Key, keys: viaS3, under: keyPolicy },
  ],
];

describe("roles of dev", () => {
  it.each(cases)("%s is %s to %s", (role, may, _what, asked) => {
    expect(decide(role, asked) === "allowed").toBe(may === "allowed");
  });

  /** A pod of this service account asks for this role, with these claims. */
  const assume = (role: string, sub: string, aud = "sts.amazonaws.com", from = issuer) =>
    evaluate({
      principal: {
        kind: "role",
        account,
        arn: "",
        federatedBy: `arn:aws:iam::${account}:oidc-provider/${from}`,
      },
      action: "sts:AssumeRoleWithWebIdentity",
      resource: `arn:aws:iam::${account}:role/${resources.aws_iam_role?.[role]?.name}`,
      keys: { [`${from}:sub`.toLowerCase()]: sub, [`${from}:aud`.toLowerCase()]: aud },
      policies: {
        identity: [],
        resource: {
          kind: "required",
          name: "trust policy",
          document: resources.aws_iam_role?.[role]?.assume_role_policy ?? "",
        },
      },
    }).decision;

  it.each([
    ["cluster_autoscaler", "kube-system:cluster-autoscaler"],
    ["load_balancer_controller", "kube-system:aws-load-balancer-controller"],
    ["vpc_cni", "kube-system:aws-node"],
    ["ebs_csi", "kube-system:ebs-csi-controller-sa"],
  ])("%s is for %s and nobody else", (role, account) => {
    expect(assume(role, `system:serviceaccount:${account}`)).toBe("allowed");
    expect(assume(role, "system:serviceaccount:default:default")).not.toBe("allowed");
    expect(assume(role, `system:serviceaccount:${account}`, "somebody.else")).not.toBe("allowed");
    const elsewhere = "oidc.eks.ap-southeast-1.amazonaws.com/id/OTHER";
    expect(assume(role, `system:serviceaccount:${account}`, "sts.amazonaws.com", elsewhere)).not.toBe(
      "allowed",
    );
  });
});
