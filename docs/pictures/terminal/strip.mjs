/**
 * The pictures of a film as a strip in which everything is written once: a row that looks alike anywhere is one definition, and so are five rows
 * below each other. Blocks start at every fifth line of all that was ever written, so a screen that scrolls goes on using the same ones.
 */

/** Lines to a block: fewer make more references in a picture, more make more blocks when one line changes. */
const BLOCK_LINES = 5;

/**
 * @param frames as `paced` gives them
 * @param drawRow a list of runs as SVG
 * @returns `definitions`, and for each picture its `blocks`: `{ id, line }`, `line` counted from the screen's top
 */
export function stripOf(frames, drawRow) {
  const rows = new Definitions("r");
  const blocks = new Definitions("b");
  const pictures = frames.map((frame) => {
    const first = Math.floor(frame.top / BLOCK_LINES);
    const last = Math.floor((frame.top + frame.rows.length - 1) / BLOCK_LINES);
    const count = last - first + 1;
    return Array.from({ length: count }, (_, index) => {
      const line = (first + index) * BLOCK_LINES - frame.top;
      const content = blockOf(frame.rows, line, (runs) => rows.idOf(drawRow(runs)));
      return content === "" ? undefined : { id: blocks.idOf(content), line };
    }).filter((block) => block !== undefined);
  });
  return { definitions: [...rows.drawn(), ...blocks.drawn()], pictures };
}

/** One line's height, in the units of the drawing. */
export const LINE_HEIGHT = 22;

function blockOf(rows, line, idOf) {
  return Array.from({ length: BLOCK_LINES }, (_, index) => {
    // Above the screen's top there is history, which the window cuts away: a block's upper lines may stay empty.
    const runs = rows[line + index] ?? [];
    return runs.length === 0 ? "" : `<use href="#${idOf(runs)}" y="${index * LINE_HEIGHT}"/>`;
  }).join("");
}

class Definitions {
  #ids = new Map();
  #prefix;

  constructor(prefix) {
    this.#prefix = prefix;
  }

  idOf(content) {
    const id = this.#ids.get(content) ?? `${this.#prefix}${this.#ids.size.toString(36)}`;
    this.#ids.set(content, id);
    return id;
  }

  drawn() {
    return [...this.#ids].map(([content, id]) => `<g id="${id}">${content}</g>`);
  }
}
