import { type Font, inLines, widthOf } from "./measure.ts";
import type { PictureBox } from "./picture.ts";

/** A line of text, by its left end and its baseline. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: "title" | "detail" | "heading";
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A small sign of a key in a box that it encrypts, by its left upper corner. */
export interface KeyTag extends Rect {
  /** Id of the key's box. */
  readonly key: string;
  readonly title: string;
}

/** A box with its place; coordinates are those of the whole picture once it is put there. */
export interface Placed extends Rect {
  readonly box: PictureBox;
  readonly texts: readonly PlacedText[];
  readonly icon?: { readonly x: number; readonly y: number };
  readonly tags: readonly KeyTag[];
  readonly children: readonly Placed[];
  /** Where it is drawn in several pieces, because it leaves out zones between. */
  readonly pieces?: readonly Rect[];
}

/** Font sizes: a README's column is 830 pixels wide and the picture 980 units, so 12 units are ten pixels there. */
export const fonts: Readonly<Record<PlacedText["role"], Font>> = {
  heading: { size: 13, bold: true },
  title: { size: 12, bold: true },
  detail: { size: 12 },
};

export const LINE = 15;
export const PAD = 8;
export const GAP = 8;
/** A sign of a change, or a count of findings, in the upper right corner. */
export const BADGE = 18;
/** The side of an icon's square. */
export const ICON = 18;

/** What the layout needs to know of the rest of the picture. */
export interface Marks {
  /** Keys that encrypt a box, by its id. */
  keys(id: string): readonly PictureBox[];
  /** How many findings a box has. */
  findings(box: PictureBox): number;
}

/** A box without children, as wide as told and as high as its words need. */
export function leaf(box: PictureBox, width: number, marks: Marks, options: { icon?: boolean } = {}): Placed {
  const left = options.icon ? PAD + ICON + 6 : PAD;
  const title = inLines(box.title, width - left - PAD - badges(box, marks), fonts.title);
  const details = box.details.flatMap((one) => inLines(one, width - left - PAD, fonts.detail));
  const texts = [
    ...title.map((text, index) => ({ x: left, y: PAD + 11 + index * LINE, text, role: "title" as const })),
    ...details.map((text, index) => ({
      x: left,
      y: PAD + 11 + (title.length + index) * LINE,
      text,
      role: "detail" as const,
    })),
  ];
  const bottom = PAD + texts.length * LINE;
  const tags = keyTags(marks.keys(box.id), { x: left, y: bottom + 3, width: width - left - PAD });
  const end = tags.length > 0 ? Math.max(...tags.map(({ y, height }) => y + height)) : bottom;
  return {
    box,
    x: 0,
    y: 0,
    width,
    height: Math.max(end, options.icon ? PAD + ICON : 0) + PAD - 2,
    texts,
    icon: options.icon ? { x: PAD, y: PAD - 1 } : undefined,
    tags,
    children: [],
  };
}

/** The heading of a box that holds others: its icon, title and details, and how high that is. */
export function heading(
  box: PictureBox,
  width: number,
  marks: Marks,
  icon = true,
): Pick<Placed, "texts" | "icon" | "tags"> & { readonly height: number; readonly end: number } {
  const left = icon ? PAD + ICON + 6 : PAD;
  const room = width - left - PAD - badges(box, marks);
  const titles = inLines(box.title, room, fonts.heading, 3);
  const details = box.details.flatMap((one) => inLines(one, width - left - PAD, fonts.detail));
  const texts = [
    ...titles.map((text, index) => ({ x: left, y: PAD + 12 + index * LINE, text, role: "heading" as const })),
    ...details.map((text, index) => ({
      x: left,
      y: PAD + 12 + (titles.length + index) * LINE,
      text,
      role: "detail" as const,
    })),
  ];
  const end = left + Math.max(0, ...texts.map(({ text, role }) => widthOf(text, fonts[role])));
  const keys = marks.keys(box.id);
  const beside = keyTags(keys, { x: end + 10, y: PAD, width: left + room - end - 10 });
  const fits =
    keys.length === 0 ||
    (details.length === 0 &&
      titles.length === 1 &&
      new Set(beside.map(({ y }) => y)).size === 1 &&
      beside.every((tag) => tag.x + tag.width <= left + room));
  const below = PAD + texts.length * LINE + 3;
  const tags = fits ? beside : keyTags(keys, { x: left, y: below, width: width - left - PAD });
  const height = fits ? below + 3 : Math.max(...tags.map((tag) => tag.y + tag.height)) + 6;
  return {
    texts,
    icon: icon ? { x: PAD, y: PAD - 1 } : undefined,
    tags,
    height,
    end: Math.max(end, ...tags.map((tag) => tag.x + tag.width)),
  };
}

/** Room for the signs in the corner. */
export function badges(box: PictureBox, marks: Marks): number {
  return (box.change === "none" ? 0 : BADGE + 4) + (marks.findings(box) > 0 ? BADGE + 4 : 0);
}

/** The same, moved. */
export function moved(placed: Placed, dx: number, dy: number): Placed {
  const by = <T extends { readonly x: number; readonly y: number }>(one: T): T => ({
    ...one,
    x: one.x + dx,
    y: one.y + dy,
  });
  return {
    ...by(placed),
    texts: placed.texts.map(by),
    icon: placed.icon && by(placed.icon),
    tags: placed.tags.map(by),
    children: placed.children.map((child) => moved(child, dx, dy)),
    pieces: placed.pieces?.map(by),
  };
}

/** The same, taller: boxes of a row end together. */
export const taller = (placed: Placed, height: number): Placed => ({
  ...placed,
  height: Math.max(height, placed.height),
});

const TAG = 17;

function keyTags(keys: readonly PictureBox[], at: { x: number; y: number; width: number }): KeyTag[] {
  const tags: KeyTag[] = [];
  let { x, y } = at;
  for (const { id, title } of keys) {
    const [name = ""] = inLines(title, at.width - 26, fonts.detail, 1);
    const width = 20 + widthOf(name, fonts.detail) + 6;
    if (x > at.x && x + width > at.x + at.width) {
      x = at.x;
      y += TAG + 3;
    }
    tags.push({ key: id, title: name, x, y, width, height: TAG });
    x += width + 4;
  }
  return tags;
}
