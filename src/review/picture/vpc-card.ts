import { bandsOf } from "./bands.ts";
import { capped, grid } from "./cards.ts";
import type { PictureBox } from "./picture.ts";
import { GAP, heading, leaf, type Marks, moved, PAD, type Placed, taller } from "./placed.ts";

/** AWS has at most six zones to a region that one account sees; more columns than that would be too narrow to read. */
const MOST_ZONES = 6;
const MOST_SUBNETS = 4;
/** Between the internet gateway and the zones, and between public and private subnets: lines run there. */
const CHANNEL = 24;
const GATEWAY_WIDTH = 196;
const EDGE_WIDTH = 210;
/** Inside a zone, around its subnets. */
export const ZONE_PAD = 6;

/** A VPC: zones as columns, public subnets above private ones, aligned; what reaches over zones lies across them. */
export function vpcCard(box: PictureBox, width: number, marks: Marks, tracks: number): Placed {
  const of = (...kinds: string[]) => box.children.filter(({ kind }) => kinds.includes(kind));
  const zones = capped(of("zone"), MOST_ZONES, `${box.id}-zones`);
  const across = box.children.filter((child) => child.across);
  const known = new Set(["zone", "internet-gateway"]);
  const atTheEdge = box.children.filter((child) => !known.has(child.kind) && !child.across);

  const gateways = of("internet-gateway").map((one) => leaf(one, GATEWAY_WIDTH, marks, { icon: true }));
  const head = heading(box, gateways.length > 0 ? (width - GATEWAY_WIDTH) / 2 - GAP : width, marks);
  const top = gateways.map((one, index) =>
    moved(one, (width - GATEWAY_WIDTH) / 2 + index * (GATEWAY_WIDTH + GAP), PAD),
  );
  const under = Math.max(head.height, ...top.map((one) => one.y + one.height));
  const columns = zoneColumns(zones, { x: PAD, y: under + CHANNEL, width: width - 2 * PAD }, marks, {
    channel: CHANNEL + Math.max(0, tracks - 1) * 8,
  });
  const { placed, bands, bottom } = bandsOf(columns, across, marks);
  const start = Math.min(
    width,
    ...bands.filter(({ box: { kind } }) => kind !== "interface-endpoints").map(({ x }) => x),
  );
  const edge = edgeRow(atTheEdge, { y: bottom + GAP, width, left: start > width / 2 }, marks);
  return {
    ...head,
    box,
    x: 0,
    y: 0,
    width,
    height: edge.bottom + PAD,
    children: [...top, ...placed, ...bands, ...edge.rows],
  };
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The zones side by side, their subnets in rows that all share: as high as the highest of each. */
function zoneColumns(
  zones: readonly PictureBox[],
  area: Area,
  marks: Marks,
  { channel }: { channel: number },
): Placed[] {
  const width = (area.width - (zones.length - 1) * GAP) / Math.max(1, zones.length);
  const inner = width - 2 * ZONE_PAD;
  // A line comes down at the right of every zone: its name keeps clear of it.
  const heads = zones.map((zone) => heading(zone, width - 24, marks, false));
  const headHeight = Math.max(0, ...heads.map(({ height }) => height));
  const kinds = ["public-subnet", "private-subnet"].map((kind) =>
    zones.map((zone) =>
      capped(
        zone.children.filter((child) => child.kind === kind),
        MOST_SUBNETS,
        `${zone.id}-${kind}`,
      ).map((subnet) => subnetCard(subnet, inner, marks)),
    ),
  );
  const placed = zones.map((): Placed[] => []);
  let y = area.y + headHeight;
  kinds.forEach((ofKind, index) => {
    const rows = Math.max(0, ...ofKind.map((cells) => cells.length));
    if (index === 1 && rows > 0 && y > area.y + headHeight) y += channel - GAP;
    for (let row = 0; row < rows; row++) {
      const height = Math.max(...ofKind.map((cells) => cells[row]?.height ?? 0));
      ofKind.forEach((cells, column) => {
        const cell = cells[row];
        const x = area.x + column * (width + GAP) + ZONE_PAD;
        if (cell) placed[column]?.push(moved(taller(cell, height), x, y));
      });
      y += height + GAP;
    }
  });
  return zones.map((zone, column) => {
    const { texts, tags } = moved(
      { ...blank(zone), ...heads[column], height: 0 },
      area.x + column * (width + GAP),
      area.y,
    );
    const x = area.x + column * (width + GAP);
    const children = placed[column] ?? [];
    return {
      ...blank(zone),
      x,
      y: area.y,
      width,
      height: y - GAP + ZONE_PAD - area.y,
      texts,
      tags,
      children,
    };
  });
}

const blank = (box: PictureBox): Placed => ({
  box,
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  texts: [],
  tags: [],
  children: [],
});

function subnetCard(subnet: PictureBox, width: number, marks: Marks): Placed {
  const own = leaf(subnet, width, marks);
  if (subnet.children.length === 0) return own;
  const cell = width - 2 * PAD;
  const cells = capped(subnet.children, 3, subnet.id).map((child) =>
    leaf(child, cell, marks, { icon: cell > 130 }),
  );
  const { rows, bottom } = grid(cells, { columns: 1, x: PAD, y: own.height, cell });
  return { ...own, height: bottom + PAD, children: rows };
}

/** What stands at the VPC's edge: gateway endpoints, flow logs. Lines from the nodes leave on the other side. */
function edgeRow(
  boxes: readonly PictureBox[],
  { y, width, left }: { y: number; width: number; left: boolean },
  marks: Marks,
): { rows: Placed[]; bottom: number } {
  const cells = capped(boxes, 9, "edge").map((box) => leaf(box, EDGE_WIDTH, marks, { icon: true }));
  if (cells.length === 0) return { rows: [], bottom: y - GAP };
  const columns = Math.min(cells.length, 3);
  const x = left ? PAD : width - PAD - columns * EDGE_WIDTH - (columns - 1) * GAP;
  return grid(cells, { columns, x, y, cell: EDGE_WIDTH });
}
