import type { OwnedResource } from "../estate.ts";
import type { Suggestion } from "./suggestion.ts";

const NAT = "aws_nat_gateway";
const ENDPOINT = "aws_vpc_endpoint";

/** The endpoints that carry nearly all traffic of nodes with AWS's services. */
const BUSIEST_SERVICES = ["ecr.api", "ecr.dkr", "logs", "sts"];

export const oneNatGateway: Suggestion = {
  id: "one-nat-gateway",
  find: ({ priced: { estate }, savedBy }) => {
    const [first, ...others] = estate.of(NAT);
    if (!first || others.length === 0) return undefined;
    const gone = new Set(
      others.flatMap((nat) => [nat, ...estate.referenced(nat, "allocation_id", "aws_eip")]),
    );
    return {
      title: `One NAT gateway instead of ${others.length + 1}`,
      tradeoff:
        "When its zone fails, no private subnet reaches the Internet. Leave it as it is where that would stop you.",
      how: 'nat_gateways = "single"',
      monthly: savedBy({ resources: (all) => all.filter((one) => !gone.has(one)) }),
    };
  },
};

export const natInsteadOfEndpoints: Suggestion = {
  id: "nat-instead-of-endpoints",
  find: ({ priced: { estate }, savedBy }) => {
    const endpoints = new Set(estate.of(ENDPOINT).filter(isInterface));
    if (endpoints.size === 0 || estate.of(NAT).length === 0) return undefined;
    return {
      title: "No interface endpoints: their hours cost more than the NAT traffic that they save",
      tradeoff:
        "Calls to AWS then leave through NAT. Keep endpoints that are there for their policies, or so that traffic stays private.",
      how: "interface_endpoints = []",
      monthly: savedBy({ resources: (all) => all.filter((one) => !endpoints.has(one)) }),
    };
  },
};

export const endpointsInsteadOfNat: Suggestion = {
  id: "endpoints-instead-of-nat",
  find: ({ priced: { estate }, savedBy }) => {
    const [nat] = estate.of(NAT);
    const subnets = estate.of("aws_subnet").filter(({ name }) => name.startsWith("private"));
    if (!nat || subnets.length === 0 || estate.of(ENDPOINT).some(isInterface)) return undefined;
    const endpoints = BUSIEST_SERVICES.map((service) => ({
      ...nat,
      address: `${ENDPOINT}.${service}`,
      type: ENDPOINT,
      name: service,
      attributes: { vpc_endpoint_type: "Interface", subnet_ids: subnets.map(({ address }) => address) },
    }));
    return {
      title:
        "Interface endpoints for what goes to AWS's services: they cost less than that traffic through NAT",
      tradeoff: "They are paid by the hour and zone, whether they are used or not.",
      how: `interface_endpoints = [${BUSIEST_SERVICES.map((one) => `"${one}"`).join(", ")}]`,
      monthly: savedBy({ resources: (all) => [...all, ...endpoints] }),
    };
  },
};

function isInterface({ attributes }: OwnedResource): boolean {
  return attributes.vpc_endpoint_type === "Interface";
}
