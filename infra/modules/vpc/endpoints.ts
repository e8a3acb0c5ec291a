import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import type { Vpc as AwsVpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktn/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { EnvironmentStack } from "../../stack.ts";
import { interfaceEndpointPolicy, s3EndpointPolicy } from "./endpoint-policies.ts";
import { expandEndpoints } from "./endpoint-services.ts";
import type { Vpc } from "./vpc.ts";

/** Lets everything in the VPC reach its endpoints over HTTPS, and the endpoints reach nothing. */
export function declareEndpointSecurityGroup(
  scope: Vpc,
  props: { vpc: AwsVpc; name: string; cidr: string },
): SecurityGroup {
  const group = new SecurityGroup(scope, "endpoints_security_group", {
    name: `${props.name}-endpoints`,
    description: "HTTPS from the VPC to its interface endpoints",
    vpcId: props.vpc.id,
    tags: { Name: `${props.name}-endpoints` },
  });
  new VpcSecurityGroupIngressRule(scope, "endpoints_https", {
    securityGroupId: group.id,
    description: "HTTPS from the VPC",
    cidrIpv4: props.cidr,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    tags: { Name: `${props.name}-endpoints-https` },
  });
  return group;
}

/** S3 without NAT and without cost: image layers, data and artifacts go this way. */
export function declareS3Endpoint(
  scope: Vpc,
  props: { vpc: AwsVpc; name: string; routeTableIds: string[] },
): VpcEndpoint {
  const { region, accountId } = EnvironmentStack.of(scope);
  return new VpcEndpoint(scope, "s3_endpoint", {
    vpcId: props.vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: props.routeTableIds,
    policy: s3EndpointPolicy(accountId),
    tags: { Name: `${props.name}-s3` },
  });
}

/** One endpoint per service, in every private subnet, answering under the service's usual host name. About 7 USD a month per zone. */
export function declareInterfaceEndpoints(
  scope: Vpc,
  props: {
    vpc: AwsVpc;
    name: string;
    names: readonly string[];
    subnetIds: string[];
    securityGroup: SecurityGroup;
  },
): Record<string, VpcEndpoint> {
  const { region, accountId } = EnvironmentStack.of(scope);
  const endpoints = expandEndpoints(props.names).map((service): [string, VpcEndpoint] => [
    service,
    new VpcEndpoint(scope, `${service.replaceAll(/[.-]/g, "_")}_endpoint`, {
      vpcId: props.vpc.id,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      policy: interfaceEndpointPolicy(service, accountId),
      subnetIds: props.subnetIds,
      securityGroupIds: [props.securityGroup.id],
      tags: { Name: `${props.name}-${service}` },
    }),
  ]);
  return Object.fromEntries(endpoints);
}
