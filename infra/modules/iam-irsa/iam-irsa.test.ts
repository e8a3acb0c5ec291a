import { describe, expect, it } from "vitest";
import type { Statement } from "../../policy.ts";
import { devStack, type ResourceBody, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Key } from "../kms/key.ts";
import { IamIrsa, type IamIrsaProps } from "./iam-irsa.ts";
import { OidcProvider } from "./oidc-provider.ts";
import { ServiceAccountRole } from "./service-account-role.ts";

const ISSUER = "https://oidc.eks.ap-southeast-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

function declared(props: Partial<IamIrsaProps> = {}): Record<string, ResourceBody> {
  const stack = devStack();
  const oidcProvider = new OidcProvider(stack, "eks", { issuerUrl: ISSUER });
  const logsKey = new Key(stack, "logs", { description: "Logs", alias: "logs" });
  new IamIrsa(stack, "iam_irsa", {
    clusterName: "retail-mlops-dev",
    oidcProvider,
    vpcId: "vpc-0123456789abcdef0",
    logsKey,
    ...props,
  });
  return resourcesOf(stack);
}

function permissionsOf(role: string, props: Partial<IamIrsaProps> = {}): Record<string, Statement> {
  return statementsOf(declared(props)[`aws_iam_role_policy.${role}`].policy);
}

function actionsOf(statements: Record<string, Statement>): string[] {
  return Object.values(statements).flatMap(({ Action = [] }) => Action);
}

const ROLES = ["cluster_autoscaler", "load_balancer_controller", "external_dns", "fluent_bit"];

describe("the OIDC provider", () => {
  it("has no thumbprints, which would differ at every plan", () => {
    expect(declared()["aws_iam_openid_connect_provider.eks"]).toEqual({
      url: ISSUER,
      client_id_list: ["sts.amazonaws.com"],
      tags: { TerraformAddress: "aws_iam_openid_connect_provider.eks" },
    });
  });
});

describe("a service account's role", () => {
  it("can be assumed by exactly one service account, with tokens meant for STS", () => {
    const stack = devStack();
    const oidcProvider = new OidcProvider(stack, "eks", { issuerUrl: ISSUER });
    new ServiceAccountRole(stack, "loader", {
      oidcProvider,
      roleName: "loader",
      description: "Loads sales",
      namespace: "forecast",
      serviceAccount: "loader",
      managedPolicy: "ReadOnlyAccess",
    });
    const resources = resourcesOf(stack);
    const trust = resources["aws_iam_role.loader"].assume_role_policy;
    const issuer = '${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}';
    expect(trust).toContain(`"StringEquals":{"${issuer}:aud":"sts.amazonaws.com"`);
    expect(trust).toContain(`"${issuer}:sub":"system:serviceaccount:forecast:loader"`);
    expect(trust).toContain('"Principal":{"Federated":"${aws_iam_openid_connect_provider.eks.arn}"}');
    expect(trust).not.toContain("*");
    expect(resources["aws_iam_role_policy_attachment.loader"].policy_arn).toBe(
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    );
    expect(resources["aws_iam_role_policy.loader"]).toBeUndefined();
  });
});

describe("the controllers' roles", () => {
  it("have the names that installations are given", () => {
    const resources = declared();
    expect(ROLES.map((role) => resources[`aws_iam_role.${role}`].name)).toEqual([
      "eks-cluster-autoscaler-role",
      "aws-load-balancer-controller-role",
      "external-dns-role",
      "fluent-bit-role",
    ]);
  });

  it("make room for a second environment in the account", () => {
    const resources = declared({ roleNameSuffix: "-staging" });
    expect(resources["aws_iam_role.external_dns"].name).toBe("external-dns-role-staging");
  });

  it.each(ROLES)("fit into an inline policy: %s", (role) => {
    expect(declared()[`aws_iam_role_policy.${role}`].policy.length).toBeLessThan(10_240);
  });

  it.each(ROLES)("hold no action by wildcard: %s", (role) => {
    expect(actionsOf(permissionsOf(role)).filter((action) => action.includes("*"))).toEqual([]);
  });
});

