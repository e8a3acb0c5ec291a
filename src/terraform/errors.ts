import type { Diagnostic } from "./diagnostic.ts";

/** One place where an engine was looked for, and why it was not taken. */
export interface EngineSearch {
  readonly what: string;
  readonly where: string;
  readonly outcome: string;
}

/** Neither Terraform nor OpenTofu could be found or downloaded; the message lists every place and what to install. */
export class EngineNotFound extends Error {
  override readonly name = "EngineNotFound";
  readonly searched: readonly EngineSearch[];
  /** What the user can do, one step per entry. */
  readonly remedies: readonly string[];

  constructor(searched: readonly EngineSearch[], remedies: readonly string[]) {
    const looked = searched.map(({ what, where, outcome }) => `  ${what}, ${where}: ${outcome}`);
    const todo = remedies.map((remedy) => `  ${remedy}`);
    super(
      ["No usable Terraform or OpenTofu.", "Looked for:", ...looked, "To fix it, one of:", ...todo].join(
        "\n",
      ),
    );
    this.searched = searched;
    this.remedies = remedies;
  }
}

/** How a failed run of the engine ended. */
export interface EngineFailure {
  /** The subcommand, such as `plan`. */
  readonly command: string;
  /** Undefined when a signal ended the process or it did not start. */
  readonly exitCode?: number;
  readonly signal?: string;
  /** Whether the user asked to stop; the engine then finished what was under way. */
  readonly interrupted: boolean;
  /** Everything the engine said, errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The last lines that were not JSON (a crash, a linker error), for when there is no diagnostic. */
  readonly output: string;
  /** The file that holds all that the engine printed. */
  readonly logFile?: string;
}

/** The engine ran and said no (or crashed, or was interrupted). */
export class EngineFailed extends Error {
  override readonly name = "EngineFailed";
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly interrupted: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly output: string;
  readonly logFile: string | undefined;

  constructor(failure: EngineFailure) {
    super(describe(failure));
    this.command = failure.command;
    this.exitCode = failure.exitCode;
    this.signal = failure.signal;
    this.interrupted = failure.interrupted;
    this.diagnostics = failure.diagnostics;
    this.output = failure.output;
    this.logFile = failure.logFile;
  }

  /** The diagnostics that made the run fail, without the warnings. */
  get errors(): readonly Diagnostic[] {
    return this.diagnostics.filter(({ severity }) => severity === "error");
  }
}

function describe({ command, exitCode, signal, interrupted, diagnostics, output }: EngineFailure): string {
  const how = signal ? `was ended by ${signal}` : `failed with exit code ${exitCode}`;
  const head = interrupted ? `${command} was interrupted` : `${command} ${how}`;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.map(({ address, summary }) => (address ? `${address}: ${summary}` : summary));
  return [head, ...(lines.length > 0 ? lines : [output])].filter(Boolean).join("\n");
}
