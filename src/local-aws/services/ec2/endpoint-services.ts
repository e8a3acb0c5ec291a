import { DescribeVpcEndpointServicesCommand, type ServiceDetail } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { zonesOf } from "./availability-zones.ts";
import { gatewayServices, interfaceServices } from "./endpoint-service-table.ts";
import { type FilterFields, matching, page } from "./listing.ts";
import type { Tagged } from "./state.ts";

/** A service of AWS's that endpoints can lead to. A name can stand for two: S3 is reached both ways. */
export interface EndpointService extends Tagged {
  readonly name: string;
  readonly type: "Gateway" | "Interface";
  /** Host names that lead to the endpoint inside the VPC, if its private DNS is on. */
  readonly privateDnsNames: readonly string[];
}

/** The services of a region; made once. */
export function endpointServices(region: string): readonly EndpointService[] {
  let known = byRegion.get(region);
  if (!known) {
    const through = gatewayServices.map((part) => `com.amazonaws.${region}.${part}`);
    known = [
      ...through.map((name): EndpointService => ({ name, type: "Gateway", privateDnsNames: [] })),
      ...[...interfaceServices(region)].map(
        ([name, privateDnsNames]): EndpointService => ({ name, type: "Interface", privateDnsNames }),
      ),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
    byRegion.set(region, known);
  }
  return known;
}

const byRegion = new Map<string, readonly EndpointService[]>();

/** The service of that name that takes this type of endpoint. @throws ServiceError `InvalidServiceName` */
export function findEndpointService(
  ctx: Context,
  name: string | undefined,
  type: EndpointService["type"],
): EndpointService {
  const found = endpointServices(ctx.region).find(
    (service) => service.name === name && service.type === type,
  );
  if (found) return found;
  if (endpointServices(ctx.region).some((service) => service.name === name))
    throw new ServiceError(
      "InvalidParameter",
      `Endpoint type (${type}) does not match available service types for service ${name}.`,
    );
  throw noService(name);
}

export const describeVpcEndpointServices = operation(DescribeVpcEndpointServicesCommand, (input, ctx) => {
  const all = endpointServices(ctx.region);
  const unknown = input.ServiceNames?.find((name) => !all.some((service) => service.name === name));
  if (unknown) throw noService(unknown);
  const asked = input.ServiceNames?.length
    ? all.filter(({ name }) => input.ServiceNames?.includes(name))
    : all;
  const found = page(
    matching(asked, input.Filters, fields(ctx)),
    input,
    ({ name, type }) => `${name} ${type}`,
  );
  return {
    ServiceNames: [...new Set(found.page.map(({ name }) => name))],
    ServiceDetails: found.page.map((service) => describe(ctx, service)),
    NextToken: found.NextToken,
  };
});

function describe(ctx: Context, { name, type, privateDnsNames }: EndpointService): ServiceDetail {
  const [PrivateDnsName] = privateDnsNames;
  return {
    ServiceName: name,
    ServiceId: `vpce-svc-${Buffer.from(name).toString("hex").padStart(17, "0").slice(-17)}`,
    ServiceType: [{ ServiceType: type }],
    ServiceRegion: ctx.region,
    AvailabilityZones: zonesOf(ctx.region).map((zone) => zone.name),
    AvailabilityZoneIds: zonesOf(ctx.region).map(({ id }) => id),
    Owner: "amazon",
    BaseEndpointDnsNames: [baseDnsName(ctx.region, name)],
    PrivateDnsName,
    PrivateDnsNames: privateDnsNames.map((one) => ({ PrivateDnsName: one })),
    PrivateDnsNameVerificationState: type === "Interface" ? "verified" : undefined,
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    Tags: [],
    SupportedIpAddressTypes: ["ipv4"],
  };
}

/** Ending of the public host names of a service's endpoints, such as `ecr.api` → `api.ecr.<region>.vpce.amazonaws.com`. */
export function baseDnsName(region: string, serviceName: string): string {
  const part = serviceName.replace(`com.amazonaws.${region}.`, "");
  return `${part.split(".").reverse().join(".")}.${region}.vpce.amazonaws.com`;
}

function noService(name: string | undefined): ServiceError {
  return new ServiceError("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
}

const fields = ({ region }: Context): FilterFields<EndpointService> => ({
  owner: () => "amazon",
  "service-name": ({ name }) => name,
  "service-region": () => region,
  "service-type": ({ type }) => type,
  "supported-ip-address-types": () => "ipv4",
});
