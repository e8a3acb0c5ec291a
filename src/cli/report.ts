import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Diagnostic } from "../terraform/diagnostic.ts";
import { EngineFailed } from "../terraform/errors.ts";
import { printableLine } from "../terraform/printable.ts";
import { printJson } from "./command.ts";
import { type Deployment, DeploymentFailed } from "./deployment.ts";
import { Declined, Disagreement, PromiseBroken, UserError } from "./errors.ts";
import type { Io } from "./io.ts";
import { type Look, paintFor } from "./paint.ts";
import type { Project } from "./project.ts";
import { RehearsalFailed } from "./rehearsal/report.ts";
import type { RunLog } from "./run-log.ts";
import { withSources } from "./source-places.ts";
import { savingSteps, UNSAVED, unsavedStateFile } from "./unsaved-state.ts";
import { asUserError } from "./users-errors.ts";
import { usersWords } from "./users-words.ts";
import { hintsFor, type Origin, renderDiagnostics } from "./views/diagnostics.ts";
import { renderProblems } from "./views/problems.ts";
import { renderReport } from "./views/rehearsal-report.ts";
import { wrap } from "./views/text.ts";

export interface ReportOptions {
  readonly io: Io;
  /** Also print the error as the one JSON object on stdout. */
  readonly json: boolean;
  readonly project: Project;
  /** What is said here is in it as well. */
  readonly log?: RunLog;
}

interface Report {
  readonly exitCode: 1 | 2;
  readonly lines: readonly string[];
  /** The same as data. */
  readonly error: { readonly kind: string; readonly message: string } & Readonly<Record<string, unknown>>;
}

/** Says on stderr what went wrong, and returns the exit code: 1 for the user's error, 2 for a failed engine or a bug. */
export function report(thrown: unknown, { io, json, project, log }: ReportOptions): number {
  const look: Look = { paint: paintFor(io.stderr, io.env), columns: Math.min(io.stderr.columns, 110) };
  const rehearsed = thrown instanceof RehearsalFailed ? thrown.report : undefined;
  const cause = thrown instanceof RehearsalFailed ? thrown.cause : thrown;
  const { exitCode, lines, error } = reportOf(asUserError(cause, project), look, project);
  // Whoever mends a setting, or said no, needs no log.
  const wanted = error.kind === "user" || error.kind === "declined" ? undefined : log;
  wanted?.keep();
  const place = wanted ? ["", logLine(wanted, look, project)] : [];
  const told = [...lines, ...(rehearsed ? renderReport(rehearsed, look) : []), ...place];
  log?.say(told);
  io.stderr.write(`\n${usersWords(io.env)(told.map(printableLine).join("\n"))}\n`);
  if (json)
    printJson(io, {
      error,
      ...(rehearsed && { report: rehearsed }),
      ...(wanted && !wanted.problem && { log: wanted.file }),
    });
  return exitCode;
}

