import { about } from "../../review/approximate.ts";
import type { Verdict } from "../../review/dangers/danger.ts";
import type { Look, Paint } from "../paint.ts";
import { folded } from "./plan-text.ts";

const MARKS: Readonly<Record<Verdict["level"], readonly [mark: string, format: Parameters<Paint>[0]]>> = {
  nothing: ["✓", "green"],
  safe: ["✓", "green"],
  careful: ["!", "yellow"],
  dangerous: ["✗", ["red", "bold"]],
};

/** What else the last line says. */
export interface VerdictNotes {
  /** How long AWS takes. */
  readonly seconds?: number;
  /** What it comes to afterwards, e.g. `$241 a month`. */
  readonly cost?: string;
}

/** What a plan comes down to, for its last line: `✓ Safe to apply: … About 14 min, about $241 a month.` */
export function renderVerdict(
  { level, sentence }: Verdict,
  { seconds = 0, cost }: VerdictNotes,
  look: Look,
): string[] {
  const notes = [seconds >= 30 ? `about ${about(seconds)}` : "", cost ? `about ${cost}` : ""]
    .filter(Boolean)
    .join(", ");
  const [mark, format] = MARKS[level];
  const text = `${sentence}${notes ? ` ${notes.charAt(0).toUpperCase()}${notes.slice(1)}.` : ""}`;
  return folded(text, look.columns - 2).map((line, index) =>
    look.paint(format, `${index === 0 ? mark : " "} ${line}`),
  );
}
