import { describe, expect, it } from "vitest";
import { devStack, type ResourceBody, resourcesOf, statementsOf } from "../../testing/synthesized.ts";
import { Key } from "../kms/key.ts";
import { ENDPOINT_BUNDLES, ENDPOINTS_NODES_NEED, expandEndpoints } from "./endpoint-services.ts";
import { Vpc, type VpcProps } from "./vpc.ts";

function declared(props: Partial<VpcProps> = {}): Record<string, ResourceBody> {
  const stack = devStack();
  const logsKey = new Key(stack, "logs", { description: "Logs", alias: "logs" });
  new Vpc(stack, "vpc", {
    name: "retail-mlops-dev",
    cidr: "10.0.0.0/16",
    zones: ["a", "b", "c"],
    logsKey,
    ...props,
  });
  return resourcesOf(stack);
}

function addressesOf(type: string, resources: Record<string, ResourceBody>): string[] {
  return Object.keys(resources).filter((address) => address.startsWith(`${type}.`));
}

describe("Vpc", () => {
  it("has DNS as EKS needs it, and a public and a private subnet in each zone", () => {
    const resources = declared();
    expect(resources["aws_vpc.vpc"]).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
    expect(resources["aws_subnet.private_b"]).toMatchObject({
      cidr_block: "10.0.32.0/19",
      availability_zone: "ap-southeast-1b",
      map_public_ip_on_launch: false,
      tags: { Name: "retail-mlops-dev-private-b", "kubernetes.io/role/internal-elb": "1" },
    });
    expect(resources["aws_subnet.public_b"]).toMatchObject({
      cidr_block: "10.0.196.0/22",
      availability_zone: "ap-southeast-1b",
      map_public_ip_on_launch: false,
      tags: { Name: "retail-mlops-dev-public-b", "kubernetes.io/role/elb": "1" },
    });
    expect(addressesOf("aws_subnet", resources)).toHaveLength(6);
  });

  it("changes nothing that is there when a zone is added, before or behind", () => {
    const before = declared({ zones: ["b", "c"], natGateways: "per-az" });
    const after = declared({ zones: ["a", "b", "c"], natGateways: "per-az" });
    const { "aws_vpc_endpoint.s3": oldEndpoint, ...untouched } = before;
    expect(after).toMatchObject(untouched);
    // The S3 endpoint serves one more route table; AWS changes that in place.
    expect(after["aws_vpc_endpoint.s3"].route_table_ids).toEqual(
      expect.arrayContaining(oldEndpoint.route_table_ids),
    );
  });

  it("routes public subnets to the Internet, private ones through NAT", () => {
    const resources = declared();
    expect(resources["aws_route.public_internet"]).toMatchObject({
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.vpc.id}",
    });
    expect(addressesOf("aws_nat_gateway", resources)).toEqual(["aws_nat_gateway.a"]);
    expect(resources["aws_nat_gateway.a"]).toMatchObject({
      subnet_id: "${aws_subnet.public_a.id}",
      allocation_id: "${aws_eip.nat_a.id}",
      depends_on: ["aws_internet_gateway.vpc"],
    });
    for (const zone of ["a", "b", "c"]) {
      expect(resources[`aws_route.private_${zone}_internet`].nat_gateway_id).toBe("${aws_nat_gateway.a.id}");
      expect(resources[`aws_route_table_association.private_${zone}`]).toMatchObject({
        subnet_id: `\${aws_subnet.private_${zone}.id}`,
        route_table_id: `\${aws_route_table.private_${zone}.id}`,
      });
    }
  });

  it("gives each zone its own NAT gateway if asked", () => {
    const resources = declared({ natGateways: "per-az" });
    for (const zone of ["a", "b", "c"]) {
      expect(resources[`aws_nat_gateway.${zone}`].subnet_id).toBe(`\${aws_subnet.public_${zone}.id}`);
      expect(resources[`aws_route.private_${zone}_internet`].nat_gateway_id).toBe(
        `\${aws_nat_gateway.${zone}.id}`,
      );
    }
  });

  it("leaves private subnets without a way out if asked", () => {
    const resources = declared({ natGateways: "none" });
    expect(addressesOf("aws_nat_gateway", resources)).toEqual([]);
    expect(addressesOf("aws_eip", resources)).toEqual([]);
    expect(addressesOf("aws_route", resources)).toEqual(["aws_route.public_internet"]);
  });

  it("always reaches S3 without NAT, from every private subnet", () => {
    expect(declared()["aws_vpc_endpoint.s3"]).toMatchObject({
      service_name: "com.amazonaws.ap-southeast-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["a", "b", "c"].map((zone) => `\${aws_route_table.private_${zone}.id}`),
    });
  });

  it("makes the endpoints of a bundle, answering to the services' own names, reachable over HTTPS from the VPC", () => {
    const resources = declared({ interfaceEndpoints: ["private-eks-sagemaker", "ecr.api"] });
    expect(addressesOf("aws_vpc_endpoint", resources)).toHaveLength(14);
    expect(resources["aws_vpc_endpoint.sagemaker_runtime"]).toMatchObject({
      service_name: "com.amazonaws.ap-southeast-1.sagemaker.runtime",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: ["a", "b", "c"].map((zone) => `\${aws_subnet.private_${zone}.id}`),
      security_group_ids: ["${aws_security_group.endpoints.id}"],
    });
    expect(resources["aws_vpc_security_group_ingress_rule.endpoints_https"]).toMatchObject({
      security_group_id: "${aws_security_group.endpoints.id}",
      cidr_ipv4: "10.0.0.0/16",
      from_port: 443,
      to_port: 443,
    });
  });

  it("lets nothing out through S3's endpoint but to the account's own buckets, and image layers in from everywhere", () => {
    const { OwnBuckets, ReadOthers } = statementsOf(declared()["aws_vpc_endpoint.s3"].policy);
    expect(OwnBuckets).toMatchObject({
      Action: "s3:*",
      Condition: {
        StringEquals: { "aws:PrincipalAccount": "123456789012" },
        StringEqualsIfExists: { "aws:ResourceAccount": "123456789012" },
      },
    });
    expect(ReadOthers).toEqual({
      Sid: "ReadOthers",
      Effect: "Allow",
      Principal: "*",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: "*",
    });
  });

  it("lets only the account's own identities through ECR's endpoints, and leaves STS's open to unsigned calls", () => {
    const resources = declared({ interfaceEndpoints: ["private-eks"] });
    for (const service of ["ecr_api", "ecr_dkr"]) {
      expect(statementsOf(resources[`aws_vpc_endpoint.${service}`].policy).OwnIdentities?.Condition).toEqual({
        StringEquals: { "aws:PrincipalAccount": "123456789012" },
      });
    }
    expect(resources["aws_vpc_endpoint.sts"].policy).toBeUndefined();
  });

  it("empties the default security group", () => {
    const group = declared()["aws_default_security_group.vpc"];
    expect(group.vpc_id).toBe("${aws_vpc.vpc.id}");
    expect(group.ingress).toBeUndefined();
    expect(group.egress).toBeUndefined();
  });

  it("logs all traffic into an encrypted group, by a role that flow logs of this account alone can use", () => {
    const resources = declared({ flowLogsRetentionDays: 30 });
    expect(resources["aws_cloudwatch_log_group.flow_logs"]).toMatchObject({
      name: "/aws/vpc/retail-mlops-dev/flow-logs",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.logs.arn}",
    });
    expect(resources["aws_flow_log.vpc"]).toMatchObject({
      traffic_type: "ALL",
      log_destination: "${aws_cloudwatch_log_group.flow_logs.arn}",
      iam_role_arn: "${aws_iam_role.flow_logs.arn}",
    });
    const { AssumedByService } = statementsOf(resources["aws_iam_role.flow_logs"].assume_role_policy);
    expect(AssumedByService).toMatchObject({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:ec2:ap-southeast-1:123456789012:vpc-flow-log/*" },
      },
    });
  });

  it.each([[["a"]], [["a", "a"]], [["a", "b", "c", "d", "e", "f", "g"]]])("refuses the zones %j", (zones) => {
    expect(() => declared({ zones })).toThrow("2 to 6 different zones");
  });
});

describe("endpoint bundles", () => {
  it("hold what a private cluster with SageMaker calls", () => {
    expect(expandEndpoints(["private-eks-sagemaker"])).toEqual([
      "autoscaling",
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "kms",
      "logs",
      "monitoring",
      "sagemaker.api",
      "sagemaker.runtime",
      "sts",
    ]);
  });

  it("let nodes join without NAT", () => {
    expect(ENDPOINT_BUNDLES["private-eks"]).toEqual(expect.arrayContaining([...ENDPOINTS_NODES_NEED]));
  });

  it("do not hold names that AWS would refuse only at apply", () => {
    expect(() => expandEndpoints(["ecr.apii"])).toThrow(
      '"ecr.apii" is neither an endpoint service nor one of private-eks',
    );
  });
});
