import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { renderMarkdown } from "../review/report/markdown.ts";
import { renderReport } from "../review/report/report.ts";
import type { Review } from "../review/review.ts";
import type { Invocation } from "./command.ts";
import { type Problem, UserError } from "./errors.ts";
import type { Project } from "./project.ts";
import { writingAdvice } from "./unwritable.ts";

const FORMATS = ["html", "markdown"] as const;

/** What is to be written, and where. */
export interface ReportRequest {
  readonly format: (typeof FORMATS)[number];
  /** As it was given; absent when nothing is to be written to a file. */
  readonly file?: string;
  /** The page, the comment or the object of `--json` goes there. */
  readonly toStdout: boolean;
}

/**
 * What the options ask for: a page in a file, or Markdown on stdout, unless they say otherwise; with `--json` only what `-o` names.
 * @throws UserError with every problem at once, before anything is planned
 */
export function reportRequest({ args, options }: Invocation): ReportRequest {
  const { json = false, output } = options;
  const given = (options.format ?? "html").toLowerCase();
  const format = given === "md" ? "markdown" : FORMATS.find((one) => one === given);
  const problems: Problem[] = [];
  if (!format)
    problems.push({
      subject: "--format",
      received: options.format,
      expected: FORMATS.join(" or "),
      fix: "Leave it out for the page, or say --format markdown for a comment.",
    });
  if (json && output === "-")
    problems.push({
      subject: "--output",
      received: "- together with --json",
      expected: "a file: the JSON object is on stdout already",
      fix: "Name a file, or leave one of the two out.",
    });
  if (output === "")
    problems.push({
      subject: "--output",
      received: "nothing",
      expected: "a file, or - for stdout",
      fix: `For example -o report-${args[0]}.html`,
    });
  if (!format || problems.length > 0)
    throw new UserError("The report cannot be written like this.", { problems });
  const usual = json ? undefined : format === "html" ? `report-${args[0]}.html` : "-";
  const file = output ?? usual;
  return { format, file: file === "-" ? undefined : file, toStdout: json || file === "-" };
}

/** Writes the page or the comment; gives back the file, when it is one. */
export async function writeReport(
  review: Review,
  { format, file, toStdout }: ReportRequest,
  { io, project, options }: Invocation,
): Promise<string | undefined> {
  if (options.json && !file) return undefined;
  const text = format === "html" ? renderReport(review, await pageAssets(project)) : renderMarkdown(review);
  if (!file) {
    if (toStdout) io.stdout.write(text);
    return undefined;
  }
  await writeFile(resolve(file), text).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`The report could not be written to ${file}.`, {
      problems: [
        {
          subject: "--output",
          received: file,
          expected: "a file in a folder that exists and may be written to",
          fix: writingAdvice(error),
        },
      ],
    });
  });
  return file;
}

/** The page's script and style, which the build puts beside the command line. */
async function pageAssets({ root }: Project): Promise<{ script: string; style: string }> {
  const read = (name: string) => readFile(join(root, "dist", name), "utf8");
  const [script, style] = await Promise.all([read("report-page.js"), read("report-page.css")]);
  return { script, style };
}