function reportOf(thrown: unknown, look: Look, project: Project): Report {
  if (thrown instanceof UserError) {
    const { message, problems, next } = thrown;
    const told = renderProblems(message, problems, look);
    const lines = next.length > 0 ? [...told, "", ...stepLines(next, look)] : told;
    return { exitCode: 1, lines, error: { kind: "user", message, problems, next } };
  }
  if (thrown instanceof Declined) {
    return { exitCode: 1, lines: [thrown.message], error: { kind: "declined", message: thrown.message } };
  }
  if (thrown instanceof PromiseBroken) {
    const { message, details } = thrown;
    const lines = [look.paint(["red", "bold"], message), ...details.map((line) => `  ${line}`)];
    if (thrown instanceof Disagreement)
      return { exitCode: 1, lines, error: { kind: "disagreement", message, details } };
    return { exitCode: 2, lines, error: { kind: "promise-broken", message, details } };
  }
  if (thrown instanceof DeploymentFailed)
    return engineReport(thrown.failure, look, project, thrown.deployment);
  if (thrown instanceof EngineFailed) return engineReport(thrown, look, project);
  const { stack, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const lines = ["This is a bug. Please report it with what you typed and these lines:", stack ?? message];
  return { exitCode: 2, lines, error: { kind: "bug", message, stack } };
}

function engineReport(failure: EngineFailed, look: Look, project: Project, deployment?: Deployment): Report {
  const { command, interrupted, diagnostics, logFile, output, errors } = failure;
  const environment = deployment?.environment ?? "<env>";
  const title = interrupted
    ? `terraform ${command} was stopped.`
    : onlyLockRemains(failure)
      ? "Applied and saved, but the state's lock remains."
      : `terraform ${command} failed.`;
  const messages = interrupted ? diagnostics.filter((one) => !isOfTheInterrupt(one)) : diagnostics;
  const told =
    diagnostics.length > 0
      ? renderDiagnostics(messages, originsOf(messages, project, deployment), look, deployment)
      : output.trim() === ""
        ? []
        : output.split("\n");
  const next = stepLines(whatNow(failure, deployment), look);
  const lines = [
    look.paint(["red", "bold"], title),
    ...(told.length > 0 ? ["", ...told] : []),
    ...(next.length > 0 ? ["", ...next] : []),
  ].map((line) => line.replaceAll("<env>", environment));
  const hints = errors.flatMap(hintsFor);
  return {
    exitCode: interrupted || hints.some(({ usersError = true }) => usersError) ? 1 : 2,
    lines,
    error: {
      kind: interrupted ? "interrupted" : "engine",
      message: title,
      command,
      diagnostics,
      hints: hints.map(({ advice }) => advice),
      output,
      logFile,
    },
  };
}

/** Where the resources of these messages are declared. */
function originsOf(messages: readonly Diagnostic[], { root }: Project, deployment?: Deployment): Origin[] {
  const addresses = messages.map(({ address = "" }) => address.replace(/\[[^\]]*\]$/, ""));
  const concerned = deployment?.stack.resources.filter(({ address }) => addresses.includes(address)) ?? [];
  return concerned.length > 0 ? withSources(concerned, root) : [];
}

/** The work was done to its end, and only the last request, which releases the lock, was refused. */
const onlyLockRemains = ({ command, errors }: EngineFailed): boolean =>
  command === "apply" &&
  errors.length > 0 &&
  errors.every(({ summary }) => /Error releasing the state lock/i.test(summary));

/** What to do after a failure; an indented line is a command. */
function whatNow(
  { command, diagnostics, interrupted, signal }: EngineFailed,
  deployment: Deployment | undefined,
): string[] {
  if (deployment?.rehearsal) return ["This rehearsal's own AWS is gone, and all it held."];
  if (interrupted && command === "plan") return ["Nothing was changed."];
  if (!deployment || command !== "apply") return [];
  if (isUnsaved(diagnostics, deployment)) {
    return [
      `The state was NOT saved: what was done is only in ${unsavedStateFile(deployment)}. Keep that file.`,
      ...savingSteps(deployment),
    ];
  }
  const on = deployment.local ? " --local" : "";
  if (signal && !interrupted)
    return [
      `Terraform was ended by ${signal}: by somebody, or by the system, which may have had no memory left. What it did last may be missing from the state; the next apply releases the lock that it left, finds what was made by its tags and names, and goes on:`,
      `  infra apply ${deployment.environment}${on}`,
    ];
  const again = `infra plan ${deployment.environment}${on}`;
  return [`What was done so far is in the state. To go on: ${again}, then apply.`];
}

const isUnsaved = (diagnostics: readonly Diagnostic[], { directory }: Deployment): boolean =>
  diagnostics.some(({ summary, detail }) => UNSAVED.test(`${summary}\n${detail}`)) ||
  existsSync(join(directory, "errored.tfstate"));

/** Sentences are wrapped; indented lines are commands, which stay whole however narrow the screen is. */
const stepLines = (steps: readonly string[], look: Look): string[] =>
  steps.flatMap((line) => (line.startsWith("  ") ? [line] : wrap(line, look.columns - 2)));

/** What Terraform and the provider say of each resource that they stopped at, because they were asked to. */
const isOfTheInterrupt = ({ summary, detail }: Diagnostic): boolean =>
  /execution halted|context canceled|operation was canceled/.test(`${summary}\n${detail}`);

const logLine = ({ file, problem }: RunLog, look: Look, project: Project): string =>
  look.paint(
    "dim",
    problem
      ? `This run could not be written down: ${problem}`
      : `Everything that happened, with times: ${shortPath(file, project)}`,
  );

function shortPath(file: string, project: Project): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") && !file.startsWith(project.root) ? file : path;
}
