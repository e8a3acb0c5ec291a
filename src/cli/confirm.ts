import type { Invocation } from "./command.ts";
import { Declined, UserError } from "./errors.ts";

/** Goes on only after a yes; `--yes` is one. @throws Declined, or UserError where nobody can be asked */
export async function confirmed(
  { io, options }: Invocation,
  { question, command }: { question: string; command: string },
): Promise<void> {
  if (options.yes) return;
  if (!io.interactive) throw cannotAsk(command);
  if (!(await io.confirm(question))) throw new Declined("Nothing was changed.");
}

/** Goes on only after the environment's name was typed; `--yes` is as good. @throws Declined, or UserError where nobody can be asked */
export async function confirmedByName(
  { io, options }: Invocation,
  { question, name, command }: { question: string; name: string; command: string },
): Promise<void> {
  if (options.yes) return;
  if (!io.interactive) throw cannotAsk(command);
  const answer = await io.ask(question, name);
  if (answer?.trim() === name) return;
  throw new Declined(
    answer ? `"${answer.trim()}" is not "${name}": nothing was changed.` : "Nothing was changed.",
  );
}

function cannotAsk(command: string): UserError {
  return new UserError("This needs a yes, and there is nobody to ask: stdin is not a terminal.", {
    next: ["If you mean it, say so in the command:", `  ${command} --yes`],
  });
}
