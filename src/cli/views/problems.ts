import type { Problem } from "../errors.ts";
import type { Look } from "../paint.ts";
import { wrap } from "./text.ts";

/** The user's errors, all of them at once: what was received, what was expected, how to fix it. */
export function renderProblems(message: string, problems: readonly Problem[], look: Look): string[] {
  return [
    ...wrap(message, look.columns - 2).map((line, index) =>
      index === 0 ? look.paint(["red", "bold"], line) : line,
    ),
    ...problems.flatMap((problem) => ["", ...renderProblem(problem, look)]),
  ];
}

function renderProblem({ subject, where, received, expected, fix }: Problem, look: Look): string[] {
  return [
    `  ${look.paint("bold", subject)}${where ? look.paint("dim", `  ${where}`) : ""}`,
    ...row("received", received, look),
    ...row("expected", expected, look),
    ...row("fix", fix, look),
  ];
}

function row(label: string, text: string | undefined, look: Look): string[] {
  if (text === undefined) return [];
  return wrap(text, Math.max(24, look.columns - 14)).map(
    (line, index) => `    ${look.paint("dim", (index === 0 ? label : "").padEnd(8))}  ${line}`,
  );
}
