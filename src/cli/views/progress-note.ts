import type { Look } from "../paint.ts";
import type { Note } from "./notes.ts";
import { wrap } from "./text.ts";

/** A note set off from the progress, under the name of its module. */
export function renderNote({ module, text }: Note, look: Look): string[] {
  return [
    "",
    `    ${look.paint("bold", `Meanwhile, about ${module === "root" ? "the whole" : module}:`)}`,
    ...wrap(text, Math.min(76, look.columns - 6)).map((line) => `    ${line}`),
  ];
}
