import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { End, Routed } from "./arrange.ts";
import { widthOf } from "./measure.ts";
import type { PictureLine } from "./picture.ts";
import { fonts, moved, type Placed } from "./placed.ts";
import { type Point, type Port, ports, type Wish } from "./ports.ts";

/** A line from one card to another. */
export interface Between {
  readonly line: PictureLine;
  readonly from: End;
  readonly to: End;
}

const LABEL_HEIGHT = 16;

/** How far tracks keep from cards: a label stands between. */
const STUB = 30;

/**
 * Rows and places are ours, given as positions (`INTERACTIVE`); ELK finds the ways: in which channel and on which track each line runs.
 */
const options = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.separateConnectedComponents": "false",
  "elk.padding": "[top=2,left=0,bottom=0,right=0]",
  "elk.spacing.nodeNode": "16",
  "elk.spacing.edgeNode": "10",
  "elk.spacing.edgeEdge": "10",
  "elk.layered.spacing.nodeNodeBetweenLayers": "40",
  "elk.layered.spacing.edgeNodeBetweenLayers": String(STUB),
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.layered.cycleBreaking.strategy": "INTERACTIVE",
  "elk.layered.layering.strategy": "INTERACTIVE",
  "elk.layered.crossingMinimization.strategy": "INTERACTIVE",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.randomSeed": "1",
};

/** Rows of cards from top to bottom, with lines between them that go around every card. */
export async function laidOut(
  rows: readonly (readonly Placed[])[],
  between: readonly Between[],
): Promise<{ placed: Placed[]; lines: Routed[] }> {
  const rowOf = new Map(rows.flatMap((row, index) => row.map((card) => [card, index] as const)));
  const portsOf = allPorts(rows, between, rowOf);
  const found = new Map(rows.flat().flatMap((card) => (portsOf.get(card) ?? []).map((port) => [port.id, port] as const)));
  const starts = positions(rows);
  const children = rows.flat().map(
    (card): ElkNode => ({
      id: card.box.id,
      ...starts.get(card),
      width: card.width,
      height: card.height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS", "elk.alignment": "TOP" },
      ports: (portsOf.get(card) ?? []).map(({ id, side, x }) => ({
        id,
        width: 0,
        height: 0,
        x,
        y: side === "NORTH" ? 0 : card.height,
        layoutOptions: { "elk.port.side": side },
      })),
    }),
  );
  // ELK reads top-down; a line that goes up is drawn the other way round.
  const goesUp = ({ from, to }: Between) => (rowOf.get(from.card) ?? 0) > (rowOf.get(to.card) ?? 0);
  const edges = between.map((one, index): ElkExtendedEdge => {
    const ends = [`${index}-from`, `${index}-to`];
    const [source = "", target = ""] = goesUp(one) ? ends.reverse() : ends;
    return { id: `line-${index}`, sources: [source], targets: [target] };
  });
  const { default: ELK } = await import("elkjs/lib/elk.bundled.js");
  const made = await new ELK().layout({ id: "root", layoutOptions: options, children, edges });
  const at = new Map((made.children ?? []).map((node) => [node.id, node]));
  const placed = rows.flat().map((card) => {
    const node = at.get(card.box.id);
    return moved(card, node?.x ?? 0, node?.y ?? 0);
  });
  const lines = between.map((one, index): Routed => {
    const { sections = [] } = made.edges?.[index] ?? {};
    const down = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
    const points = goesUp(one) ? down.reverse() : down;
    const [from, to] = [found.get(`${index}-from`), found.get(`${index}-to`)];
    const way = [...toBox(from, points[0]), ...points, ...toBox(to, points.at(-1))];
    const labelled = [from, to].flatMap((port, end) => (port?.label ? [{ port, at: points.at(-end) }] : []))[0];
    return { line: one.line, way, ...(labelled?.at ? { label: labelAt(labelled.port, labelled.at) } : {}) };
  });
  return { placed, lines };

  /** From a card's edge on to the box inside it. */
  function toBox(port: Port | undefined, at: Point | undefined): Point[] {
    if (!port || !at) return [];
    const card = rows.flat().find((one) => (portsOf.get(one) ?? []).includes(port));
    if (!card || port.end === card) return [];
    const inside = port.side === "NORTH" ? port.end.y - card.y : card.y + card.height - (port.end.y + port.end.height);
    return [{ x: at.x, y: port.side === "NORTH" ? at.y + inside : at.y - inside }];
  }
}

/** Beside its port, in the strip that tracks keep free. */
function labelAt({ label = "", side }: Port, { x, y }: Point): NonNullable<Routed["label"]> {
  const width = labelWidth(label);
  return { text: label, x: x - width / 2, y: side === "NORTH" ? y - STUB + 7 : y + 5, width, height: LABEL_HEIGHT };
}

const labelWidth = (label: string): number => widthOf(label, fonts.detail) + 8;

/** Each row as wide as the picture, its cards evenly apart; rows one below the other. */
function positions(rows: readonly (readonly Placed[])[]): Map<Placed, Point> {
  const width = Math.max(0, ...rows.map((row) => row.reduce((sum, card) => sum + card.width, 0)));
  const found = new Map<Placed, Point>();
  let y = 0;
  for (const row of rows) {
    const room = width - row.reduce((sum, card) => sum + card.width, 0);
    const gap = row.length > 1 ? room / (row.length - 1) : room / 2;
    let x = row.length > 1 ? 0 : gap;
    for (const card of row) {
      found.set(card, { x, y });
      x += card.width + gap;
    }
    y += Math.max(0, ...row.map(({ height }) => height)) + 100;
  }
  return found;
}

function allPorts(
  rows: readonly (readonly Placed[])[],
  between: readonly Between[],
  rowOf: ReadonlyMap<Placed, number>,
): Map<Placed, Port[]> {
  const starts = positions(rows);
  const middle = ({ card, end }: End) => (starts.get(card)?.x ?? 0) + end.x - card.x + end.width / 2;
  const wishes = between.flatMap(({ line, from, to }, index): Wish[] => {
    const down = (rowOf.get(from.card) ?? 0) < (rowOf.get(to.card) ?? 0);
    return [
      { id: `${index}-from`, ...from, side: down ? "SOUTH" : "NORTH", towards: middle(to) },
      { id: `${index}-to`, ...to, side: down ? "NORTH" : "SOUTH", towards: middle(from) },
    ];
  });
  const labels = labelsOf(between, wishes);
  return new Map(
    rows.flat().map((card) => [
      card,
      (["NORTH", "SOUTH"] as const).flatMap((side) =>
        ports(
          wishes
            .filter((wish) => wish.card === card && wish.side === side)
            .map((wish) => ({ ...wish, label: labels.get(wish.id) })),
          labelWidth,
        ),
      ),
    ]),
  );
}

/** Which end of a line bears its label: the first, unless that side of the card is full of labels already. */
function labelsOf(between: readonly Between[], wishes: readonly Wish[]): Map<string, string> {
  const labels = new Map<string, string>();
  const used = new Map<string, number>();
  for (const [index, { line }] of between.entries()) {
    if (!line.label) continue;
    const ends = ["from", "to"].flatMap((end) => wishes.find(({ id }) => id === `${index}-${end}`) ?? []);
    const width = labelWidth(line.label) + 10;
    const room = ({ card, side }: Wish) => card.width - (used.get(`${card.box.id} ${side}`) ?? 0);
    const best = ends.find((end) => room(end) > width);
    if (!best) continue;
    labels.set(best.id, line.label);
    const key = `${best.card.box.id} ${best.side}`;
    used.set(key, (used.get(key) ?? 0) + width);
  }
  return labels;
}
