/** A film as one SVG: CSS moves a strip of pictures past a window; no script, no font, nothing from outside, so that it plays in an `<img>`. */
import { coloursOf, WINDOW } from "./palette.mjs";
import { LINE_HEIGHT, stripOf } from "./strip.mjs";

/** The width of a character in the units of the drawing. Fonts differ, so every run says how wide it is. */
const CELL = 10;
/** Monospace fonts are 0.6 em wide, most of them. */
const FONT_SIZE = CELL / 0.6;
const BASELINE = 16;
const MARGIN = 18;
const BAR_HEIGHT = 40;
/** Pixels to a unit: 80 columns are 700 px wide, 100 columns 867. */
const SCALE = 0.836;

/**
 * @param film the pictures as `paced` gives them
 * @param title what the window is called
 * @param description what happens in it, for those who do not see it
 * @param note stands at the bar's right end, e.g. how long it took in truth
 */
export function svgOf(film, { columns, rows, title, description, note = "" }) {
  const size = {
    width: columns * CELL + 2 * MARGIN,
    height: rows * LINE_HEIGHT + BAR_HEIGHT + 2 * MARGIN,
    screen: { width: columns * CELL, height: rows * LINE_HEIGHT },
  };
  const styles = new Styles();
  const { definitions, pictures } = stripOf(film, (runs) => runs.map((run) => drawRun(run, styles)).join(""));
  // Each picture has its own place, farther apart than the window is wide.
  const stride = size.screen.width + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(size.width * SCALE)}" height="${Math.round(size.height * SCALE)}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<style>\n${[...base(), ...styles.rules(), ...motion(film, stride)].join("\n")}\n</style>`,
    `<defs>\n<clipPath id="screen"><rect width="${size.screen.width}" height="${size.screen.height}"/></clipPath>\n${definitions.join("\n")}\n</defs>`,
    ...frameOf(size, title, note),
    `<g transform="translate(${MARGIN},${BAR_HEIGHT + MARGIN})"><g clip-path="url(#screen)"><g class="film">`,
    ...pictures.map((blocks, index) => drawPicture(blocks, index * stride)),
    "</g></g></g>\n</svg>\n",
  ].join("\n");
}

function drawPicture(blocks, x) {
  const drawn = blocks.map(({ id, line }) => `<use href="#${id}" y="${line * LINE_HEIGHT}"/>`);
  return `<g transform="translate(${x})">${drawn.join("")}</g>`;
}

/** Text at its column, as wide as its cells; symbols are stretched, so that bars have no gaps. Behind it its background, if it has one. */
function drawRun({ x, cells, text, style }, styles) {
  const at = x === 0 ? "" : ` x="${x * CELL}"`;
  const name = styles.nameOf(style);
  const symbol = (text.codePointAt(0) ?? 0) >= 0x2190 ? ' lengthAdjust="spacingAndGlyphs"' : "";
  const { background } = coloursOf(style);
  const behind = background
    ? `<rect${at} width="${cells * CELL}" height="${LINE_HEIGHT}" fill="${background}"/>`
    : "";
  if (text.trim() === "") return behind;
  const look = name === "" ? "" : ` class="${name}"`;
  return `${behind}<text${at} y="${BASELINE}" textLength="${cells * CELL}"${symbol}${look}>${escaped(text)}</text>`;
}

/** The looks that occur, each a class; the terminal's own needs none. */
class Styles {
  #names = new Map();

  nameOf(style) {
    const { color } = coloursOf(style);
    const rule = [
      ...(color === WINDOW.foreground ? [] : [`fill:${color}`]),
      ...(style.bold ? ["font-weight:700"] : []),
      ...(style.italic ? ["font-style:italic"] : []),
      ...(style.underline ? ["text-decoration:underline"] : []),
    ].join(";");
    if (rule === "") return "";
    const name = this.#names.get(rule) ?? `s${this.#names.size}`;
    this.#names.set(rule, name);
    return name;
  }

  rules() {
    return [...this.#names].map(([rule, name]) => `.${name}{${rule}}`);
  }
}

function base() {
  const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";
  return [
    `text{font:${FONT_SIZE.toFixed(2)}px ${mono};fill:${WINDOW.foreground};white-space:pre}`,
    `.bar{font:15px -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:${WINDOW.quiet}}`,
  ];
}

/**
 * The film: at rest (printed, or for whoever wants no motion) its last picture, else a jump to the next one at each one's time, for ever. `step-end`
 * keeps each picture until the next.
 */
function motion(film, stride) {
  const whole = film.reduce((total, { ms }) => total + ms, 0);
  const last = `transform:translateX(${-(film.length - 1) * stride}px)`;
  let began = 0;
  const jumps = film.map(({ ms }, index) => {
    const percent = Number(((began / whole) * 100).toFixed(3));
    began += ms;
    return `${percent}%{transform:translateX(${-index * stride}px)}`;
  });
  return [
    `.film{${last}}`,
    `@media screen and (prefers-reduced-motion:no-preference){.film{animation:film ${whole / 1000}s step-end infinite}}`,
    `@keyframes film{${jumps.join("")}100%{${last}}}`,
  ];
}

/** The window: an edge, a bar with three buttons, the title and the note. */
function frameOf({ width, height }, title, note) {
  const middle = BAR_HEIGHT / 2;
  return [
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10" fill="${WINDOW.background}" stroke="${WINDOW.edge}"/>`,
    `<path d="M1 ${BAR_HEIGHT}V10.5A9.5 9.5 0 0 1 10.5 1H${width - 10.5}A9.5 9.5 0 0 1 ${width - 1} 10.5V${BAR_HEIGHT}Z" fill="${WINDOW.bar}"/>`,
    ...["#ff7b72", "#d29922", "#3fb950"].map(
      (fill, index) => `<circle cx="${22 + index * 22}" cy="${middle}" r="6.5" fill="${fill}"/>`,
    ),
    `<text class="bar" x="${width / 2}" y="${middle + 5}" text-anchor="middle">${escaped(title)}</text>`,
    ...(note
      ? [`<text class="bar" x="${width - 18}" y="${middle + 5}" text-anchor="end">${escaped(note)}</text>`]
      : []),
  ];
}

/** Text for XML: what it may not hold at all becomes a replacement character. */
function escaped(text) {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
