import type { Routed } from "./arrange.ts";
import { iconOf } from "./icons.ts";
import { signs } from "./look.ts";
import { BADGE, type Marks, PAD, type Placed, type Rect } from "./placed.ts";
import type { Point } from "./ports.ts";

/** Coordinates to a tenth of a unit: finer is not seen, and differs from machine to machine. */
const n = (value: number): string => String(Math.round(value * 10) / 10 + 0);

/** Control characters, what no reader sees or what turns text around, and halves of characters: XML allows few of them. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for XML: nothing in a name can end an element or an attribute, and what is not seen is shown as a box. */
export const escaped = (text: string): string =>
  text
    .replace(UNSEEN, "\u25a1")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const rect = ({ x, y, width, height }: Rect, more: string): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" ${more}/>`;

/** A box and all that is in it. */
export function boxSvg(placed: Placed, marks: Marks): string {
  const { box, children } = placed;
  const found = marks.findings(box);
  const name = [
    box.title,
    ...box.details,
    ...changeWords(placed),
    ...(found > 0 ? [`${found} findings`.replace(/^1 findings/, "1 finding")] : []),
  ];
  const attributes = [
    `class="box${children.length === 0 ? " leaf" : ""}"`,
    `data-id="${escaped(box.id)}"`,
    `data-kind="${escaped(box.kind)}"`,
    `data-change="${box.change}"`,
    `data-addresses="${escaped(box.addresses.join(" "))}"`,
    ...(found > 0 ? [`data-findings="${found}"`] : []),
  ];
  return [
    `<g ${attributes.join(" ")}><title>${name.map(escaped).join("\n")}</title>`,
    frame(placed),
    ...(placed.icon ? [icon(box.kind, placed.icon)] : []),
    ...placed.texts.map(
      ({ x, y, text, role }) => `<text class="${role}" x="${n(x)}" y="${n(y)}">${escaped(text)}</text>`,
    ),
    ...badgesSvg(placed, found),
    ...children.map((child) => boxSvg(child, marks)),
    "</g>",
  ].join("\n");
}

function changeWords({ box }: Placed): string[] {
  const sign = signs[box.change];
  return sign ? [sign.word] : [];
}

function frame(placed: Placed): string {
  const radius = placed.children.length === 0 ? 5 : 7;
  const pieces = placed.pieces ?? [placed];
  const links = pieces.slice(1).map((piece, index) => {
    const before = pieces[index] ?? piece;
    const y = piece.y + 12;
    return `<path class="frame" d="M${n(before.x + before.width)} ${n(y)}H${n(piece.x)}"/>`;
  });
  return [...links, ...pieces.map((piece) => rect(piece, `rx="${radius}" class="frame"`))].join("");
}

const icon = (kind: string, { x, y }: Point): string => {
  const { path, colour } = iconOf(kind);
  return `<path class="icon ${colour}" transform="translate(${n(x)} ${n(y)})" d="${path}"/>`;
};

/** Places of the signs in a box's right upper corner: what the plan does, and that there are findings. */
export function signPlaces(
  { box, pieces, ...placed }: Placed,
  found: number,
): { readonly change?: Point; readonly findings?: Point } {
  const { x, y, width } = pieces?.reduce((best, one) => (one.width > best.width ? one : best)) ?? placed;
  const [right, middle] = [x + width - PAD + 2 - BADGE / 2, y + PAD - 2 + BADGE / 2];
  const changes = signs[box.change] !== undefined;
  return {
    ...(changes ? { change: { x: right, y: middle } } : {}),
    ...(found > 0 ? { findings: { x: right - (changes ? BADGE + 4 : 0), y: middle } } : {}),
  };
}

function badgesSvg(placed: Placed, found: number): string[] {
  const { change, findings } = signPlaces(placed, found);
  return [
    ...(change ? [changeSign(placed.box.change, change)] : []),
    ...(findings ? [findingSign(findings)] : []),
  ];
}

/** The sign of a change, in a disc around a point. */
export function changeSign(change: string, { x, y }: Point): string {
  const { sign = "", colour = "update" } = signs[change] ?? {};
  return `<circle class="sign-${colour}" cx="${n(x)}" cy="${n(y)}" r="8.5"/><text class="sign" x="${n(x)}" y="${n(y + 5)}">${sign}</text>`;
}

/** A warning triangle around a point. */
export const findingSign = ({ x, y }: Point): string =>
  `<path class="sign-delete" d="M${n(x)} ${n(y - 9)}l9 16h-18z"/><text class="sign" x="${n(x)}" y="${n(y + 6)}">!</text>`;

/** Titles of boxes by their ids, for the words that a line is told with. */
export type Titles = ReadonlyMap<string, string>;

/** A line with its arrow and its label. */
export function lineSvg({ line, way, label }: Routed, titles: Titles): string {
  const last = way.at(-1) ?? { x: 0, y: 0 };
  const before = way.at(-2) ?? last;
  const ends = [line.from, line.to].map((id) => titles.get(id) ?? id).join(" → ");
  const text = label
    ? `${rect(label, 'rx="3" class="label-ground"')}<text class="label ${line.kind}" x="${n(label.x + 4)}" y="${n(label.y + 12)}">${escaped(label.text)}</text>`
    : "";
  return `${lineStart(line, line.label ? `${ends}: ${line.label}` : ends)}<path class="way ${line.kind}" d="${pathOf(way)}"/><path class="head ${line.kind}" d="${arrow(before, last)}"/>${text}</g>`;
}

const lineStart = ({ from, to, kind }: Routed["line"], words: string): string =>
  `<g class="line" data-from="${escaped(from)}" data-to="${escaped(to)}" data-kind="${kind}"><title>${escaped(words)}</title>`;

/** Encryption is no way to go: the key's sign stands in what it encrypts. */
export function tagsSvg(placed: Placed): string[] {
  const own = placed.tags.map(
    (tag) =>
      `${lineStart({ from: tag.key, to: placed.box.id, kind: "encryption" }, `${placed.box.title}: encrypted with the key ${tag.title}`)}${rect(tag, 'rx="8" class="tag"')}<path class="icon key" transform="translate(${n(tag.x + 4)} ${n(tag.y + 2)}) scale(.75)" d="${iconOf("keys-group").path}"/><text class="tag-text" x="${n(tag.x + 20)}" y="${n(tag.y + 12.5)}">${escaped(tag.title)}</text></g>`,
  );
  return [...own, ...placed.children.flatMap(tagsSvg)];
}

function pathOf(way: readonly Point[]): string {
  return way.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${n(x)} ${n(y)}`).join("");
}

/** A filled triangle at the end, pointing where the last stretch goes. */
function arrow(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [bx, by] = [to.x - dx * 8, to.y - dy * 8];
  return `M${n(to.x)} ${n(to.y)}L${n(bx - dy * 4)} ${n(by + dx * 4)}L${n(bx + dy * 4)} ${n(by - dx * 4)}z`;
}
