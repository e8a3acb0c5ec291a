import { distance } from "fastest-levenshtein";

/** The known name that `given` most likely meant: two slips of the fingers, or a third of its letters. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((name) => ({ name, score: slips(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  const allowed = Math.min(given.length - 1, Math.max(2, Math.floor(given.length / 3)));
  return best && best.score <= allowed ? best.name : undefined;
}

/** Stopping early (`prod` for `production`) is one slip, whatever is missing. */
const slips = (given: string, name: string): number =>
  given.length > 1 && name.startsWith(given) ? 1 : distance(given, name);
