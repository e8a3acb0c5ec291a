import { arranged } from "./arrange.ts";
import { legend } from "./legend.ts";
import { style } from "./look.ts";
import { inLines } from "./measure.ts";
import type { DrawOptions, Picture, PictureBox } from "./picture.ts";
import type { Marks } from "./placed.ts";
import { boxSvg, escaped, lineSvg, tagsSvg } from "./svg.ts";

/** Above the picture, for its title. */
const CAPTION = 28;

/** The picture as SVG text, the same on every machine. */
export async function drawn(
  picture: Picture,
  { theme = "auto", findings = [] }: DrawOptions,
): Promise<string> {
  const marks = marksOf(
    picture,
    findings.filter(({ verdict }) => verdict !== "accepted"),
  );
  const sheet = await arranged(picture, marks);
  const titles = new Map(everyBox(picture.boxes).map(({ id, title }) => [id, title]));
  const { svg, height } = legend(sheet, marks);
  const [caption = ""] = inLines(picture.title, sheet.width - 32, { size: 15, bold: true }, 1);
  const [width, total] = [Math.ceil(sheet.width), Math.ceil(sheet.height + height + CAPTION)];
  const id = `infra-picture-${fingerprint(JSON.stringify(picture))}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="infra-picture ${theme}" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" style="max-width:100%;height:auto" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escaped(picture.title)}</title>`,
    `<desc id="${id}-desc">${escaped(described(picture))}</desc>`,
    `<style>${style(theme)}</style>`,
    `<rect class="ground" width="${width}" height="${total}" rx="8"/>`,
    `<text class="caption" x="16" y="24">${escaped(caption)}</text>`,
    `<g transform="translate(0 ${CAPTION})">`,
    ...sheet.boxes.map((box) => boxSvg(box, marks)),
    ...sheet.lines.map((line) => lineSvg(line, titles)),
    ...sheet.boxes.flatMap(tagsSvg),
    svg,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** What to mark on boxes: keys by what they encrypt, findings by their resources. */
export function marksOf(picture: Picture, findings: readonly { readonly address: string }[]): Marks {
  const boxes = new Map(everyBox(picture.boxes).map((box) => [box.id, box]));
  const keys = new Map<string, PictureBox[]>();
  for (const { from, to, kind } of picture.lines) {
    const key = boxes.get(from);
    if (kind === "encryption" && key) keys.set(to, [...(keys.get(to) ?? []), key]);
  }
  const counts = new Map<string, number>();
  for (const { address } of findings) counts.set(address, (counts.get(address) ?? 0) + 1);
  return {
    keys: (id) => keys.get(id) ?? [],
    findings: ({ addresses }) => addresses.reduce((sum, address) => sum + (counts.get(address) ?? 0), 0),
  };
}

const everyBox = (boxes: readonly PictureBox[]): PictureBox[] =>
  boxes.flatMap((box) => [box, ...everyBox(box.children)]);

function described({ boxes, lines }: Picture): string {
  const regions = boxes.filter(({ kind }) => kind === "region");
  const parts = regions.map(
    ({ title, children }) => `${title}: ${children.map((child) => child.title).join(", ")}.`,
  );
  return `${parts.join(" ")} ${lines.length} lines show who reaches, uses or encrypts what.`;
}

/** A short name for a text (FNV-1a, 32 bits), so that ids of several pictures in one page differ. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
