/** How long a key takes to type, and how long a finished command is left to be read, in milliseconds. */
const KEY_MS = 55;
const THINK_MS = 600;
const READ_MS = 2500;

const PROMPT = "\x1b[32m$\x1b[39m ";
/** A block that the next character covers. */
const CURSOR = "\x1b[7m \x1b[27m\b";

/**
 * Several recorded commands as one session at a neutral prompt: each is typed, runs, and is left to be read.
 *
 * @param commands each `{ typed, events }`, the events as `runInTerminal` gives them
 * @returns `{ at, text, hold?, ends? }` in order; `hold` is the least time to show what is there then, in milliseconds, and `ends` the command that
 *   has just said its last word
 */
export function session(commands) {
  const events = [];
  let now = 0;
  for (const { typed, events: said } of commands) {
    events.push({ at: now, text: `${PROMPT}${CURSOR}`, hold: THINK_MS });
    now += THINK_MS;
    // Two keys a picture: nobody sees the difference, and the film is smaller.
    for (const keys of typed.match(/.{1,2}/gsu) ?? []) {
      events.push({ at: now, text: `${keys}${CURSOR}`, hold: KEY_MS * keys.length });
      now += KEY_MS * keys.length;
    }
    events.push({ at: now, text: " \r\n", hold: 0 });
    for (const { at, text } of said) events.push({ at: now + at, text });
    now += said.at(-1)?.at ?? 0;
    events.push({ at: now, text: "\x1b[0m\x1b[?25h", hold: READ_MS, ends: typed });
    now += READ_MS;
  }
  return events;
}
