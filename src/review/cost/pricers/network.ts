import type { Estate } from "../estate.ts";
import { type Charge, HOURS_PER_MONTH, type Pricer } from "../pricer.ts";

/** A GB that goes from one zone to another is paid twice: where it leaves, and where it arrives. */
const BOTH_DIRECTIONS = 2;

/** A NAT gateway by the hour and by the GB, and the way to it from zones that have none of their own. */
export const natGateway: Pricer = {
  type: "aws_nat_gateway",
  charges: (_nat, pricing) => {
    const { estate } = pricing;
    const gateways = estate.of("aws_nat_gateway").length;
    const elsewhere = 1 - Math.min(1, gateways / Math.max(1, zonesOf(estate)));
    const traffic = ["nat_gb", ...(interfaceEndpoints(estate).length > 0 ? [] : ["aws_services_gb"])];
    return [
      { service: "VPC", what: "NAT gateways", item: "nat.hour", quantity: HOURS_PER_MONTH },
      ...traffic.flatMap((usage): Charge[] => {
        const gb = pricing.usage(usage) / gateways;
        const to = usage === "nat_gb" ? "" : " to AWS services";
        return [
          { service: "VPC", what: `data through NAT${to}`, item: "nat.data", quantity: gb, usage },
          {
            service: "VPC",
            what: `other zones' way to NAT${to && ", AWS services"}`,
            item: "transfer.zones",
            quantity: gb * elsewhere * BOTH_DIRECTIONS,
            usage,
          },
        ];
      }),
    ];
  },
};

export const publicAddress: Pricer = {
  type: "aws_eip",
  charges: () => [
    { service: "VPC", what: "public IPv4 addresses", item: "ipv4.hour", quantity: HOURS_PER_MONTH },
  ],
};

/** Interface endpoints by the hour in each zone, and by the GB; gateway endpoints are free. */
export const vpcEndpoint: Pricer = {
  type: "aws_vpc_endpoint",
  charges: (endpoint, { estate, usage }) => {
    const type = endpoint.attributes.vpc_endpoint_type ?? "Gateway";
    if (type === "Gateway") return [];
    if (type !== "Interface")
      return [{ gap: `endpoint of type ${String(type)}`, why: "no rule for its price" }];
    const zones = [endpoint.attributes.subnet_ids ?? []].flat().length;
    return [
      {
        service: "VPC",
        what: "interface endpoints, by zone",
        item: "endpoint.interface.hour",
        quantity: HOURS_PER_MONTH * zones,
      },
      {
        service: "VPC",
        what: "interface endpoints' data",
        item: "endpoint.interface.data",
        quantity: usage("aws_services_gb") / interfaceEndpoints(estate).length,
        usage: "aws_services_gb",
      },
    ];
  },
};

export const vpc: Pricer = {
  type: "aws_vpc",
  charges: (_vpc, { estate, usage }) => [
    {
      service: "VPC",
      what: "traffic between zones",
      item: "transfer.zones",
      quantity: (usage("zone_transfer_gb") * BOTH_DIRECTIONS) / estate.of("aws_vpc").length,
      usage: "zone_transfer_gb",
    },
  ],
};

export const internetGateway: Pricer = {
  type: "aws_internet_gateway",
  charges: (_gateway, { estate, usage }) => [
    {
      service: "VPC",
      what: "traffic out to the Internet",
      item: "transfer.internet",
      quantity: usage("internet_out_gb") / estate.of("aws_internet_gateway").length,
      usage: "internet_out_gb",
    },
  ],
};

function interfaceEndpoints(estate: Estate): readonly unknown[] {
  return estate
    .of("aws_vpc_endpoint")
    .filter(({ attributes }) => attributes.vpc_endpoint_type === "Interface");
}

function zonesOf(estate: Estate): number {
  return new Set(estate.of("aws_subnet").map(({ attributes }) => attributes.availability_zone)).size;
}
