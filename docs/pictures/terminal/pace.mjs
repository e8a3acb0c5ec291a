import { linesOf } from "./frames.mjs";

/**
 * How fast the film goes, in milliseconds: no picture shorter than `shortest` (a slower eye sees nothing, and each one costs bytes), no wait in which
 * only a spinner or a clock moves longer than `wait`, the whole no longer than `whole`; the end stays for `last`, then it begins again.
 */
export const PACE = { shortest: 100, wait: 1500, whole: 28_000, last: 4000 };

/**
 * The pictures of the film, each with its `ms`.
 *
 * @param frames as `framesOf` gives them
 */
export function paced(frames, pace = PACE) {
  const real = frames.map((frame, index) => ({
    ...frame,
    ms: (frames[index + 1]?.at ?? frame.at) - frame.at,
  }));
  return merged(fitted(capped(real, pace), pace), pace);
}

/** Shortens each stretch in which nothing but spinners and clocks moves. */
function capped(frames, { wait }) {
  const stretches = [];
  for (const frame of frames) {
    const still = stillness(frame);
    const last = stretches.at(-1);
    if (last && last.still === still && !last.held && !frame.hold) last.frames.push(frame);
    else stretches.push({ still, held: frame.hold > 0, frames: [frame] });
  }
  return stretches.flatMap(({ frames: stretch }) => {
    const ms = sum(stretch.map((frame) => frame.ms));
    const factor = Math.min(1, wait / ms);
    return stretch.map((frame) => ({ ...frame, ms: Math.max(frame.ms * factor, frame.hold) }));
  });
}

/** What stays the same while somebody waits: all but digits and the braille patterns of spinners. */
const stillness = (frame) =>
  linesOf(frame)
    .join("\n")
    .replace(/[\u2800-\u28ff]/g, "·")
    .replace(/\d+/g, "0");

/** Fits the film into the whole: what has to be read keeps its time as long as it leaves a third of the film to what moves. */
function fitted(frames, { whole, last }) {
  const room = whole - last;
  const held = sum(frames.map(({ ms, hold }) => Math.min(ms, hold)));
  const moving = sum(frames.map(({ ms }) => ms)) - held;
  const heldRoom = Math.min(held, Math.max(room - moving, (room * 2) / 3));
  const readingFactor = held > 0 ? heldRoom / held : 1;
  const movingFactor = moving > 0 ? Math.min(1, (room - heldRoom) / moving) : 1;
  return frames.map((frame) => {
    const reading = Math.min(frame.ms, frame.hold);
    return { ...frame, ms: reading * readingFactor + (frame.ms - reading) * movingFactor };
  });
}

/** Drops pictures that would pass too fast to be seen and gives their time to the next one. The last one stays. */
function merged(frames, { shortest, last }) {
  const film = [];
  let carried = 0;
  for (const [index, frame] of frames.entries()) {
    const ms = frame.ms + carried;
    const isLast = index === frames.length - 1;
    if (ms < shortest && !isLast && !frame.ends) carried = ms;
    else {
      film.push({ ...frame, ms: Math.round(isLast ? ms + last : ms) });
      carried = 0;
    }
  }
  return film;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
