import { arranged, type Sheet } from "../../src/review/picture/arrange.ts";
import { marksOf } from "../../src/review/picture/draw.ts";
import { widthOf } from "../../src/review/picture/measure.ts";
import type { Picture } from "../../src/review/picture/picture.ts";
import { fonts, ICON, type Placed, type Rect } from "../../src/review/picture/placed.ts";
import { signPlaces } from "../../src/review/picture/svg.ts";

/** A rectangle that a message can name. */
export interface Named extends Rect {
  readonly name: string;
}

/** What is wrong with a picture's geometry, in words; nothing, when all is well. */
export async function faults(
  picture: Picture,
  findings: readonly { address: string }[] = [],
  widest = 1010,
): Promise<string[]> {
  const marks = marksOf(picture, findings);
  const sheet = await arranged(picture, marks);
  const all = everyBox(sheet.boxes);
  const count = (placed: Placed) => marks.findings(placed.box);
  return [
    ...overlaps(all.flatMap((placed) => inkOf(placed, count(placed)))),
    ...labelFaults(sheet, all, count),
    ...all.flatMap((placed) => outside(placed, count(placed))),
    ...all.flatMap(({ children }) => siblings(children)),
    ...lineFaults(sheet, all, count),
    ...all
      .filter((one) => !within(one, { x: 0, y: 0, width: sheet.width, height: sheet.height }))
      .map(({ box }) => `${box.id} is cut`),
    ...(sheet.width > widest ? [`${sheet.width} units are too wide to be read in a README`] : []),
  ];
}

export const everyBox = (boxes: readonly Placed[]): Placed[] =>
  boxes.flatMap((box) => [box, ...everyBox(box.children)]);

/** Everything that is written or drawn inside a box: words, keys, its icon, its signs. */
function inkOf(placed: Placed, found: number): Named[] {
  const name = placed.box.id;
  const { change, findings } = signPlaces(placed, found);
  const sign = (at: { x: number; y: number } | undefined) =>
    at ? [{ name: `sign of ${name}`, x: at.x - 9, y: at.y - 9, width: 18, height: 18 }] : [];
  return [
    ...placed.texts.map(({ x, y, text, role }) => ({
      name: `"${text}" of ${name}`,
      x,
      y: y - 9,
      width: widthOf(text, fonts[role]),
      height: 11,
    })),
    ...placed.tags.map((tag) => ({ ...tag, name: `key ${tag.title} of ${name}` })),
    ...(placed.icon ? [{ name: `icon of ${name}`, ...placed.icon, width: ICON, height: ICON }] : []),
    ...sign(change),
    ...sign(findings),
  ];
}

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width - 0.1 &&
  b.x < a.x + a.width - 0.1 &&
  a.y < b.y + b.height - 0.1 &&
  b.y < a.y + a.height - 0.1;

const within = (a: Rect, b: Rect): boolean =>
  a.x >= b.x - 0.1 &&
  a.y >= b.y - 0.1 &&
  a.x + a.width <= b.x + b.width + 0.1 &&
  a.y + a.height <= b.y + b.height + 0.1;

function overlaps(named: readonly Named[]): string[] {
  return named.flatMap((a, index) =>
    named.slice(index + 1).flatMap((b) => (overlap(a, b) ? [`${a.name} overlaps ${b.name}`] : [])),
  );
}

function outside(placed: Placed, found: number): string[] {
  const frames = placed.pieces ?? [placed];
  return [
    ...inkOf(placed, found)
      .filter((ink) => !frames.some((frame) => within(ink, frame)))
      .map(({ name }) => `${name} is not inside its box`),
    ...placed.children
      .filter((child) => !within(child, placed))
      .map(({ box }) => `${box.id} is not inside ${placed.box.id}`),
  ];
}

/** Boxes beside each other, but for what lies across zones: that is where it lives. */
function siblings(boxes: readonly Placed[]): string[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const across = [a, b].some(({ box }) => box.across) && [a, b].some(({ box }) => box.kind === "zone");
      return !across && overlap(a, b) ? [`${a.box.id} overlaps ${b.box.id}`] : [];
    }),
  );
}

function labelFaults({ lines }: Sheet, all: readonly Placed[], count: (placed: Placed) => number): string[] {
  const labels = lines.flatMap(({ line, label }) =>
    label ? [{ ...label, name: `label ${label.text} from ${line.from}` }] : [],
  );
  const leaves = all.filter(({ children }) => children.length === 0);
  const ink = all.flatMap((placed) => inkOf(placed, count(placed)));
  return [
    ...overlaps(labels),
    ...labels.flatMap((label) => [
      ...leaves.filter((leaf) => overlap(leaf, label)).map(({ box }) => `${label.name} overlaps ${box.id}`),
      ...ink.filter((one) => overlap(one, label)).map(({ name }) => `${label.name} overlaps ${name}`),
    ]),
    ...lines.flatMap(({ line, way }) =>
      labels
        .filter(({ name }) => !name.endsWith(` from ${line.from}`) && !name.endsWith(` from ${line.to}`))
        .filter((label) => stretches(way).some((stretch) => overlap(stretch, label)))
        .map(({ name }) => `the line from ${line.from} to ${line.to} runs through the ${name}`),
    ),
  ];
}

/** The stretches of a line, as thin rectangles. */
const stretches = (way: readonly { x: number; y: number }[]): Rect[] =>
  way.slice(1).map((to, index) => {
    const from = way[index] ?? to;
    return {
      x: Math.min(from.x, to.x) - 0.5,
      y: Math.min(from.y, to.y) - 0.5,
      width: Math.abs(from.x - to.x) + 1,
      height: Math.abs(from.y - to.y) + 1,
    };
  });

const smaller = ({ x, y, width, height }: Rect): Rect => ({
  x: x + 1.5,
  y: y + 1.5,
  width: width - 3,
  height: height - 3,
});

/** No line runs through a box that is not its end, nor through words. */
function lineFaults({ lines }: Sheet, all: readonly Placed[], count: (placed: Placed) => number): string[] {
  const leaves = all.filter(({ children }) => children.length === 0);
  return lines.flatMap(({ line, way }) => {
    const name = `the line from ${line.from} to ${line.to}`;
    const through = (rect: Rect) => stretches(way).some((stretch) => overlap(stretch, smaller(rect)));
    const slanted = way.slice(1).some((to, index) => to.x !== way[index]?.x && to.y !== way[index]?.y);
    return [
      ...leaves
        .filter(({ box }) => box.kind !== "public-subnet" && box.kind !== "private-subnet")
        .filter(through)
        .map(({ box }) => `${name} runs through ${box.id}`),
      ...all.flatMap((placed) =>
        inkOf(placed, count(placed))
          .filter(through)
          .map((ink) => `${name} runs through ${ink.name}`),
      ),
      ...(slanted ? [`${name} is slanted`] : []),
      ...(way.length < 2 ? [`${name} has no way`] : []),
    ];
  });
}
