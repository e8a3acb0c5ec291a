import type { Routed, Sheet } from "./arrange.ts";
import { groupLines } from "./group-lines.ts";
import { widthOf } from "./measure.ts";
import type { Picture, PictureBox } from "./picture.ts";
import { fonts, moved, type Placed, type Rect } from "./placed.ts";
import type { Point } from "./ports.ts";
import { vpcLines } from "./vpc-lines.ts";

const REGION_PAD = 12;
/** Less than ELK keeps free above a card: no track runs through a region's name. */
const REGION_HEAD = 27;
/** Left and right of the cards. */
export const MARGIN = REGION_PAD + 2;

/** Puts the region around its cards, and draws the lines that stay within one card; no narrower than told. */
export function sheetOf(
  picture: Picture,
  cards: readonly Placed[],
  lines: readonly Routed[],
  narrowest: number,
): Sheet {
  const left = Math.min(
    0,
    ...cards.map(({ x }) => x),
    ...lines.flatMap(({ way }) => way.map(({ x }) => x - 8)),
  );
  const right = Math.max(
    narrowest,
    ...cards.map(({ x, width }) => x + width),
    ...lines.flatMap(({ way, label }) => [...way.map(({ x }) => x + 8), label ? label.x + label.width : 0]),
  );
  const home = picture.boxes.find(({ kind }) => kind === "region");
  const within = new Set(home?.children.map(({ id }) => id));
  const own = cards.filter(({ box }) => within.has(box.id));
  const framed = home && own.length > 0 ? [region(home, own, { left, right }, lines)] : [];
  const others = cards.filter(({ box }) => !within.has(box.id));
  // Where nothing stands above the region, its name needs room.
  const down = Math.max(0, ...framed.map(({ y }) => 2 - y));
  const boxes = [...framed, ...others].map((one) => moved(one, MARGIN - left, down));
  const ways = lines.map((one) => shifted(one, { x: MARGIN - left, y: down }));
  return {
    width: right - left + 2 * MARGIN,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)) + 2,
    boxes,
    lines: [...innerLines(picture, boxes), ...ways],
  };
}

function region(
  box: PictureBox,
  children: readonly Placed[],
  { left, right }: { left: number; right: number },
  lines: readonly Routed[],
): Placed {
  const y = Math.min(...children.map((one) => one.y)) - REGION_HEAD;
  const bottom = Math.max(...children.map((one) => one.y + one.height)) + REGION_PAD;
  const width = widthOf(box.title, fonts.heading);
  const strip = { y: y + 4, width, height: REGION_HEAD - 8 };
  // A line that comes from outside may pass where the name would begin.
  const places = Array.from(
    { length: Math.max(1, Math.floor((right - left - width) / 6)) },
    (_, step) => left + 6 * step,
  );
  const x = places.find(
    (one) => !lines.some(({ way }) => crosses(way, { ...strip, x: one - 6, width: width + 12 })),
  );
  return {
    box,
    x: left - REGION_PAD,
    y,
    width: right - left + 2 * REGION_PAD,
    height: bottom - y,
    texts: [{ x: x ?? left, y: y + 18, text: box.title, role: "heading" }],
    tags: [],
    children,
  };
}

function crosses(way: Routed["way"], { x, y, width, height }: Rect): boolean {
  return way.slice(1).some((to, index) => {
    const from = way[index] ?? to;
    const apart =
      Math.max(from.x, to.x) < x ||
      Math.min(from.x, to.x) > x + width ||
      Math.max(from.y, to.y) < y ||
      Math.min(from.y, to.y) > y + height;
    return !apart;
  });
}

function innerLines(picture: Picture, boxes: readonly Placed[]): Routed[] {
  const all = new Map<string, Placed>();
  const visit = (one: Placed) => {
    all.set(one.box.id, one);
    one.children.forEach(visit);
  };
  boxes.forEach(visit);
  const vpcs = [...all.values()].filter(({ box }) => box.kind === "vpc");
  return [
    ...vpcs.flatMap((vpc) => vpcLines(vpc, picture.lines, (id) => all.get(id))),
    ...groupLines(picture.lines, [...all.values()]),
  ];
}

function shifted({ line, way, label }: Routed, by: Point): Routed {
  return {
    line,
    way: way.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
    ...(label ? { label: { ...label, x: label.x + by.x, y: label.y + by.y } } : {}),
  };
}
