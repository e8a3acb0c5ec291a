import type { PriceItem, PriceQuery } from "./price.ts";
import { forRegions, sources } from "./sources.ts";

/** A NAT gateway costs as much an hour as a gigabyte through it. */
const nat = {
  "ap-east-1": 0.065,
  "ap-northeast-1": 0.062,
  "ap-northeast-2": 0.059,
  "ap-northeast-3": 0.062,
  "ap-south-1": 0.056,
  "ap-southeast-1": 0.059,
  "ap-southeast-2": 0.059,
  "ca-central-1": 0.05,
  "eu-central-1": 0.052,
  "eu-north-1": 0.046,
  "eu-west-1": 0.048,
  "eu-west-2": 0.05,
  "eu-west-3": 0.05,
  "me-south-1": 0.0528,
  "sa-east-1": 0.093,
  "us-east-1": 0.045,
  "us-east-2": 0.045,
  "us-west-1": 0.048,
  "us-west-2": 0.045,
};

const singapore = forRegions(sources.priceListSingapore, ["ap-southeast-1"]);

function natQuery(usagetype: string): PriceQuery {
  return { serviceCode: "AmazonEC2", filters: { productFamily: "NAT Gateway", usagetype } };
}

function endpointQuery(usagetype: string): PriceQuery {
  return { serviceCode: "AmazonVPC", filters: { productFamily: "VpcEndpoint", usagetype } };
}

/** NAT gateways, interface endpoints and public addresses. Gateway endpoints are free. */
export const vpc: readonly PriceItem[] = [
  {
    id: "nat.hour",
    what: "NAT gateway",
    unit: "hour",
    per: 1,
    usd: nat,
    ...sources.natTable,
    elsewhere: singapore,
    query: natQuery("NatGateway-Hours"),
  },
  {
    id: "nat.data",
    what: "NAT gateway, data processed in either direction",
    unit: "GB",
    per: 1,
    usd: nat,
    ...sources.natTable,
    elsewhere: singapore,
    query: natQuery("NatGateway-Bytes"),
  },
  {
    id: "ipv4.hour",
    what: "public IPv4 address, in use or idle",
    unit: "hour",
    per: 1,
    usd: 0.005,
    ...sources.priceListMalaysia,
    query: { serviceCode: "AmazonVPC", filters: { usagetype: "PublicIPv4:InUseAddress" } },
  },
  {
    id: "endpoint.interface.hour",
    what: "VPC interface endpoint, in each zone",
    unit: "hour",
    per: 1,
    usd: {
      "ap-northeast-1": 0.014,
      "ap-northeast-2": 0.013,
      "ap-south-1": 0.013,
      "ap-southeast-1": 0.013,
      "ap-southeast-2": 0.013,
      "ap-southeast-5": 0.0117,
      "ca-central-1": 0.011,
      "eu-central-1": 0.012,
      "eu-west-1": 0.011,
      "eu-west-2": 0.011,
      "eu-west-3": 0.011,
      "sa-east-1": 0.021,
      "us-east-1": 0.01,
      "us-east-2": 0.01,
      "us-west-1": 0.011,
      "us-west-2": 0.01,
    },
    ...sources.memory,
    elsewhere: {
      ...forRegions(sources.quoted, ["ap-northeast-2", "eu-central-1", "eu-west-2", "us-west-2"]),
      ...singapore,
      ...forRegions(sources.priceListMalaysia, ["ap-southeast-5", "us-east-1"]),
      ...forRegions(sources.priceListTokyo, ["ap-northeast-1"]),
      ...forRegions(sources.priceListIreland, ["eu-west-1"]),
    },
    query: endpointQuery("VpcEndpoint-Hours"),
  },
  {
    id: "endpoint.interface.data",
    what: "VPC interface endpoints, data processed by all of a region's",
    unit: "GB",
    per: 1,
    // 1 PB and 5 PB.
    usd: [{ upTo: 1_048_576, usd: 0.01 }, { upTo: 5_242_880, usd: 0.006 }, { usd: 0.004 }],
    ...sources.priceListMalaysia,
    query: endpointQuery("VpcEndpoint-Bytes"),
  },
];
