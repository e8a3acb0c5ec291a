import type { Review } from "../../review/review.ts";
import type { Look } from "../paint.ts";
import { costNote } from "./cost-difference.ts";
import { renderVerdict } from "./plan-verdict.ts";

/** Where the report is, and what it comes down to: the last line of a plan, word for word. */
export function renderWritten(
  { verdict, expected: { seconds }, costDifference }: Review,
  file: string | undefined,
  look: Look,
): string[] {
  return [
    ...(file ? [`Written to ${look.paint("bold", file)}.`, ""] : []),
    ...renderVerdict(verdict, { seconds, cost: costNote(costDifference) }, look),
  ];
}
