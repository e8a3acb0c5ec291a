import { widthOf } from "./measure.ts";
import { fonts, ICON, PAD, type Placed } from "./placed.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a line leaves or enters a card: at its upper or lower edge, `x` from the card's left. */
export interface Port {
  readonly id: string;
  readonly side: "NORTH" | "SOUTH";
  readonly x: number;
  /** The box at which it really ends, inside the card or the card itself. */
  readonly end: Placed;
  /** Stands beside it, outside the card. */
  readonly label?: string;
}

/** An end of a line that wants a port. */
export interface Wish {
  readonly id: string;
  readonly card: Placed;
  readonly end: Placed;
  readonly side: Port["side"];
  /** About where the other end is, which decides the order of ports. */
  readonly towards: number;
  readonly label?: string;
}

/** Between two ports of a side. */
const APART = 12;

/** Gives the ports of one side of one card their places: each where its own box can be reached, in the order of the other ends. */
export function ports(wishes: readonly Wish[], labelWidth: (label: string) => number): Port[] {
  const reach = wishes.map((wish) => ({ wish, span: spanOf(wish) })).sort(byOtherEnd);
  const taken: Taken[] = [];
  return reach.map(({ wish, span }, index) => {
    const same = reach.filter((other) => other.span.x1 === span.x1 && other.span.x2 === span.x2);
    const position = reach.slice(0, index + 1).filter((other) => same.includes(other)).length;
    const half = wish.label === undefined ? 0 : labelWidth(wish.label) / 2;
    const wanted = span.x1 + ((span.x2 - span.x1) * position) / (same.length + 1);
    const x = free({ wanted, half, room: wish.card.width }, span, taken);
    // Nowhere is room for the words: the line goes without.
    const fits = x !== undefined;
    const at = x ?? free({ wanted, half: 0, room: wish.card.width }, span, taken) ?? wanted;
    taken.push({ x: at, half: fits ? half : 0 });
    return {
      id: wish.id,
      side: wish.side,
      x: at,
      end: span.end,
      ...(fits && wish.label ? { label: wish.label } : {}),
    };
  });
}

interface Taken {
  readonly x: number;
  /** Half the width of its label. */
  readonly half: number;
}

interface Span {
  readonly x1: number;
  readonly x2: number;
  readonly end: Placed;
}

const byOtherEnd = (a: { wish: Wish; span: Span }, b: { wish: Wish; span: Span }) =>
  a.wish.towards - b.wish.towards || a.span.x1 - b.span.x1 || (a.wish.id < b.wish.id ? -1 : 1);

/** The nearest place to the wanted one that keeps apart from those taken, labels and all. */
function free(
  { wanted, half, room }: { wanted: number; half: number; room: number },
  { x1, x2 }: Span,
  taken: readonly Taken[],
): number | undefined {
  for (let step = 0; step <= room; step++) {
    for (const x of [wanted + step, wanted - step]) {
      const inside = x >= x1 && x <= x2 && x - half >= 0 && x + half <= room;
      if (inside && taken.every((other) => Math.abs(other.x - x) >= Math.max(APART, half + other.half + 6)))
        return x;
    }
  }
  return undefined;
}

/** From where to where a line may reach its box without crossing another or a heading. */
function spanOf({ card, end, side }: Wish): Span {
  const whole = { x1: 10, x2: card.width - 10, end: card };
  if (end === card) return whole;
  const between = (x1: number, x2: number, own: Placed): Span => ({
    x1: x1 - card.x,
    x2: x2 - card.x,
    end: own,
  });
  const inTheWay = obstacles(card, end, side);
  const free = openings([end.x + PAD, end.x + end.width - PAD], inTheWay);
  const best = free.sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0];
  return best && best[1] - best[0] >= 4 ? between(best[0], best[1], end) : whole;
}

type Interval = [number, number];

/** What lies between a box and the edge of its card: other boxes, and the words of the heading. */
function obstacles(card: Placed, end: Placed, side: Port["side"]): Interval[] {
  const beyond = (top: number, bottom: number) =>
    side === "NORTH" ? bottom <= end.y : top >= end.y + end.height;
  const boxes = inner(card)
    .filter((one) => one !== end && one.children.length === 0 && beyond(one.y, one.y + one.height))
    .map((one): Interval => [one.x - 4, one.x + one.width + 4]);
  const containers = [card, ...inner(card)].filter(({ children }) => children.length > 0);
  const written = containers.flatMap(({ texts, tags, icon }) => [
    ...texts
      .filter((text) => beyond(text.y - 11, text.y + 3))
      .map(({ x, text, role }): Interval => [x - 6, x + widthOf(text, fonts[role]) + 6]),
    ...tags
      .filter((tag) => beyond(tag.y, tag.y + tag.height))
      .map((tag): Interval => [tag.x - 4, tag.x + tag.width + 4]),
    ...(icon && beyond(icon.y, icon.y + ICON) ? [[icon.x - 4, icon.x + ICON + 4] satisfies Interval] : []),
  ]);
  return [...boxes, ...written];
}

const inner = (placed: Placed): Placed[] => placed.children.flatMap((child) => [child, ...inner(child)]);

function openings([from, to]: Interval, closed: readonly Interval[]): Interval[] {
  const open: Interval[] = [];
  let x = from;
  for (const [start, end] of [...closed].sort((a, b) => a[0] - b[0])) {
    if (start > x) open.push([x, Math.min(start, to)]);
    x = Math.max(x, end);
    if (x >= to) break;
  }
  if (x < to) open.push([x, to]);
  return open.filter(([start, end]) => end > start);
}
