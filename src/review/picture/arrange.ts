import { card } from "./cards.ts";
import { laidOut } from "./elk.ts";
import type { Picture, PictureBox, PictureLine } from "./picture.ts";
import type { Marks, Placed, Rect } from "./placed.ts";
import type { Point } from "./ports.ts";
import { regionCard } from "./region-card.ts";
import { MARGIN, sheetOf } from "./sheet.ts";
import { vpcCard } from "./vpc-card.ts";
import { natTracks } from "./vpc-lines.ts";

/** A line with its way, and its label with the place that it has. */
export interface Routed {
  readonly line: PictureLine;
  readonly way: readonly Point[];
  readonly label?: Rect & { readonly text: string };
}

/** Everything with its place. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Placed[];
  readonly lines: readonly Routed[];
}

/** The picture's width in units. With words of 12 units, ten pixels are left of them in a README's 830. */
export const WIDTH = 980;

const INNER = WIDTH - 2 * MARGIN;
/** Between two cards of a row at least; ELK takes more where lines run there. */
const BESIDE = 24;

/** Gives everything its place: cards have a grid inside, and ELK arranges the cards and finds the lines' ways between them. */
export async function arranged(picture: Picture, marks: Marks): Promise<Sheet> {
  const [home, ...others] = picture.boxes.filter(({ kind }) => kind === "region");
  const outside = picture.boxes.filter(({ kind }) => kind !== "region").map((box) => card(box, marks));
  const cards = (home?.children ?? []).map((box) =>
    box.kind === "vpc" ? vpcCard(box, INNER, marks, natTracks(box, picture.lines)) : card(box, marks),
  );
  const inner = packed(cards.sort((a, b) => rank(a) - rank(b)));
  const replicas = others.map((box) => [regionCard(box, INNER, marks)]);
  const rows = [outside, ...inner, ...replicas].filter((row) => row.length > 0);
  const between = outerLines(picture, rows);
  const { placed, lines } = await laidOut(rows, between);
  return sheetOf(picture, placed, lines, INNER);
}

/** What is used stands above what uses it: so lines stay short. What is not in the list comes last. */
const order = [
  ...["vpc", "cluster", "repositories-group", "buckets-group", "pod-roles-group", "trail", "job-roles-group"],
  ...["roles-group", "log-groups-group", "keys-group"],
];

const rank = ({ box }: Placed): number => (order.includes(box.kind) ? order.indexOf(box.kind) : order.length);

/** Cards in rows that are no wider than the picture, in their order. */
function packed(cards: readonly Placed[]): Placed[][] {
  const rows: Placed[][] = [];
  let room = 0;
  for (const one of cards) {
    if (room < one.width) {
      rows.push([]);
      room = INNER;
    }
    rows.at(-1)?.push(one);
    room -= one.width + BESIDE;
  }
  return rows;
}

/** Lines from card to card, each end at the box that is drawn: what a group does not show is meant by its box of the rest. */
function outerLines(picture: Picture, rows: readonly (readonly Placed[])[]): Between[] {
  const find = finder(picture, rows.flat());
  const seen = new Set<string>();
  return picture.lines.flatMap((line) => {
    const [from, to] = [find(line.from), find(line.to)];
    if (line.kind === "encryption" || !from || !to || from.card === to.card) return [];
    const key = `${from.end.box.id} ${to.end.box.id} ${line.kind}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ line, from, to }];
  });
}

/** A line from one card to another. */
export interface Between {
  readonly line: PictureLine;
  readonly from: End;
  readonly to: End;
}

/** An end of a line: a box, and the card that it is in. */
export interface End {
  readonly card: Placed;
  readonly end: Placed;
}

/** Finds the drawn box of an id: itself, or the nearest around it that is drawn. */
function finder(picture: Picture, cards: readonly Placed[]): (id: string) => End | undefined {
  const drawn = new Map<string, End>();
  const visit = (end: Placed, own: Placed) => {
    drawn.set(end.box.id, { card: own, end });
    for (const child of end.children) visit(child, own);
  };
  for (const one of cards) visit(one, one);
  const parents = new Map<string, string>();
  const climb = (box: PictureBox) => {
    for (const child of box.children) {
      parents.set(child.id, box.id);
      climb(child);
    }
  };
  picture.boxes.forEach(climb);
  return (id) => {
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
      const found = drawn.get(at);
      if (found) return found;
    }
    return undefined;
  };
}
