import { card } from "./cards.ts";
import type { PictureBox } from "./picture.ts";
import { GAP, heading, type Marks, moved, PAD, type Placed, taller } from "./placed.ts";
import { vpcCard } from "./vpc-card.ts";

/** A further region: a card that holds cards, in rows. */
export function regionCard(box: PictureBox, width: number, marks: Marks): Placed {
  const head = heading(box, width, marks, false);
  const cards = box.children.map((child) =>
    child.kind === "vpc" ? vpcCard(child, width - 2 * PAD, marks, 3) : card(child, marks),
  );
  const children: Placed[] = [];
  let [x, y] = [PAD, head.height];
  let row: Placed[] = [];
  const close = () => {
    const height = Math.max(0, ...row.map((one) => one.height));
    children.push(...row.map((one) => taller(one, height)));
    y += row.length > 0 ? height + GAP : 0;
    row = [];
    x = PAD;
  };
  for (const one of cards) {
    if (x + one.width > width - PAD) close();
    row.push(moved(one, x, y));
    x += one.width + GAP;
  }
  close();
  return { ...head, box, x: 0, y: 0, width, height: y + PAD - GAP, children };
}
