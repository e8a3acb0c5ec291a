import { Eip } from "@cdktn/provider-aws/lib/eip/index.js";
import type { InternetGateway } from "@cdktn/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktn/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktn/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktn/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktn/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import type { Vpc as AwsVpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { EnvironmentStack } from "../../stack.ts";
import { subnetsOf } from "./address-plan.ts";
import type { Vpc } from "./vpc.ts";

const EVERYWHERE = "0.0.0.0/0";

interface Network {
  readonly vpc: AwsVpc;
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly string[];
}

/** Subnets by zone letter, and the routes without which nothing in them reaches anything. */
export interface RoutedSubnets {
  readonly subnets: Readonly<Record<string, Subnet>>;
  readonly routeTables: readonly RouteTable[];
  readonly routes: readonly (Route | RouteTableAssociation)[];
}

/** For internet-facing load balancers and NAT. Nothing gets a public address by merely being started here. */
export function declarePublicSubnets(scope: Vpc, network: Network, gateway: InternetGateway): RoutedSubnets {
  const routeTable = new RouteTable(scope, "public_route_table", {
    vpcId: network.vpc.id,
    tags: { Name: `${network.name}-public` },
  });
  const toInternet = new Route(scope, "public_internet_route", {
    routeTableId: routeTable.id,
    destinationCidrBlock: EVERYWHERE,
    gatewayId: gateway.id,
  });
  const subnets = byZone(network.zones, (zone) =>
    declareSubnet(scope, network, {
      id: `public_${zone}`,
      zone,
      cidr: subnetsOf(network.cidr, zone).publicCidr,
      role: "elb",
    }),
  );
  const associations = network.zones.map((zone) =>
    associate(scope, `public_${zone}`, subnets[zone], routeTable),
  );
  return { subnets, routeTables: [routeTable], routes: [toInternet, ...associations] };
}

/** For nodes, pods and endpoints. Each zone has a route table of its own, so that giving it a NAT gateway of its own moves no subnet. */
export function declarePrivateSubnets(
  scope: Vpc,
  network: Network,
  natOf: (zone: string) => NatGateway | undefined,
): RoutedSubnets {
  const subnets: Record<string, Subnet> = {};
  const routeTables: RouteTable[] = [];
  const routes: (Route | RouteTableAssociation)[] = [];
  for (const zone of network.zones) {
    const id = `private_${zone}`;
    const cidr = subnetsOf(network.cidr, zone).privateCidr;
    const subnet = declareSubnet(scope, network, { id, zone, cidr, role: "internal-elb" });
    const routeTable = new RouteTable(scope, `${id}_route_table`, {
      vpcId: network.vpc.id,
      tags: { Name: `${network.name}-private-${zone}` },
    });
    subnets[zone] = subnet;
    routeTables.push(routeTable);
    routes.push(associate(scope, id, subnet, routeTable));
    const nat = natOf(zone);
    if (nat !== undefined) routes.push(routeToNat(scope, `${id}_internet_route`, routeTable, nat));
  }
  return { subnets, routeTables, routes };
}

/** NAT gateways by the zone they stand in. Each costs about 33 USD a month, and 4.5 cents a GB. */
export function declareNatGateways(
  scope: Vpc,
  props: {
    name: string;
    zones: readonly string[];
    subnets: RoutedSubnets["subnets"];
    gateway: InternetGateway;
  },
): Record<string, NatGateway> {
  return byZone(props.zones, (zone) => {
    const tags = { Name: `${props.name}-nat-${zone}` };
    const address = new Eip(scope, `nat_${zone}_eip`, { domain: "vpc", tags });
    return new NatGateway(scope, `${zone}_nat_gateway`, {
      allocationId: address.id,
      subnetId: subnetOf(props.subnets, zone).id,
      tags,
      dependsOn: [props.gateway],
    });
  });
}

function declareSubnet(
  scope: Vpc,
  network: Network,
  props: { id: string; zone: string; cidr: string; role: "elb" | "internal-elb" },
): Subnet {
  return new Subnet(scope, props.id, {
    vpcId: network.vpc.id,
    cidrBlock: props.cidr,
    availabilityZone: `${EnvironmentStack.of(scope).region}${props.zone}`,
    mapPublicIpOnLaunch: false,
    // By these the load balancer controller finds where to place what. No `kubernetes.io/cluster/<name>`: only versions before 2.1.1 need it.
    tags: {
      Name: `${network.name}-${props.id.replace("_", "-")}`,
      [`kubernetes.io/role/${props.role}`]: "1",
    },
  });
}

function routeToNat(scope: Vpc, id: string, routeTable: RouteTable, nat: NatGateway): Route {
  return new Route(scope, id, {
    routeTableId: routeTable.id,
    destinationCidrBlock: EVERYWHERE,
    natGatewayId: nat.id,
  });
}

function associate(
  scope: Vpc,
  id: string,
  subnet: Subnet | undefined,
  routeTable: RouteTable,
): RouteTableAssociation {
  return new RouteTableAssociation(scope, `${id}_association`, {
    subnetId: subnet?.id as string,
    routeTableId: routeTable.id,
  });
}

function subnetOf(subnets: RoutedSubnets["subnets"], zone: string): Subnet {
  const subnet = subnets[zone];
  if (subnet === undefined) throw new Error(`There is no subnet in zone "${zone}".`);
  return subnet;
}

function byZone<Value>(zones: readonly string[], make: (zone: string) => Value): Record<string, Value> {
  return Object.fromEntries(zones.map((zone) => [zone, make(zone)]));
}
