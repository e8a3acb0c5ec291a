import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { DrawOptions } from "../review/picture/picture.ts";
import type { Invocation } from "./command.ts";
import { type Problem, UserError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { writingAdvice } from "./unwritable.ts";

const SOURCES = ["plan", "state", "declaration"] as const;
const FORMATS = ["svg", "mermaid"] as const;
const THEMES = ["auto", "light", "dark"] as const satisfies readonly DrawOptions["theme"][];

/** What is to be drawn, how, and where it goes. */
export interface DiagramRequest {
  readonly from: (typeof SOURCES)[number];
  readonly format: (typeof FORMATS)[number];
  readonly theme: (typeof THEMES)[number];
  /** Absent when nothing is written to a file. */
  readonly file?: string;
  /** The name was ours to choose, so a file of somebody else's must not be overwritten. */
  readonly usualFile: boolean;
}

/**
 * What the options ask for: SVG in a file, Mermaid on stdout, unless they say otherwise; with `--json` a file only where `-o` names one.
 * @throws UserError with every problem at once, before anything is planned
 */
export function diagramRequest({ args, options }: Invocation): DiagramRequest {
  const problems: Problem[] = [];
  const pick = <T extends string>(subject: string, given: string | undefined, choices: readonly T[]): T => {
    const [usual] = choices;
    const found = choices.find((one) => one === (given ?? usual)?.toLowerCase());
    if (found === undefined) problems.push(unknownChoice(subject, given, choices));
    return found ?? (usual as T);
  };
  const from = pick("--from", options.from, SOURCES);
  const format = pick("--format", options.format, FORMATS);
  const theme = pick("--theme", options.theme, THEMES);
  if (format === "mermaid" && options.theme !== undefined)
    problems.push({
      subject: "--theme",
      received: `${options.theme} together with --format mermaid`,
      expected: "SVG: where Mermaid's text is shown decides how it looks",
      fix: "Leave one of the two out.",
    });
  problems.push(...outputProblems(options, args[0]));
  if (problems.length > 0) throw new UserError("The diagram cannot be drawn like this.", { problems });
  const usual = options.json || format === "mermaid" ? undefined : `diagram-${args[0]}.svg`;
  const file = options.output === "-" ? undefined : (options.output ?? usual);
  return { from, format, theme, file, usualFile: options.output === undefined };
}

function unknownChoice(subject: string, received: string | undefined, choices: readonly string[]): Problem {
  const meant = nearest(received ?? "", choices);
  return {
    subject,
    received: received === "" ? "nothing" : received,
    expected: choices.join(", "),
    fix: meant ? `Did you mean "${meant}"?` : `Leave it out for ${choices[0]}.`,
  };
}

function outputProblems({ output, json }: Invocation["options"], environment = ""): Problem[] {
  if (output === "")
    return [
      {
        subject: "--output",
        received: "nothing",
        expected: "a file, or - for stdout",
        fix: `For example -o diagram-${environment}.svg`,
      },
    ];
  if (output !== "-" || !json) return [];
  return [
    {
      subject: "--output",
      received: "- together with --json",
      expected: "a file: the JSON object is on stdout already",
      fix: "Name a file, or leave one of the two out.",
    },
  ];
}

/**
 * Writes the diagram to its file.
 * @throws UserError when it cannot be written, or when a file of our choice holds something else
 */
export async function writeDiagram(text: string, file: string, usualFile: boolean): Promise<void> {
  const path = resolve(file);
  const there = usualFile ? await readFile(path, "utf8").catch(() => undefined) : undefined;
  if (there !== undefined && !there.includes('class="infra-picture '))
    throw cannotWrite(
      file,
      "a new file, or an earlier diagram: this one was not drawn by infra diagram",
      "Name another with -o, or this one to overwrite it.",
    );
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    const fix = writingAdvice(error);
    throw cannotWrite(file, "a file in a folder that exists and may be written to", fix);
  });
}

const cannotWrite = (received: string, expected: string, fix: string): UserError =>
  new UserError(`The diagram could not be written to ${received}.`, {
    problems: [{ subject: "--output", received, expected, fix }],
  });
