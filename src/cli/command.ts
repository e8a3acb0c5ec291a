import { printableJson } from "../terraform/printable.ts";
import type { Io } from "./io.ts";
import type { Project } from "./project.ts";
import type { RunLog } from "./run-log.ts";
import type { Screen } from "./screen.ts";

/** One command, as data: what `--help` says, what it takes, and the file that does it. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** A paragraph for the command's own help. */
  readonly description: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** Complete command lines, each with what it is for. */
  readonly examples: readonly (readonly [commandLine: string, what: string])[];
  /** Its exit code 2 is an answer, as with `--detailed-exitcode`: every error is 1 then. @default false */
  readonly answersByExitCode?: true;
  readonly load: () => Promise<{ readonly default: Run }>;
}

export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
}

export interface Option {
  /** As commander writes it, e.g. `--var <name=value>`. */
  readonly flags: string;
  readonly description: string;
  readonly repeatable?: boolean;
}

/** What a command is called with. */
export interface Invocation {
  /** Its name, such as `apply`. */
  readonly command?: string;
  readonly io: Io;
  readonly screen: Screen;
  readonly project: Project;
  readonly args: readonly string[];
  readonly options: Options;
  /** Where everything that happens is written down; only some commands have one. */
  readonly log?: RunLog;
}

/** Every option there is; a command gets only those that it declares. */
export interface Options {
  readonly local?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly var?: readonly string[];
  readonly detailedExitcode?: boolean;
  readonly keep?: boolean;
  readonly check?: boolean;
  readonly port?: string;
  readonly force?: boolean;
  readonly awsTime?: string;
  readonly faults?: string;
  readonly quota?: readonly string[];
  readonly deployer?: string;
  readonly attempts?: string;
  readonly serviceAccount?: string;
  readonly cluster?: string;
  readonly audience?: string;
  readonly usage?: readonly string[];
  readonly by?: string;
  readonly refresh?: boolean;
  readonly from?: string;
  readonly format?: string;
  readonly output?: string;
  readonly theme?: string;
  readonly destroy?: boolean;
  readonly full?: boolean;
  readonly lockTimeout?: string;
  readonly id?: string;
  readonly allowLoss?: readonly string[];
  readonly emptyBuckets?: boolean;
  readonly sweep?: boolean;
  readonly production?: boolean;
  readonly out?: string;
  readonly plan?: string;
}

/** Does the work and returns the exit code, 0 when it returns nothing. */
export type Run = (invocation: Invocation) => Promise<number | undefined>;

/** Prints the one object of `--json` on stdout. */
export function printJson(io: Io, value: Readonly<Record<string, unknown>>): void {
  io.stdout.write(`${printableJson(JSON.stringify({ formatVersion: 1, ...value }, null, 2))}\n`);
}
