import type { Sheet } from "./arrange.ts";
import { iconOf } from "./icons.ts";
import { signs } from "./look.ts";
import { widthOf } from "./measure.ts";
import { fonts, type Marks, type Placed } from "./placed.ts";
import { changeSign, findingSign } from "./svg.ts";

interface Entry {
  readonly words: string;
  readonly draw: string;
}

/** Explains the lines and signs that occur, and no others; in rows below the picture. */
export function legend(sheet: Sheet, marks: Marks): { svg: string; height: number } {
  const entries = occurring(sheet, marks);
  let [x, y] = [16, sheet.height + 12];
  const drawn = entries.map(({ words, draw }) => {
    const width = 30 + widthOf(words, fonts.detail) + 22;
    if (x > 16 && x + width > sheet.width) [x, y] = [16, y + 24];
    const at = `<g transform="translate(${Math.round(x)} ${Math.round(y)})">${draw}<text class="detail" x="30" y="12">${words}</text></g>`;
    x += width;
    return at;
  });
  return { svg: drawn.join("\n"), height: entries.length > 0 ? y + 28 - sheet.height : 8 };
}

function occurring({ boxes, lines }: Sheet, marks: Marks): Entry[] {
  const all = everyPlaced(boxes);
  const middle = { x: 12, y: 8 };
  const key = `<path class="icon key" transform="translate(3 -1)" d="${iconOf("keys-group").path}"/>`;
  const arrow = (kind: string) =>
    `<path class="way ${kind}" d="M0 8H16"/><path class="head ${kind}" d="M22 8l-8-4v8z"/>`;
  return [
    ...Object.entries(ways)
      .filter(([kind]) => lines.some(({ line }) => line.kind === kind))
      .map(([kind, words]) => ({ words, draw: arrow(kind) })),
    ...(all.some(({ tags }) => tags.length > 0) ? [{ words: "encrypted with this key", draw: key }] : []),
    ...Object.entries(signs)
      .filter(([change]) => all.some(({ box }) => box.change === change))
      .map(([change, { word }]) => ({ words: word, draw: changeSign(change, middle) })),
    ...(all.some(({ box }) => marks.findings(box) > 0)
      ? [{ words: "security finding", draw: findingSign(middle) }]
      : []),
  ];
}

const everyPlaced = (boxes: readonly Placed[]): Placed[] =>
  boxes.flatMap((box) => [box, ...everyPlaced(box.children)]);

const ways: Readonly<Record<string, string>> = {
  traffic: "network traffic",
  access: "uses",
  delivery: "delivers or copies to",
};
