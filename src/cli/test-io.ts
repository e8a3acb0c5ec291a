import type { Io, Output } from "./io.ts";

/** What a command wrote, for tests. */
export interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestIo extends Io {
  readonly written: Written;
  /** What Ctrl-C does; does nothing while nobody listens. */
  interrupt(count: number): void;
}

/** An `Io` that keeps what is written; nobody is there to be asked unless `answers` say otherwise. */
export function testIo(
  options: { env?: NodeJS.ProcessEnv; terminal?: boolean; answers?: readonly string[] } = {},
): TestIo {
  const written = { stdout: "", stderr: "" };
  const answers = [...(options.answers ?? [])];
  const listeners = new Set<(count: number) => void>();
  const output = (stream: keyof Written): Output => ({
    write(text) {
      written[stream] += text;
    },
    isTTY: options.terminal ?? false,
    columns: 80,
    rows: 24,
  });
  return {
    env: options.env ?? {},
    stdout: output("stdout"),
    stderr: output("stderr"),
    interactive: options.answers !== undefined,
    now: Date.now,
    confirm: async () => answers.shift() === "yes",
    ask: async () => answers.shift(),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt: (count) => {
      for (const listener of listeners) listener(count);
    },
    written,
  };
}
