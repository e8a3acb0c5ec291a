import type { Sheet } from "./arrange.ts";
import { iconOf } from "./icons.ts";
import { signs } from "./look.ts";
import { widthOf } from "./measure.ts";
import { fonts, type Placed } from "./placed.ts";

/** Explains the lines and signs that occur, and no others; in rows below the picture. */
export function legend(sheet: Sheet): { svg: string; height: number } {
  const all: Placed[] = [];
  const visit = (one: Placed) => {
    all.push(one);
    one.children.forEach(visit);
  };
  sheet.boxes.forEach(visit);
  const kinds = new Set(sheet.lines.map(({ line }) => line.kind));
  const entries = [
    ...Object.entries(ways).flatMap(([kind, words]) =>
      kinds.has(kind as "traffic")
        ? [
            {
              words,
              draw: `<path class="way ${kind}" d="M0 8H16"/><path class="head ${kind}" d="M22 8l-8-4v8z"/>`,
            },
          ]
        : [],
    ),
    ...(all.some(({ tags }) => tags.length > 0)
      ? [
          {
            words: "encrypted with this key",
            draw: `<path class="icon key" transform="translate(3 -1)" d="${iconOf("keys-group").path}"/>`,
          },
        ]
      : []),
    ...Object.entries(signs).flatMap(([change, { sign, colour, word }]) =>
      all.some(({ box }) => box.change === change)
        ? [
            {
              words: word,
              draw: `<circle class="sign-${colour}" cx="12" cy="8" r="8.5"/><text class="sign" x="12" y="13">${sign}</text>`,
            },
          ]
        : [],
    ),
  ];
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

const ways: Readonly<Record<string, string>> = {
  traffic: "network traffic",
  access: "uses",
  delivery: "delivers or copies to",
};
