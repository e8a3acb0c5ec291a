import { distance } from "fastest-levenshtein";

/** The known name that `given` most likely meant: at most a third of its letters differ. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((name) => ({
      name,
      score:
        name.startsWith(given) && given.length > 1 ? 0 : distance(given.toLowerCase(), name.toLowerCase()),
    }))
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  return best && best.score <= Math.max(1, Math.floor(given.length / 3)) ? best.name : undefined;
}
