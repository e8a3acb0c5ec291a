import type { Verdict } from "../../review/dangers/danger.ts";
import type { Review } from "../../review/review.ts";
import type { Look, Paint } from "../paint.ts";
import { wrap } from "./text.ts";

const COLOURS: Readonly<Record<Verdict["level"], Parameters<Paint>[0]>> = {
  nothing: "green",
  safe: "green",
  careful: "yellow",
  dangerous: "red",
};

/** Where the report is, and what it comes down to. */
export function renderWritten(
  { verdict: { level, sentence } }: Review,
  file: string | undefined,
  { paint, columns }: Look,
): string[] {
  return [
    ...(file ? [`Written to ${paint("bold", file)}.`, ""] : []),
    ...wrap(sentence, columns).map((line) => paint(COLOURS[level], line)),
  ];
}
