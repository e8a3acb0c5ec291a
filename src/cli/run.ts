import { Command as Commander, CommanderError, Help } from "commander";
import type { Command, Options } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { Io } from "./io.ts";
import { paintFor } from "./paint.ts";
import { findProject } from "./project.ts";
import { beginRunLog, type RunLog } from "./run-log.ts";
import { screenFor } from "./screen.ts";

/**
 * Runs one command line in this process.
 *
 * @returns the exit code: 0, 1 for the user's error, 2 for a bug or a failed engine (`plan --detailed-exitcode` has its own)
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const invoked: Invoked = { args: [], options: {} };
  try {
    const program = commandLine(io, (command, args, options) =>
      Object.assign(invoked, { command, args, options }),
    );
    await program.parseAsync(commandWords(argv), { from: "user" });
    if (!invoked.command) return 0;
    const { command } = invoked;
    const { cacheDir } = findProject(io.env);
    invoked.log = beginRunLog({ cacheDir, command: command.name, argv: argv.slice(1), now: io.now });
    const code = await start({ ...invoked, command }, io);
    invoked.log?.end(code);
    return code;
  } catch (error) {
    // Commander has said already what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    const { report } = await import("./report.ts");
    const { options, log } = invoked;
    const reported = report(error, { io, json: options.json === true, project: findProject(io.env), log });
    // Terraform's meaning of 2 there is "changes", so every error is 1.
    const code = options.detailedExitcode || invoked.command?.answersByExitCode ? 1 : reported;
    log?.end(code);
    return code;
  }
}

/** What a command line asks for. */
interface Invoked {
  command?: Command;
  args: readonly string[];
  options: Options;
  log?: RunLog;
}

async function start(
  { command, args, options, log }: Invoked & { command: Command },
  io: Io,
): Promise<number> {
  const { default: work } = await command.load();
  const screen = screenFor(io, options.json === true, log);
  return (
    (await work({ command: command.name, io, screen, project: findProject(io.env), args, options, log })) ?? 0
  );
}

type Invoke = (command: Command, args: readonly string[], options: Options) => void;

function commandLine(io: Io, invoke: Invoke): Commander {
  const program = new Commander("infra")
    .description(
      "The AWS infrastructure of a retail-forecast MLOps pipeline: declared in TypeScript, applied by real Terraform, rehearsed on an embedded AWS.",
    )
    .usage("<command> <env> [options]")
    .option("-V, --version", "the same as `infra version`")
    .helpCommand("help [command]", "the help of a command")
    .showSuggestionAfterError()
    .addHelpText("after", `\n${firstSteps(io)}`)
    .exitOverride();
  configure(program, io);
  for (const command of commands) program.addCommand(subcommand(command, io, invoke));
  return program;
}

function subcommand(command: Command, io: Io, invoke: Invoke): Commander {
  const sub = new Commander(command.name)
    .summary(command.summary)
    .description(command.description)
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .showHelpAfterError(`For example: ${command.examples[0]?.[0]}\nMore: infra ${command.name} --help`)
    .addHelpText("after", `\n${examples(command, io)}`)
    .exitOverride();
  configure(sub, io);
  for (const { name, description, optional, choices } of command.arguments) {
    const argument = sub.createArgument(optional ? `[${name}]` : `<${name}>`, description);
    sub.addArgument(choices ? argument.choices([...choices]) : argument);
  }
  for (const { flags, description, repeatable } of command.options) {
    const option = sub.createOption(flags, description);
    if (repeatable) option.argParser((value: string, before: string[] = []) => [...before, value]);
    sub.addOption(option);
  }
  return sub.action((...given: unknown[]) => {
    const args = sub.processedArgs.filter((arg): arg is string => typeof arg === "string");
    invoke(command, args, given[given.length - 2] as Options);
  });
}

function configure(program: Commander, io: Io): void {
  const paint = paintFor(io.stdout, io.env);
  program.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
    getErrHelpWidth: () => Math.min(io.stderr.columns, 100),
    getOutHasColors: () => paint !== undefined,
    outputError: (text, write) => write(paintFor(io.stderr, io.env)("red", text)),
  });
  program.configureHelp({
    minWidthToWrap: 20,
    styleTitle: (text) => paint("bold", text),
    styleCommandText: (text) => paint("cyan", text),
    styleSubcommandText: (text) => paint("cyan", text),
    styleOptionText: (text) => paint("cyan", text),
    subcommandTerm: (sub) => new Help().subcommandTerm(sub).replace(" [options]", ""),
  });
}

function firstSteps(io: Io): string {
  const paint = paintFor(io.stdout, io.env);
  return [
    paint("bold", "First steps:"),
    `  ${paint("cyan", "infra rehearse dev")}        watch all of it happen, without an account`,
    `  ${paint("cyan", "infra plan dev --local")}    the same, step by step`,
    `  ${paint("cyan", "infra report dev --local")}  what that plan does, costs and takes, as one page`,
    `  ${paint("cyan", "infra plan dev")}            against your account, once dev has a terraform.tfvars`,
    "",
    "`make help` lists the same as make targets: make plan ENV=dev LOCAL=1",
  ].join("\n");
}

/** An example that is longer has what it is for on a line of its own. */
const LONG_EXAMPLE = 43;

function examples(command: Command, io: Io): string {
  const paint = paintFor(io.stdout, io.env);
  const short = command.examples.map(([line]) => line.length).filter((length) => length <= LONG_EXAMPLE);
  const width = Math.max(0, ...short);
  const lines = command.examples.map(([line, what]) => {
    const gap = line.length > width ? `\n${" ".repeat(width + 4)}` : `${" ".repeat(width - line.length)}  `;
    return `  ${paint("cyan", line)}${gap}${what}`;
  });
  return [paint("bold", "Examples:"), ...lines].join("\n");
}

const SPELLINGS: Readonly<Record<string, string>> = {
  "-auto-approve": "--yes",
  "--auto-approve": "--yes",
  "-json": "--json",
  "-var": "--var",
  "-detailed-exitcode": "--detailed-exitcode",
  "-help": "--help",
  "-check": "--check",
  "-out": "--out",
};

/** Hands that know Terraform type `-auto-approve` and `-var=a=b`. No words at all ask for help, `--version` for the command. */
function commandWords(argv: readonly string[]): string[] {
  const [first] = argv;
  if (first === undefined) return ["--help"];
  if (["-V", "--version", "-version", "-v"].includes(first)) return ["version", ...argv.slice(1)];
  return argv.map((argument) => {
    const [, name = argument, rest = ""] = /^(--?[a-z-]+)(=.*)?$/s.exec(argument) ?? [];
    return name in SPELLINGS ? `${SPELLINGS[name]}${rest}` : argument;
  });
}
