import type { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { DefaultSecurityGroup } from "@cdktn/provider-aws/lib/default-security-group/index.js";
import { InternetGateway } from "@cdktn/provider-aws/lib/internet-gateway/index.js";
import type { NatGateway } from "@cdktn/provider-aws/lib/nat-gateway/index.js";
import type { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import type { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc as AwsVpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import type { VpcEndpoint } from "@cdktn/provider-aws/lib/vpc-endpoint/index.js";
import type { ITerraformDependable } from "cdktn";
import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import type { Key } from "../kms/key.ts";
import { declareEndpointSecurityGroup, declareInterfaceEndpoints, declareS3Endpoint } from "./endpoints.ts";
import { declareFlowLogs } from "./flow-logs.ts";
import { declareNatGateways, declarePrivateSubnets, declarePublicSubnets } from "./subnets.ts";

export interface VpcProps {
  /** Begins the `Name` tags and the names of role and log group, e.g. `retail-mlops-dev`. */
  readonly name: string;
  /** /16 to /21. */
  readonly cidr: string;
  /** Zone letters, 2 to 6 of a to f. A single NAT gateway stands in the first. */
  readonly zones: readonly string[];
  /** Encrypts the flow logs; its policy has to let CloudWatch Logs use it for `flowLogGroupName(name)`. */
  readonly logsKey: Key;
  /** How private subnets reach the Internet. `single` costs least and fails with its zone. @default "single" */
  readonly natGateways?: "none" | "single" | "per-az";
  /** Services (`ecr.api`) and bundles (`private-eks-sagemaker`), each billed per hour and zone. @default none */
  readonly interfaceEndpoints?: readonly string[];
  /** @default 365 */
  readonly flowLogsRetentionDays?: number;
}

/**
 * A network over two to six zones: public subnets for load balancers, private ones for nodes, S3 without NAT, and flow logs.
 *
 * @example
 * new Vpc(stack, "vpc", { name: "retail-mlops-dev", cidr: "10.0.0.0/16", zones: ["a", "b", "c"], logsKey: kms.logs });
 */
export class Vpc extends Module {
  readonly vpc: AwsVpc;
  readonly zones: readonly string[];
  readonly internetGateway: InternetGateway;
  /** By zone letter. */
  readonly publicSubnets: Readonly<Record<string, Subnet>>;
  /** By zone letter. */
  readonly privateSubnets: Readonly<Record<string, Subnet>>;
  /** By the zone they stand in; empty without NAT. */
  readonly natGateways: Readonly<Record<string, NatGateway>>;
  readonly endpointSecurityGroup: SecurityGroup;
  readonly s3Endpoint: VpcEndpoint;
  /** By service, e.g. `ecr.api`. */
  readonly interfaceEndpoints: Readonly<Record<string, VpcEndpoint>>;
  readonly flowLogGroup: CloudwatchLogGroup;
  /** Whatever starts in a private subnet and calls out has to wait for these: routes and endpoints. */
  readonly egress: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id, "vpc");
    const { name, cidr } = props;
    this.zones = checkedZones(props.zones);
    this.vpc = this.declareVpc(props);
    this.internetGateway = new InternetGateway(this, "internet_gateway", {
      vpcId: this.vpc.id,
      tags: { Name: name },
    });
    this.lockDefaultSecurityGroup(name);

    const network = { vpc: this.vpc, name, cidr, zones: this.zones };
    const gateway = this.internetGateway;
    const publicSide = declarePublicSubnets(this, network, gateway);
    const natZones = this.natZones(props.natGateways ?? "single");
    this.natGateways = declareNatGateways(this, {
      name,
      zones: natZones,
      subnets: publicSide.subnets,
      gateway,
    });
    const privateSide = declarePrivateSubnets(
      this,
      network,
      (zone) => this.natGateways[zone] ?? this.natGateways[natZones[0] ?? ""],
    );
    this.publicSubnets = publicSide.subnets;
    this.privateSubnets = privateSide.subnets;

    const routeTableIds = privateSide.routeTables.map((table) => table.id);
    this.s3Endpoint = declareS3Endpoint(this, { vpc: this.vpc, name, routeTableIds });
    this.endpointSecurityGroup = declareEndpointSecurityGroup(this, { vpc: this.vpc, name, cidr });
    this.interfaceEndpoints = declareInterfaceEndpoints(this, {
      vpc: this.vpc,
      name,
      names: props.interfaceEndpoints ?? [],
      subnetIds: this.privateSubnetIds,
      securityGroup: this.endpointSecurityGroup,
    });
    this.flowLogGroup = declareFlowLogs(this, {
      vpc: this.vpc,
      name,
      retentionDays: props.flowLogsRetentionDays ?? 365,
      logsKey: props.logsKey,
    });
    this.egress = [
      ...publicSide.routes,
      ...privateSide.routes,
      this.s3Endpoint,
      ...Object.values(this.interfaceEndpoints),
    ];
  }

  get privateSubnetIds(): string[] {
    return this.zones.flatMap((zone) => this.privateSubnets[zone]?.id ?? []);
  }

  get publicSubnetIds(): string[] {
    return this.zones.flatMap((zone) => this.publicSubnets[zone]?.id ?? []);
  }

  private declareVpc({ cidr, name }: VpcProps): AwsVpc {
    // EKS and the endpoints' private host names need both DNS attributes.
    return new AwsVpc(this, "vpc", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
  }

  /** Without rules: what is started without a security group of its own reaches nothing, and nothing reaches it. */
  private lockDefaultSecurityGroup(name: string): void {
    new DefaultSecurityGroup(this, "default_security_group", {
      vpcId: this.vpc.id,
      tags: { Name: `${name}-default-unused` },
    });
  }

  private natZones(natGateways: "none" | "single" | "per-az"): readonly string[] {
    return { none: [], single: this.zones.slice(0, 1), "per-az": this.zones }[natGateways];
  }
}

function checkedZones(zones: readonly string[]): readonly string[] {
  if (zones.length < 2 || zones.length > 6 || new Set(zones).size !== zones.length) {
    throw new Error(`A VPC needs 2 to 6 different zones, not [${zones.join(", ")}].`);
  }
  return zones;
}
