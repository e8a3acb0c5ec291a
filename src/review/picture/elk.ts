import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { Between, Routed } from "./arrange.ts";
import { type CardPorts, cardPorts, labelWidth, startingPlaces } from "./card-ports.ts";
import { moved, type Placed } from "./placed.ts";
import type { Point, Port } from "./ports.ts";

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

type Rows = readonly (readonly Placed[])[];

/** Rows of cards from top to bottom, with lines between them that go around every card. */
export async function laidOut(
  rows: Rows,
  between: readonly Between[],
): Promise<{ placed: Placed[]; lines: Routed[] }> {
  const ports = cardPorts(rows, between);
  const children = nodes(rows, ports);
  const edges = between.map((one, index): ElkExtendedEdge => {
    const ends = [`${index}-from`, `${index}-to`];
    const [source = "", target = ""] = goesUp(one, rows) ? ends.reverse() : ends;
    return { id: `line-${index}`, sources: [source], targets: [target] };
  });
  // Under one name more than its types know: `module.exports.default` is the class for every loader and bundler.
  const {
    default: { default: ELK },
  } = await import("elkjs/lib/elk.bundled.js");
  const made = await new ELK().layout({ id: "root", layoutOptions: options, children, edges });
  const at = new Map((made.children ?? []).map((node) => [node.id, node]));
  const placed = rows.flat().map((card) => {
    const { x = 0, y = 0 } = at.get(card.box.id) ?? {};
    return moved(card, x, y);
  });
  const lines = between.map((one, index) => routed(one, index, made.edges?.[index], { rows, ports }));
  return { placed, lines };
}

function nodes(rows: Rows, ports: CardPorts): ElkNode[] {
  const starts = startingPlaces(rows);
  return rows.flat().map((card) => ({
    id: card.box.id,
    ...starts.get(card),
    width: card.width,
    height: card.height,
    layoutOptions: { "elk.portConstraints": "FIXED_POS", "elk.alignment": "TOP" },
    ports: (ports.get(card) ?? []).map(({ id, side, x }) => ({
      id,
      width: 0,
      height: 0,
      x,
      y: side === "NORTH" ? 0 : card.height,
      layoutOptions: { "elk.port.side": side },
    })),
  }));
}

/** ELK reads top-down; a line that goes up is given to it the other way round. */
const goesUp = ({ from, to }: Between, rows: Rows): boolean =>
  rows.findIndex((row) => row.includes(from.card)) > rows.findIndex((row) => row.includes(to.card));

function routed(
  one: Between,
  index: number,
  edge: ElkExtendedEdge | undefined,
  { rows, ports }: { rows: Rows; ports: CardPorts },
): Routed {
  const down = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const points = goesUp(one, rows) ? down.reverse() : down;
  const port = (card: Placed, end: string) => ports.get(card)?.find(({ id }) => id === `${index}-${end}`);
  const [from, to] = [port(one.from.card, "from"), port(one.to.card, "to")];
  const way = [...toBox(one.from.card, from, points[0]), ...points, ...toBox(one.to.card, to, points.at(-1))];
  const ends: readonly (readonly [Port | undefined, Point | undefined])[] = [
    [from, points[0]],
    [to, points.at(-1)],
  ];
  const [labelled] = ends.flatMap(([end, at]) =>
    end?.label && at ? [labelAt(end.label, end.side, at)] : [],
  );
  return { line: one.line, way, ...(labelled ? { label: labelled } : {}) };
}

/** From a card's edge on to the box inside it. */
function toBox(card: Placed, port: Port | undefined, at: Point | undefined): Point[] {
  if (!port || !at || port.end === card) return [];
  const { end, side } = port;
  const y = side === "NORTH" ? at.y + end.y - card.y : at.y - (card.y + card.height - (end.y + end.height));
  return [{ x: at.x, y }];
}

/** On its line, in the strip that tracks keep free. */
function labelAt(text: string, side: Port["side"], { x, y }: Point): NonNullable<Routed["label"]> {
  const width = labelWidth(text);
  return {
    text,
    x: x - width / 2,
    y: side === "NORTH" ? y - LABEL_HEIGHT - 9 : y + 9,
    width,
    height: LABEL_HEIGHT,
  };
}
