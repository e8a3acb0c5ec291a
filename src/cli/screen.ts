import { printableLine } from "../terraform/printable.ts";
import type { Io, Output } from "./io.ts";
import { type Look, paintFor } from "./paint.ts";
import type { RunLog } from "./run-log.ts";
import { usersWords } from "./users-words.ts";

/** Where a command talks to a person: stdout, or stderr when stdout carries JSON. Whatever names and values hold, a terminal obeys none of it. */
export interface Screen {
  readonly look: Look;
  /** The last lines can be redrawn: a terminal, not a log. */
  readonly canRedraw: boolean;
  readonly rows: number;
  say(...lines: readonly string[]): void;
  /** Lines at the bottom that are redrawn in place. Only where `canRedraw`. */
  liveRegion(): Promise<LiveRegion>;
}

export interface LiveRegion {
  /** Replaces the region's lines. */
  draw(lines: readonly string[]): void;
  /** Writes lines that stay, above the region. */
  print(lines: readonly string[]): void;
  /** Removes the region. */
  close(): void;
}

/** The screen for a command: with `json`, everything for people goes to stderr. What stays on it is in the log as well. */
export function screenFor(io: Io, json: boolean, log?: RunLog): Screen {
  const output: Output = json ? io.stderr : io.stdout;
  const words = usersWords(io.env);
  let endsBlank = false;
  return {
    look: {
      paint: paintFor(output, io.env),
      get columns() {
        return output.columns;
      },
    },
    canRedraw: output.isTTY && io.env.TERM !== "dumb" && !io.env.CI,
    get rows() {
      return output.rows;
    },
    say(...said) {
      const lines = said.map(printableLine);
      // Parts that set themselves off from each other meet here: one blank line between them is enough.
      const shown = endsBlank && lines[0] === "" ? lines.slice(1) : lines;
      if (shown.length === 0) return;
      log?.say(shown);
      output.write(`${words(shown.join("\n"))}\n`);
      endsBlank = shown.at(-1) === "";
    },
    async liveRegion() {
      const { createLogUpdate } = await import("log-update");
      // log-update asks of a stream only what an Output has: write, isTTY, columns and rows.
      const update = createLogUpdate(output as unknown as NodeJS.WritableStream);
      let last: readonly string[] = [];
      return {
        draw(drawn) {
          const lines = drawn.map(printableLine);
          last = lines;
          update(lines.join("\n"));
        },
        print(said) {
          const lines = said.map(printableLine);
          if (lines.length === 0) return;
          endsBlank = false;
          log?.say(lines);
          update.clear();
          output.write(`${lines.join("\n")}\n`);
          if (last.length > 0) update(last.join("\n"));
        },
        close() {
          update.clear();
          update.done();
        },
      };
    },
  };
}
