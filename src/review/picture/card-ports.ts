import type { Between, End } from "./arrange.ts";
import { widthOf } from "./measure.ts";
import { fonts, type Placed } from "./placed.ts";
import { type Point, type Port, ports, type Wish } from "./ports.ts";

type Rows = readonly (readonly Placed[])[];

/** How much room a line's label takes, its margin included. */
export const labelWidth = (label: string): number => widthOf(label, fonts.detail) + 8;

/** Each row as wide as the picture, its cards evenly apart; rows one below the other. */
export function startingPlaces(rows: Rows): Map<Placed, Point> {
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

/** Where lines leave and enter each card. */
export type CardPorts = ReadonlyMap<Placed, readonly Port[]>;

/** Gives every end of every line its place at a card's upper or lower edge, and every label the end beside which it stands. */
export function cardPorts(rows: Rows, between: readonly Between[]): CardPorts {
  const rowOf = new Map(rows.flatMap((row, index) => row.map((card) => [card, index] as const)));
  const starts = startingPlaces(rows);
  const middle = ({ card, end }: End) => (starts.get(card)?.x ?? 0) + end.x - card.x + end.width / 2;
  const wishes = between.flatMap(({ from, to }, index): Wish[] => {
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
    // Lines without words leave there, too.
    const others = ({ card, side }: Wish) =>
      wishes.filter((one) => one.card === card && one.side === side).length - 1;
    const room = (end: Wish) =>
      end.card.width - (used.get(`${end.card.box.id} ${end.side}`) ?? 0) - 14 * others(end);
    const best = ends.find((end) => room(end) > width);
    if (!best) continue;
    labels.set(best.id, line.label);
    const key = `${best.card.box.id} ${best.side}`;
    used.set(key, (used.get(key) ?? 0) + width);
  }
  return labels;
}
