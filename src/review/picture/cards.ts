import { isGroup } from "./collapse.ts";
import type { PictureBox } from "./picture.ts";
import { GAP, heading, leaf, type Marks, moved, PAD, type Placed, taller } from "./placed.ts";

/** How a group is laid out: the width of each of its things, how many stand side by side, and how many are shown at most. */
interface Grid {
  readonly cell: number;
  readonly columns: number;
  readonly most: number;
}

const grids: Readonly<Record<string, Grid>> = {
  "repositories-group": { cell: 178, columns: 1, most: 6 },
  "buckets-group": { cell: 138, columns: 3, most: 9 },
  "pod-roles-group": { cell: 196, columns: 2, most: 12 },
  "job-roles-group": { cell: 178, columns: 1, most: 4 },
  "log-groups-group": { cell: 206, columns: 2, most: 12 },
  "keys-group": { cell: 132, columns: 3, most: 9 },
  "roles-group": { cell: 196, columns: 2, most: 12 },
};
const otherGrid: Grid = { cell: 222, columns: 4, most: 12 };

const widths: Readonly<Record<string, number>> = { internet: 112, trail: 200 };

/** A card of a region: a thing by itself, or a group of them. */
export function card(box: PictureBox, marks: Marks): Placed {
  return isGroup(box) ? groupCard(box, marks) : leaf(box, widths[box.kind] ?? 230, marks, { icon: true });
}

function groupCard(box: PictureBox, marks: Marks): Placed {
  const { cell, columns, most } = grids[box.kind] ?? otherGrid;
  const children = capped(box.children, most, box.id);
  const used = Math.min(columns, children.length);
  const width = 2 * PAD + used * cell + (used - 1) * GAP;
  const head = heading(box, width, marks);
  const { rows, bottom } = grid(
    children.map((child) => leaf(child, cell, marks)),
    { columns: used, x: PAD, y: head.height, cell },
  );
  return { ...head, box, x: 0, y: 0, width, height: bottom + PAD, children: rows };
}

/** Places in rows, each as high as its highest. */
export function grid(
  cells: readonly Placed[],
  { columns, x, y, cell }: { columns: number; x: number; y: number; cell: number },
): { rows: Placed[]; bottom: number } {
  const rows: Placed[] = [];
  let top = y;
  for (let start = 0; start < cells.length; start += columns) {
    const row = cells.slice(start, start + columns);
    const height = Math.max(...row.map((one) => one.height));
    rows.push(...row.map((one, index) => moved(taller(one, height), x + index * (cell + GAP), top)));
    top += height + GAP;
  }
  return { rows, bottom: cells.length > 0 ? top - GAP : y };
}

/** At most so many, those that change before others; the rest become one box that keeps their addresses. */
export function capped(boxes: readonly PictureBox[], most: number, id: string): readonly PictureBox[] {
  if (boxes.length <= most) return boxes;
  const weighed = boxes.map((box, index) => ({ box, index, weight: weight(box) }));
  const first = new Set(
    weighed
      .toSorted((a, b) => a.weight - b.weight || a.index - b.index)
      .slice(0, most - 1)
      .map(({ box }) => box),
  );
  const rest = boxes.filter((box) => !first.has(box));
  const changed = rest.filter(({ change }) => change !== "none").length;
  const more: PictureBox = {
    id: `${id}-more`,
    kind: "more",
    title: `and ${rest.length} more`,
    details: changed > 0 ? [`${changed} of them ${changed === 1 ? "changes" : "change"}`] : [],
    addresses: rest.flatMap(everyAddress),
    change: "none",
    children: [],
  };
  return [...boxes.filter((box) => first.has(box)), more];
}

/** What goes is shown before what comes or changes, and that before what stays. */
const weight = ({ change }: PictureBox): number =>
  change === "delete" || change === "replace" ? 0 : change === "none" ? 2 : 1;

export const everyAddress = (box: PictureBox): readonly string[] => [
  ...box.addresses,
  ...box.children.flatMap(everyAddress),
];
