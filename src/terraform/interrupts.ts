import type { EventEmitter } from "node:events";

/** Where interrupts come from; `process`, or an emitter in tests. */
export type InterruptSource = Pick<EventEmitter, "on" | "off">;

/** Terminals, `make` and `npm` may each pass on the same Ctrl-C; repeats within this time are one, in milliseconds. */
const SAME_INTERRUPT_MS = 1500;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupts {
  /** How many interrupts the user sent, repeats not counted. */
  readonly count: number;
  dispose(): void;
}

/**
 * Passes the user's interrupt on to the engine, which then stops at the next safe point and writes its state. A second one, sent on purpose, makes
 * it give up at once. When our own process ends early, the engine is told to stop as well.
 */
export function relayInterrupts(
  child: { kill(signal: "SIGINT"): boolean },
  source: InterruptSource = process,
): Interrupts {
  // On Windows the console tells the engine itself, and a signal would end it without warning.
  const send = process.platform === "win32" ? () => false : () => child.kill("SIGINT");
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    const now = performance.now();
    if (now - last < SAME_INTERRUPT_MS) return;
    last = now;
    count += 1;
    send();
  };
  const onExit = () => {
    send();
  };
  for (const signal of SIGNALS) source.on(signal, onSignal);
  source.on("exit", onExit);
  return {
    get count() {
      return count;
    },
    dispose() {
      for (const signal of SIGNALS) source.off(signal, onSignal);
      source.off("exit", onExit);
    },
  };
}
