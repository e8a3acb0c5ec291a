import type { ReviewedResource } from "../resources.ts";
import { serviceOf } from "./about.ts";
import { boxOf, boxOfMany, type Drawing, place } from "./boxes.ts";
import type { PictureBox } from "./picture.ts";
import { text, value } from "./relations.ts";

/** A VPC: its gateways, its zones with their subnets, and what reaches over several of them. */
export function vpcBox(
  vpc: ReviewedResource,
  here: readonly ReviewedResource[],
  drawing: Drawing,
): PictureBox {
  const { relations, left } = drawing;
  const of = (type: string, attribute = "vpc_id") =>
    here.filter(
      (thing) =>
        left.has(thing) &&
        thing.type === type &&
        relations.named(thing, attribute, "aws_vpc").includes(vpc.address),
    );
  const gateways = of("aws_internet_gateway").map((gateway) => boxOf(gateway, drawing));
  const subnets = of("aws_subnet");
  const endpoints = of("aws_vpc_endpoint");
  const interfaces = endpoints.filter((one) => text(one, "vpc_endpoint_type") === "Interface");
  const across = [...interfaceBoxes(interfaces, drawing), ...nodeGroups(vpc, subnets, here, drawing)];
  const zones = zoneBoxes(vpc, subnets, here, drawing);
  const atTheEdge = [...endpoints.filter((one) => left.has(one)), ...of("aws_flow_log")].map((thing) =>
    boxOf(thing, drawing),
  );
  const title = text(vpc, "cidr_block") ? `VPC ${text(vpc, "cidr_block")}` : "VPC";
  return boxOf(vpc, drawing, { title, children: [...gateways, ...zones, ...across, ...atTheEdge] });
}

function zoneBoxes(
  vpc: ReviewedResource,
  subnets: readonly ReviewedResource[],
  here: readonly ReviewedResource[],
  drawing: Drawing,
): PictureBox[] {
  const zones = [...new Set(subnets.map(zoneOf))].sort();
  const isPublic = publicSubnets(here, drawing);
  return zones.map((zone) => {
    const inZone = subnets.filter((subnet) => zoneOf(subnet) === zone);
    const boxes = [true, false].flatMap((open) =>
      inZone
        .filter((subnet) => isPublic(subnet) === open)
        .map((subnet) => subnetBox(subnet, open, here, drawing)),
    );
    return place(`zone-${vpc.address}-${zone}`, "zone", zone, boxes);
  });
}

const zoneOf = (subnet: ReviewedResource): string =>
  text(subnet, "availability_zone") ?? text(subnet, "availability_zone_id") ?? "zone chosen by AWS";

function subnetBox(
  subnet: ReviewedResource,
  open: boolean,
  here: readonly ReviewedResource[],
  drawing: Drawing,
): PictureBox {
  const { relations, left } = drawing;
  const gateways = here.filter(
    (thing) =>
      left.has(thing) &&
      thing.type === "aws_nat_gateway" &&
      relations.named(thing, "subnet_id", "aws_subnet").includes(subnet.address),
  );
  return boxOf(subnet, drawing, {
    kind: open ? "public-subnet" : "private-subnet",
    title: open ? "Public subnet" : "Private subnet",
    details: [text(subnet, "cidr_block") ?? ""].filter(Boolean),
    children: gateways.map((gateway) => boxOf(gateway, drawing)),
  });
}

/** A subnet is public when its route table leads to an internet gateway, whatever it is called. */
function publicSubnets(here: readonly ReviewedResource[], { owners, relations }: Drawing) {
  const all = here.flatMap(({ address }) => owners.of(address)).flatMap((one) => relations.get(one) ?? []);
  const open = new Set(
    all
      .filter(
        (one) =>
          (one.type === "aws_route" || one.type === "aws_route_table") &&
          relations.used(one, "aws_internet_gateway").length > 0,
      )
      .flatMap((one) =>
        one.type === "aws_route" ? relations.named(one, "route_table_id", "aws_route_table") : [one.address],
      ),
  );
  const routed = new Set(
    all
      .filter(({ type }) => type === "aws_route_table_association")
      .filter((one) =>
        relations.named(one, "route_table_id", "aws_route_table").some((table) => open.has(table)),
      )
      .flatMap((one) => relations.named(one, "subnet_id", "aws_subnet")),
  );
  return (subnet: ReviewedResource): boolean =>
    routed.has(subnet.address) || value(subnet, "map_public_ip_on_launch") === true;
}

/** Interface endpoints in the same subnets say the same: they are one box. */
function interfaceBoxes(endpoints: readonly ReviewedResource[], drawing: Drawing): PictureBox[] {
  const sets = new Map<string, ReviewedResource[]>();
  for (const endpoint of endpoints) {
    const where = drawing.relations.named(endpoint, "subnet_ids", "aws_subnet").sort().join(" ");
    sets.set(where, [...(sets.get(where) ?? []), endpoint]);
  }
  return [...sets].map(([where, same]) =>
    boxOfMany(`endpoints-${same[0]?.address}`, same, drawing, {
      kind: "interface-endpoints",
      title: same.length === 1 ? "Interface endpoint" : `${same.length} interface endpoints`,
      details: [same.map(serviceOf).sort().join(", ")],
      across: where.split(" ").filter(Boolean),
    }),
  );
}

/** Node groups whose subnets are of this VPC; several are drawn in one box, since they do the same. */
function nodeGroups(
  vpc: ReviewedResource,
  subnets: readonly ReviewedResource[],
  here: readonly ReviewedResource[],
  drawing: Drawing,
): PictureBox[] {
  const own = new Set(subnets.map(({ address }) => address));
  const boxes = here.flatMap((thing) => {
    if (thing.type !== "aws_eks_node_group" || !drawing.left.has(thing)) return [];
    const across = drawing.relations.named(thing, "subnet_ids", "aws_subnet").filter((one) => own.has(one));
    return across.length > 0 ? [boxOf(thing, drawing, { across })] : [];
  });
  if (boxes.length < 2) return boxes;
  const across = [...new Set(boxes.flatMap((box) => box.across ?? []))];
  return [{ ...place(`nodes-${vpc.address}`, "nodes-group", "Nodes", boxes), across }];
}
