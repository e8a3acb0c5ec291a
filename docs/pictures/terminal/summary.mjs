import { linesOf } from "./frames.mjs";

/** What happens in a film, in words: each command and its last line. */
export function descriptionOf(film) {
  return film
    .filter(({ ends }) => ends)
    .map((frame) => `${JSON.stringify(frame.ends)} runs and ends with: ${lastLine(frame)}`)
    .join("\n");
}

const lastLine = (frame) =>
  linesOf(frame)
    .map((line) => line.trim().replace(/ {2,}/g, " "))
    .filter((line) => line !== "" && line !== "$")
    .at(-1) ?? "nothing";

/** How long the commands took and how long they are shown, e.g. `1 min 4 s shown in 28 s`; nothing when nothing was shortened. */
export function spanOf(recorded, filmMs) {
  const realMs = recorded.reduce((total, { events }) => total + (events.at(-1)?.at ?? 0), 0);
  return realMs > filmMs ? `${spoken(realMs)} shown in ${spoken(filmMs)}` : "";
}

function spoken(ms) {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
