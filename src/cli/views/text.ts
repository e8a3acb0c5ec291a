import type { Look } from "../paint.ts";

/** Breaks a text into lines of at most `width` characters; a longer word keeps its line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** A remark of its own among what a command says: a yellow mark, and the text wrapped beside it. */
export function noteLines(text: string, { paint, columns }: Look, mark = "·"): string[] {
  return wrap(text, columns - 5).map(
    (line, index) => `  ${index === 0 ? paint("yellow", mark) : " "} ${line}`,
  );
}

/** A label in a column of its own with wrapped text beside it. */
export function beside(
  label: string,
  text: string,
  options: { width: number; columns: number; indent?: number },
): string[] {
  const margin = " ".repeat(options.indent ?? 0);
  const room = Math.max(20, options.columns - margin.length - options.width - 1);
  return wrap(text, room).map(
    (line, index) => `${margin}${(index === 0 ? label : "").padEnd(options.width)} ${line}`,
  );
}

/** Cuts a text that does not fit, with an ellipsis as its last character. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** `0.4 s`, `14 s`, `2 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** `1 resource`, `2 resources`, `0 entries` (irregular plurals are given). */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
