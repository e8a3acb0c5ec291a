import type { Routed } from "./arrange.ts";
import type { PictureBox, PictureLine } from "./picture.ts";
import type { Placed } from "./placed.ts";
import type { Point } from "./ports.ts";

/** How far from a subnet's right edge the lines through its zone run. */
export const LANE = 15;
const TRACK = 8;

/** NAT gateways that serve other zones than their own, each of which needs a track between the subnets. */
export function natTracks(vpc: PictureBox, lines: readonly PictureLine[]): number {
  return remoteNats(vpc, lines).length;
}

function remoteNats(vpc: PictureBox, lines: readonly PictureLine[]): string[] {
  const zoneOf = new Map<string, string>();
  for (const zone of vpc.children)
    for (const subnet of zone.children)
      for (const box of [subnet, ...subnet.children]) zoneOf.set(box.id, zone.id);
  const remote = lines.filter(
    ({ from, to, kind }) =>
      kind === "traffic" && zoneOf.has(from) && zoneOf.has(to) && zoneOf.get(from) !== zoneOf.get(to),
  );
  return [...new Set(remote.map(({ to }) => to))];
}

/** The lines inside a VPC: from its gateway to public subnets, and from private subnets to the NAT gateways that serve them. */
export function vpcLines(
  vpc: Placed,
  lines: readonly PictureLine[],
  find: (id: string) => Placed | undefined,
): Routed[] {
  const inside = lines.flatMap((line) => {
    const [from, to] = [find(line.from), find(line.to)];
    return line.kind === "traffic" && from && to && inVpc(vpc, from) && inVpc(vpc, to)
      ? [{ line, from, to }]
      : [];
  });
  const tracks = remoteNats(vpc.box, lines);
  return inside.map(({ line, from, to }) => {
    const way =
      from.box.kind === "internet-gateway"
        ? fromGateway(from, to)
        : toNat(from, to, Math.max(0, tracks.indexOf(line.to)));
    return { line, way };
  });
}

/** Down from the gateway, along above the zones, down into the subnet. */
function fromGateway(gateway: Placed, subnet: Placed): Point[] {
  const [x, y] = [gateway.x + gateway.width / 2, gateway.y + gateway.height];
  const lane = subnet.x + subnet.width - LANE;
  return [
    { x, y },
    { x, y: y + 12 },
    { x: lane, y: y + 12 },
    { x: lane, y: subnet.y },
  ];
}

/** Up from the subnet, along between public and private subnets where the gateway is in another zone, up into the gateway. */
function toNat(subnet: Placed, nat: Placed, track: number): Point[] {
  const from = subnet.x + subnet.width - LANE;
  const to = Math.min(nat.x + nat.width - 6, nat.x + nat.width + 8 - LANE);
  const y = subnet.y - 10 - track * TRACK;
  const [start, end] = [
    { x: from, y: subnet.y },
    { x: to, y: nat.y + nat.height },
  ];
  return from === to ? [start, end] : [start, { x: from, y }, { x: to, y }, end];
}

const inVpc = (vpc: Placed, one: Placed): boolean =>
  one !== vpc && one.x >= vpc.x && one.x < vpc.x + vpc.width && one.y >= vpc.y && one.y < vpc.y + vpc.height;
