/** A time, no more exact than what is known: `55 s`, `14 min`, `1 h 40 min`. */
export function about(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `7 to 12 min`, `50 s to 3 min`, or one figure where both read alike; the unit once where it is the same. */
export function between(low: number, high: number): string {
  const [from, to] = [about(low), about(high)];
  if (from === to) return from;
  const [figure, unit] = from.split(" ");
  const same = from.split(" ").length === 2 && to.split(" ").length === 2 && to.split(" ")[1] === unit;
  return `${same ? figure : from} to ${to}`;
}
