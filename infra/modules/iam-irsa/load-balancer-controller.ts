import type { Condition, Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

/** The tag by which the controller marks what it made, with the cluster's name as its value. */
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

interface Cluster {
  readonly stack: EnvironmentStack;
  readonly clusterName: string;
  readonly vpcId: string;
}

/**
 * What the AWS Load Balancer Controller needs: upstream's policy, narrowed to this cluster's VPC and to things that carry this cluster's
 * tag by value. Cognito, WAF and Shield can be read, so that an installation with default settings works, and not changed.
 * Source: kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/install/iam_policy.json, read 2026-11.
 */
export function loadBalancerControllerStatements(cluster: Cluster): Statement[] {
  return [
    serviceLinkedRole(),
    look(),
    ...securityGroups(cluster),
    ...loadBalancers(cluster),
    ...listeners(cluster),
    ...loadBalancerTags(cluster),
  ];
}

function serviceLinkedRole(): Statement {
  return {
    Sid: "MakeServiceLinkedRole",
    Action: "iam:CreateServiceLinkedRole",
    Resource: "*",
    Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
  };
}

function look(): Statement {
  return {
    Sid: "Look",
    Action: [
      "acm:DescribeCertificate",
      "acm:ListCertificates",
      "cognito-idp:DescribeUserPoolClient",
      ...describing("ec2", [
        "AccountAttributes",
        "Addresses",
        "AvailabilityZones",
        "CoipPools",
        "Instances",
        "InternetGateways",
        "IpamPools",
        "NetworkInterfaces",
        "RouteTables",
        "SecurityGroups",
        "Subnets",
        "Tags",
        "VpcPeeringConnections",
        "Vpcs",
      ]),
      "ec2:GetCoipPoolUsage",
      "ec2:GetSecurityGroupsForVpc",
      ...describing("elasticloadbalancing", [
        "CapacityReservation",
        "ListenerAttributes",
        "ListenerCertificates",
        "Listeners",
        "LoadBalancerAttributes",
        "LoadBalancers",
        "Rules",
        "SSLPolicies",
        "Tags",
        "TargetGroupAttributes",
        "TargetGroups",
        "TargetHealth",
        "TrustStores",
      ]),
      "iam:GetServerCertificate",
      "iam:ListServerCertificates",
      "shield:DescribeProtection",
      "shield:GetSubscriptionState",
      "waf-regional:GetWebACL",
      "waf-regional:GetWebACLForResource",
      "wafv2:GetWebACL",
      "wafv2:GetWebACLForResource",
    ],
    Resource: "*",
  };
}

/** Rules of any group in this VPC, because the nodes' group is not the controller's; making and deleting only its own. */
function securityGroups({ stack, clusterName, vpcId }: Cluster): Statement[] {
  const groups = stack.arn("ec2", "security-group/*");
  const vpc = stack.arn("ec2", `vpc/${vpcId}`);
  return [
    {
      Sid: "ChangeRulesInVpc",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: groups,
      Condition: { ArnEquals: { "ec2:Vpc": vpc } },
    },
    {
      Sid: "ChangeRuleEntries",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: stack.arn("ec2", "security-group-rule/*"),
    },
    // EC2 asks for both, so naming the VPC is the bound; a group that is not made yet may have no `ec2:Vpc` to compare.
    { Sid: "MakeGroupsInVpc", Action: "ec2:CreateSecurityGroup", Resource: [groups, vpc] },
    {
      Sid: "TagNewGroups",
      Action: "ec2:CreateTags",
      Resource: groups,
      Condition: {
        StringEquals: {
          "ec2:CreateAction": "CreateSecurityGroup",
          [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName,
        },
      },
    },
    {
      Sid: "RetagOwnGroups",
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: groups,
      Condition: ownedAndStaying(clusterName),
    },
    {
      Sid: "DeleteOwnGroups",
      Action: "ec2:DeleteSecurityGroup",
      Resource: groups,
      Condition: owned(clusterName),
    },
  ];
}

function loadBalancers({ stack, clusterName }: Cluster): Statement[] {
  return [
    {
      Sid: "MakeLoadBalancers",
      Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      Resource: "*",
      Condition: { StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName } },
    },
    {
      Sid: "ChangeOwnLoadBalancers",
      Action: [
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyCapacityReservation",
        "elasticloadbalancing:ModifyIpPools",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ],
      Resource: "*",
      Condition: owned(clusterName),
    },
    {
      Sid: "RegisterOwnTargets",
      Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      Resource: stack.arn("elasticloadbalancing", "targetgroup/*/*"),
      Condition: owned(clusterName),
    },
  ];
}

/** Upstream leaves these without a tag condition: listeners and rules of older controllers carry no tag of their own. */
function listeners({ stack }: Cluster): Statement[] {
  const kinds = ["listener/net", "listener/app", "listener-rule/net", "listener-rule/app"];
  return [
    {
      Sid: "ChangeListeners",
      Action: [
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:RemoveListenerCertificates",
        "elasticloadbalancing:SetRulePriorities",
      ],
      Resource: ["loadbalancer/*", "listener/*", "listener-rule/*"].map((kind) =>
        stack.arn("elasticloadbalancing", kind),
      ),
    },
    {
      Sid: "TagListeners",
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: kinds.map((kind) => stack.arn("elasticloadbalancing", `${kind}/*`)),
    },
  ];
}

function loadBalancerTags({ stack, clusterName }: Cluster): Statement[] {
  const resources = ["targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*"].map((kind) =>
    stack.arn("elasticloadbalancing", kind),
  );
  return [
    {
      Sid: "TagNewLoadBalancers",
      Action: "elasticloadbalancing:AddTags",
      Resource: resources,
      Condition: {
        StringEquals: {
          "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"],
          [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName,
        },
      },
    },
    {
      Sid: "RetagOwnLoadBalancers",
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: resources,
      Condition: ownedAndStaying(clusterName),
    },
  ];
}

function owned(clusterName: string): Condition {
  return { StringEquals: { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName } };
}

/** Other tags of what is ours may change, the cluster's tag may not: nothing can be claimed or disowned with it. */
function ownedAndStaying(clusterName: string): Condition {
  return { ...owned(clusterName), Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: "true" } };
}

function describing(service: string, nouns: readonly string[]): string[] {
  return nouns.map((noun) => `${service}:Describe${noun}`);
}