describe("the cluster autoscaler's role", () => {
  it("changes the size of this cluster's groups only", () => {
    const { ScaleThisCluster, Look } = permissionsOf("cluster_autoscaler");
    expect(ScaleThisCluster).toMatchObject({
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/retail-mlops-dev": "owned" } },
    });
    expect([Look?.Action].flat().every((action) => /:(Describe|Get)/.test(String(action)))).toBe(true);
  });
});

describe("external-dns's role", () => {
  it("writes addresses into the named zones only", () => {
    const { WriteRecords, ReadRecords } = permissionsOf("external_dns", {
      hostedZoneIds: ["Z0123456789ABCDEFGHIJ"],
    });
    const zones = ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"];
    expect(ReadRecords?.Resource).toEqual(zones);
    expect(WriteRecords).toMatchObject({
      Resource: zones,
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"],
        },
      },
    });
  });

  it("may only list while there is no zone", () => {
    expect(actionsOf(permissionsOf("external_dns"))).toEqual(["route53:ListHostedZones"]);
  });
});

describe("fluent-bit's role", () => {
  it("writes into the one log group that Terraform makes, encrypted, and makes none itself", () => {
    const resources = declared({ logRetentionDays: 30 });
    expect(resources["aws_cloudwatch_log_group.application"]).toMatchObject({
      name: "/aws/eks/retail-mlops-dev/application",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.logs.arn}",
    });
    const statements = statementsOf(resources["aws_iam_role_policy.fluent_bit"].policy);
    expect(statements.WriteApplicationLogs?.Resource).toEqual([
      "${aws_cloudwatch_log_group.application.arn}",
      "${aws_cloudwatch_log_group.application.arn}:*",
    ]);
    expect(actionsOf(statements)).not.toContain("logs:CreateLogGroup");
  });
});

describe("the load balancer controller's role", () => {
  const tag = "elbv2.k8s.aws/cluster";

  it("makes only what it tags with this cluster's name", () => {
    const statements = permissionsOf("load_balancer_controller");
    const made = { [`aws:RequestTag/${tag}`]: "retail-mlops-dev" };
    expect(statements.MakeLoadBalancers?.Condition).toEqual({ StringEquals: made });
    expect(statements.TagNewGroups?.Condition?.StringEquals).toMatchObject(made);
    expect(statements.TagNewLoadBalancers?.Condition?.StringEquals).toMatchObject(made);
  });

  it.each([
    "DeleteOwnGroups",
    "ChangeOwnLoadBalancers",
    "RegisterOwnTargets",
    "RetagOwnGroups",
    "RetagOwnLoadBalancers",
  ])("touches only what carries this cluster's name: %s", (sid) => {
    expect(permissionsOf("load_balancer_controller")[sid]?.Condition?.StringEquals).toEqual({
      [`aws:ResourceTag/${tag}`]: "retail-mlops-dev",
    });
  });

  it("changes security groups of this VPC only", () => {
    const { ChangeRulesInVpc, MakeGroupsInVpc } = permissionsOf("load_balancer_controller");
    const vpc = "arn:aws:ec2:ap-southeast-1:123456789012:vpc/vpc-0123456789abcdef0";
    expect(ChangeRulesInVpc?.Condition).toEqual({ ArnEquals: { "ec2:Vpc": vpc } });
    expect(MakeGroupsInVpc?.Resource).toEqual([
      "arn:aws:ec2:ap-southeast-1:123456789012:security-group/*",
      vpc,
    ]);
    expect(MakeGroupsInVpc?.Condition).toBeUndefined();
  });

  it("cannot attach or detach firewalls", () => {
    const actions = actionsOf(permissionsOf("load_balancer_controller"));
    expect(
      actions.filter((action) => /AssociateWebACL|SetWebAcl|shield:(Create|Delete)/.test(action)),
    ).toEqual([]);
    expect(actions).toContain("wafv2:GetWebACLForResource");
  });
});
