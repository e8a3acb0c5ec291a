import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import type { Statement } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import { clusterAutoscalerStatements } from "./cluster-autoscaler.ts";
import { externalDnsStatements } from "./external-dns.ts";
import { applicationLogGroupName, fluentBitStatements } from "./fluent-bit.ts";
import { loadBalancerControllerStatements } from "./load-balancer-controller.ts";
import type { OidcProvider } from "./oidc-provider.ts";
import { ServiceAccountRole } from "./service-account-role.ts";

export interface IamIrsaProps {
  readonly clusterName: string;
  readonly oidcProvider: OidcProvider;
  /** The VPC in which the load balancer controller may change security groups. */
  readonly vpcId: string;
  /** Encrypts the pods' logs; its policy has to name `applicationLogGroupName(clusterName)`. */
  readonly logsKey: Key;
  /** Route 53 zones that external-dns may write to. @default none: it may only list */
  readonly hostedZoneIds?: readonly string[];
  /** @default 365 */
  readonly logRetentionDays?: number;
  /**
   * Put behind the four role names, which are global in an account: `-staging` lets a second environment live beside dev.
   * @default ""
   */
  readonly roleNameSuffix?: string;
}

/**
 * The roles of the cluster's controllers, each for one service account, with the least that it needs.
 *
 * | role | service account |
 * |---|---|
 * | `eks-cluster-autoscaler-role` | `kube-system/cluster-autoscaler` |
 * | `aws-load-balancer-controller-role` | `kube-system/aws-load-balancer-controller` |
 * | `external-dns-role` | `external-dns/external-dns` |
 * | `fluent-bit-role` | `amazon-cloudwatch/fluent-bit` |
 *
 * @example
 * new IamIrsa(stack, "iam_irsa", {
 *   clusterName: eks.clusterName, oidcProvider: eks.oidcProvider, vpcId: vpc.vpc.id, logsKey: kms.logs,
 * });
 */
export class IamIrsa extends Module {
  readonly clusterAutoscaler: ServiceAccountRole;
  readonly loadBalancerController: ServiceAccountRole;
  readonly externalDns: ServiceAccountRole;
  readonly fluentBit: ServiceAccountRole;
  /** Where fluent-bit writes what pods log. */
  readonly applicationLogGroup: CloudwatchLogGroup;
  readonly #props: IamIrsaProps;

  constructor(scope: Construct, id: string, props: IamIrsaProps) {
    super(scope, id, "iam-irsa");
    this.#props = props;
    const stack = EnvironmentStack.of(this);
    const { clusterName, vpcId, hostedZoneIds = [] } = props;
    this.applicationLogGroup = this.declareApplicationLogGroup();
    this.clusterAutoscaler = this.declareRole("cluster_autoscaler", {
      roleName: "eks-cluster-autoscaler-role",
      description: `Changes the number of nodes of ${clusterName}`,
      namespace: "kube-system",
      serviceAccount: "cluster-autoscaler",
      statements: clusterAutoscalerStatements(stack, clusterName),
    });
    this.loadBalancerController = this.declareRole("load_balancer_controller", {
      roleName: "aws-load-balancer-controller-role",
      description: `Makes load balancers for services and ingresses of ${clusterName}`,
      namespace: "kube-system",
      serviceAccount: "aws-load-balancer-controller",
      statements: loadBalancerControllerStatements({ stack, clusterName, vpcId }),
    });
    this.externalDns = this.declareRole("external_dns", {
      roleName: "external-dns-role",
      description: `Writes DNS records for services and ingresses of ${clusterName}`,
      namespace: "external-dns",
      serviceAccount: "external-dns",
      statements: externalDnsStatements(stack, hostedZoneIds),
    });
    this.fluentBit = this.declareRole("fluent_bit", {
      roleName: "fluent-bit-role",
      description: `Writes the logs of pods of ${clusterName}`,
      namespace: "amazon-cloudwatch",
      serviceAccount: "fluent-bit",
      statements: fluentBitStatements(this.applicationLogGroup.arn),
    });
  }

  private declareApplicationLogGroup(): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "application", {
      name: applicationLogGroupName(this.#props.clusterName),
      retentionInDays: this.#props.logRetentionDays ?? 365,
      kmsKeyId: this.#props.logsKey.arn,
    });
  }

  private declareRole(id: string, controller: Controller): ServiceAccountRole {
    return new ServiceAccountRole(this, id, {
      ...controller,
      roleName: `${controller.roleName}${this.#props.roleNameSuffix ?? ""}`,
      oidcProvider: this.#props.oidcProvider,
    });
  }
}

interface Controller {
  readonly roleName: string;
  readonly description: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly statements: readonly Statement[];
}
