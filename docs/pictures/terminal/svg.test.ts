import { join } from "node:path";
import { expect, it } from "vitest";
import { SMALL, smallFrames, smallRecording } from "./fixture.mjs";
import { paced } from "./pace.mjs";
import { descriptionOf, spanOf } from "./summary.mjs";
import { svgOf } from "./svg.mjs";

const film = paced(await smallFrames());
const svg: string = svgOf(film, {
  ...SMALL,
  title: "A plan & its <verdict>",
  description: descriptionOf(film),
  note: spanOf(smallRecording(), 2000),
});

it("is the same for the same recording", async () => {
  await expect(svg).toMatchFileSnapshot(join(import.meta.dirname, "fixtures", "small.svg"));
});

it("is well-formed, and all that it refers to is in it", () => {
  const { ids, references } = read(svg);
  expect(new Set(ids).size).toBe(ids.length);
  expect(references.filter((id) => !ids.includes(id))).toEqual([]);
});

it("holds no script and asks for nothing from outside, as an image must", () => {
  expect(svg).not.toMatch(/<script|<foreignObject|@import|\son\w+=|javascript:/i);
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|\/\/|url\((?!#)/);
});

it("tells what happens to those who do not see it", () => {
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toContain('<title id="title">A plan &amp; its &lt;verdict&gt;</title>');
  expect(svg).toMatch(
    /<desc id="desc">.*make plan ENV=dev LOCAL=1.*18 to create, nothing is destroyed\.<\/desc>/,
  );
});

it("stands still at its last picture for whoever wants no motion, and on paper", () => {
  const last = /\.film\{transform:translateX\((-\d+)px\)\}/.exec(svg)?.[1];
  expect(Number(last)).toBe(-(film.length - 1) * (SMALL.columns * 10 + 36));
  expect(svg.match(/animation:/g)).toHaveLength(1);
  expect(svg).toMatch(/@media screen and \(prefers-reduced-motion:no-preference\)\{\.film\{animation:film /);
});

it("says how wide each run of characters is, so that columns hold in any font", () => {
  const runs = [...svg.matchAll(/<text(?! class="bar")[^>]*>/g)].map(([tag]) => tag);
  expect(runs.length).toBeGreaterThan(50);
  expect(runs.filter((tag) => !/ textLength="\d+"/.test(tag))).toEqual([]);
  expect(svg).toContain('lengthAdjust="spacingAndGlyphs" class="s0">━━━━━━━━</text>');
});

it("writes a row once, however many pictures show it", () => {
  expect(svg.split(">terminal plan<").length - 1).toBeLessThanOrEqual(1);
  expect(svg.split("aws_subnet.private_07").length - 1).toBe(1);
  expect(svg.length).toBeLessThan(20_000);
});

/** Reads XML as strictly as a browser does: every character belongs to a tag with quoted attributes, or to text without bare `<` and `&`. */
function read(xml: string) {
  const token = /<(\/?)(\w+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>|(?:[^<&]|&(?:amp|lt|gt|quot);)+/gy;
  const open: string[] = [];
  const attributes: string[] = [];
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
    const [, close, name, list, empty] = match;
    if (close) expect(open.pop()).toBe(name);
    else if (name && !empty) open.push(name);
    if (list) attributes.push(list);
  }
  expect(open).toEqual([]);
  const all = attributes.join("");
  return {
    ids: [...all.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
    references: [...all.matchAll(/ (?:href="#|clip-path="url\(#)([\w-]+)/g)].map(([, id]) => id),
  };
}
