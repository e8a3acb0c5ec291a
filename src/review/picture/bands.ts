import { isGroup } from "./collapse.ts";
import type { PictureBox } from "./picture.ts";
import { GAP, heading, leaf, type Marks, moved, PAD, type Placed, type Rect, taller } from "./placed.ts";

/** The narrowest that boxes in a band may be side by side. */
const NARROWEST = 200;

/**
 * Lays what reaches over several zones (node groups, interface endpoints) across their private subnets, one below the other, and makes
 * the subnets and zones high enough to hold them.
 */
export function bandsOf(
  columns: readonly Placed[],
  across: readonly PictureBox[],
  marks: Marks,
): { placed: Placed[]; bands: Placed[]; bottom: number } {
  const bottomOf = (all: readonly Placed[]) => Math.max(0, ...all.map((one) => one.y + one.height));
  const bands: Placed[] = [];
  let y =
    Math.max(0, ...columns.flatMap(({ children }) => children.map((one) => one.y + one.height))) - PAD + 2;
  for (const box of across) {
    const runs = runsOf(box, columns);
    if (runs.length === 0) continue;
    const made = moved(band(box, runs, columns, marks), 0, y + GAP);
    bands.push(made);
    y = made.y + made.height;
  }
  if (bands.length === 0) return { placed: [...columns], bands, bottom: bottomOf(columns) };
  const end = y + PAD;
  const placed = columns.map((column) => {
    const last = Math.max(0, ...column.children.map((one) => one.y));
    return {
      ...column,
      height: end + 6 - column.y,
      children: column.children.map((one) =>
        one.box.kind === "private-subnet" && one.y === last ? { ...one, height: end - one.y } : one,
      ),
    };
  });
  return { placed, bands, bottom: bottomOf(placed) };
}

type Run = Pick<Rect, "x" | "width">;

/** Neighbouring zones that a box reaches over, from the left edge of the first's subnet to the right edge of the last's. */
function runsOf({ across = [] }: PictureBox, columns: readonly Placed[]): Run[] {
  const runs: { x: number; end: number; last: number }[] = [];
  columns.forEach((column, index) => {
    const subnets = column.children.filter(({ box }) => across.includes(box.id));
    const own = subnets[0];
    if (!own) return;
    const [x, end] = [own.x + PAD, own.x + own.width - PAD];
    const before = runs.at(-1);
    if (before?.last === index - 1) Object.assign(before, { end, last: index });
    else runs.push({ x, end, last: index });
  });
  return runs.map(({ x, end }) => ({ x, width: end - x }));
}

/** One band at the height 0; words stand in its widest piece. */
function band(box: PictureBox, runs: readonly Run[], columns: readonly Placed[], marks: Marks): Placed {
  const widest = runs.reduce((best, run) => (run.width > best.width ? run : best));
  const made = isGroup(box)
    ? groupBand(box, widest, columns, marks)
    : moved(leaf(box, widest.width, marks, { icon: true }), widest.x, 0);
  if (runs.length === 1) return made;
  const [first, last] = [runs[0] ?? widest, runs.at(-1) ?? widest];
  return {
    ...made,
    x: first.x,
    width: last.x + last.width - first.x,
    pieces: runs.map(({ x, width }) => ({ x, y: 0, width, height: made.height })),
  };
}

function groupBand(box: PictureBox, run: Run, columns: readonly Placed[], marks: Marks): Placed {
  const head = moved({ ...heading(box, run.width, marks), ...flat(box) }, run.x, 0);
  const top = heading(box, run.width, marks).height;
  const alike = box.children.every(({ across }) => String(across) === String(box.children[0]?.across));
  const children = alike
    ? sideBySide(box.children, run, marks, top)
    : stacked(box.children, columns, marks, top);
  const bottom = Math.max(top, ...children.map((one) => one.y + one.height));
  return { ...head, x: run.x, y: 0, width: run.width, height: bottom + PAD, children };
}

const flat = (box: PictureBox) => ({ box, x: 0, y: 0, width: 0, height: 0, children: [] });

function sideBySide(boxes: readonly PictureBox[], run: Run, marks: Marks, top: number): Placed[] {
  const inner = run.width - 2 * PAD;
  const count = Math.max(1, Math.min(boxes.length, 3, Math.floor((inner + GAP) / (NARROWEST + GAP))));
  const width = (inner - (count - 1) * GAP) / count;
  const placed: Placed[] = [];
  let y = top;
  for (let start = 0; start < boxes.length; start += count) {
    const row = boxes.slice(start, start + count).map((one) => leaf(one, width, marks, { icon: true }));
    const height = Math.max(...row.map((one) => one.height));
    placed.push(
      ...row.map((one, index) => moved(taller(one, height), run.x + PAD + index * (width + GAP), y)),
    );
    y += height + GAP;
  }
  return placed;
}

function stacked(
  boxes: readonly PictureBox[],
  columns: readonly Placed[],
  marks: Marks,
  top: number,
): Placed[] {
  let y = top;
  return boxes.map((box) => {
    const runs = runsOf(box, columns).map(({ x, width }) => ({ x: x + PAD, width: width - 2 * PAD }));
    const made = moved(band(box, runs, columns, marks), 0, y);
    y = made.y + made.height + GAP;
    return made;
  });
}
