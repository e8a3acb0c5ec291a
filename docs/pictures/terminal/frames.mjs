/** Plays what was written to a terminal into an emulated one, and takes a picture of its screen whenever that comes to rest. */
import headless from "@xterm/headless";

/** Nothing written for this long, in milliseconds: whatever was being drawn is drawn. */
const REST_MS = 15;
/** How long a screenful of one long answer is shown before it scrolls on, in milliseconds. A person would scroll back; a film cannot. */
const PAGE_MS = 1600;
/** The same for a screenful whose lines were to be read before: an apply repeats the plan. */
const KNOWN_PAGE_MS = 300;
/** So many lines go to the emulator at once; before each such piece somebody looks whether it would push unseen lines off the screen. */
const LINES_AT_ONCE = 4;

/**
 * @param events as `session` gives them
 * @returns the pictures in order, no two neighbours alike: `at` in milliseconds, `top` (the number of lines that scrolled away), `rows` (each a list
 *   of runs), `hold` (the least time to show it) and `ends` (the command that was over then)
 */
export async function framesOf(events, { columns, rows }) {
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    scrollback: 1_000_000,
    allowProposedApi: true,
  });
  const frames = [];
  const known = new Set();
  // Lines before this one have been in a picture.
  let seen = 0;
  const take = (at, { hold = 0, ends } = {}) => {
    const picture = pictureOf(terminal);
    for (const line of linesOf(picture)) known.add(line);
    seen = lineOfCursor(terminal);
    const last = frames.at(-1);
    if (last && last.key === picture.key) {
      last.hold = Math.max(last.hold, hold);
      last.ends ??= ends;
    } else frames.push({ at, ...picture, hold, ends });
  };
  for (const [index, event] of events.entries()) {
    for (const { text, lines } of piecesOf(event.text)) {
      const topAfter = lineOfCursor(terminal) + lines - (rows - 1);
      if (topAfter > seen)
        take(event.at, { hold: isKnown(pictureOf(terminal), known) ? KNOWN_PAGE_MS : PAGE_MS });
      await new Promise((done) => terminal.write(text, done));
    }
    const next = events[index + 1];
    if (event.hold !== undefined || !next || next.at - event.at >= REST_MS) take(event.at, event);
  }
  terminal.dispose();
  return frames;
}

/** Little of it is new: what a live view left above may be. */
function isKnown(picture, known) {
  const lines = linesOf(picture).filter((line) => line !== "");
  return lines.filter((line) => !known.has(line)).length <= lines.length / 5;
}

const lineOfCursor = ({ buffer: { active } }) => active.baseY + active.cursorY;

function piecesOf(text) {
  const lines = text.split(/(?<=\n)/);
  const count = Math.ceil(lines.length / LINES_AT_ONCE);
  return Array.from({ length: count }, (_, index) => {
    const piece = lines.slice(index * LINES_AT_ONCE, (index + 1) * LINES_AT_ONCE);
    return { text: piece.join(""), lines: piece.length };
  });
}

function pictureOf({ buffer: { active }, rows }) {
  const top = active.baseY;
  const lines = Array.from({ length: rows }, (_, row) => runsOf(active.getLine(top + row)));
  return { top, rows: lines, key: JSON.stringify([top, lines]) };
}

/**
 * A line as runs of cells that look alike: `{ x, cells, text, style }`. Blanks end a run where there are two or more, and so do symbols that a font
 * may lack: what stands after them keeps its column whatever the font does.
 */
function runsOf(line) {
  const runs = [];
  if (!line) return runs;
  let run;
  for (let x = 0; x < line.length; x++) {
    const cell = line.getCell(x);
    const width = cell.getWidth();
    if (width === 0) continue; // the second half of a wide character
    const style = styleOf(cell);
    const text = cell.isInvisible() ? " " : cell.getChars() || " ";
    const plain = style.bg === undefined && !style.underline;
    const look = JSON.stringify([style, kindOf(text)]);
    // A blank looks the same in any colour.
    if (!run || (run.look !== look && !(text === " " && plain && run.plain))) {
      run = { x, style, look, plain, cells: [] };
      runs.push(run);
    }
    run.cells.push(text, ...Array(width - 1).fill(""));
  }
  return runs.flatMap(wordsOf);
}

/** Letters, digits and punctuation come from any monospace font; arrows, boxes, braille and wide characters from wherever the system finds them. */
const kindOf = (text) => ((text.codePointAt(0) ?? 0) < 0x2190 ? "text" : "symbol");

/** The words of a run, without the blanks around them; a run with a background keeps its blanks. */
function wordsOf({ x, style, plain, cells }) {
  const word = (from, to) => ({
    x: x + from,
    cells: to - from,
    text: cells.slice(from, to).join(""),
    style,
  });
  if (!plain) return [word(0, cells.length)];
  const mask = cells.map((text) => (text === " " ? " " : "x")).join("");
  return [...mask.matchAll(/x+(?: x+)*/g)].map(({ 0: { length }, index }) => word(index, index + length));
}

function styleOf(cell) {
  const fg = colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const bg = colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  const inverse = cell.isInverse() !== 0;
  return {
    fg: inverse ? (bg ?? "background") : fg,
    bg: inverse ? (fg ?? "foreground") : bg,
    bold: cell.isBold() !== 0 || undefined,
    dim: cell.isDim() !== 0 || undefined,
    italic: cell.isItalic() !== 0 || undefined,
    underline: cell.isUnderline() !== 0 || undefined,
  };
}

/** A number of the palette, `#rrggbb`, or nothing for the terminal's own colour. */
function colourOf(isDefault, isRgb, value) {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, "0")}` : value;
}

/** A picture's lines as text. */
export function linesOf({ rows }) {
  return rows.map((runs) => runs.reduce((line, { x, text }) => line.padEnd(x) + text, "").trimEnd());
}
