/** A clock that a test moves. */
export function testClock(start = "2026-11-23T12:00:00Z"): { now(): Date; pass(seconds: number): void } {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    pass: (seconds) => {
      at += seconds * 1000;
    },
  };
}
