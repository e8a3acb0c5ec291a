import { writeFile } from "node:fs/promises";
import { framesOf } from "./frames.mjs";
import { leaksOf } from "./leaks.mjs";
import { paced } from "./pace.mjs";
import { session } from "./session.mjs";
import { descriptionOf, spanOf } from "./summary.mjs";
import { svgOf } from "./svg.mjs";

/** GitHub shows larger files, but a README should not weigh more than this. */
const MOST_BYTES = 300_000;

/**
 * Writes the film of what was recorded.
 *
 * @param recorded each command `{ typed, events }`
 * @param secrets what no picture may show, as `machineSecrets` gives them
 * @returns the file, its size in bytes, the film's length in milliseconds and how many pictures it has
 * @throws Error when the film shows a secret or is too large; then nothing is written
 */
export async function writeFilm(recorded, { columns, rows, output, title, secrets }) {
  const frames = await framesOf(session(recorded), { columns, rows });
  const leaks = leaksOf(frames, secrets);
  if (leaks.length > 0)
    throw new Error(["The film shows what it must not:", ...leaks.map((leak) => `  ${leak}`)].join("\n"));
  const film = paced(frames);
  const ms = film.reduce((total, frame) => total + frame.ms, 0);
  const description = descriptionOf(film);
  const note = spanOf(recorded, ms);
  const svg = svgOf(film, { columns, rows, title, description, note });
  const bytes = Buffer.byteLength(svg);
  if (bytes > MOST_BYTES)
    throw new Error(`The film is ${bytes} bytes, more than ${MOST_BYTES}: use fewer rows, or record less.`);
  await writeFile(output, svg);
  return { output, bytes, ms, pictures: film.length };
}
