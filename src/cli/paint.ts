import { styleText } from "node:util";
import type { Output } from "./io.ts";

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (format: Format, text: string) => string;

/** What a view needs to know of where it will be shown. */
export interface Look {
  readonly paint: Paint;
  readonly columns: number;
}

export const plain: Paint = (_format, text) => text;

const coloured: Paint = (format, text) =>
  text === "" ? "" : styleText(format, text, { validateStream: false });

/** Colours only on a terminal; `NO_COLOR` and `FORCE_COLOR` (no-color.org, force-color.org) decide before that. */
export function paintFor(output: Output, env: NodeJS.ProcessEnv): Paint {
  if (env.NO_COLOR) return plain;
  if (env.FORCE_COLOR) return env.FORCE_COLOR === "0" ? plain : coloured;
  return output.isTTY && env.TERM !== "dumb" ? coloured : plain;
}
