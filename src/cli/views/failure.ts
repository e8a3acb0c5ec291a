import { EngineFailed } from "../../terraform/errors.ts";
import { awsErrorIn } from "./aws-error.ts";
import { lockOf } from "./diagnostics.ts";

/** What went wrong, each thing in one line that is the same when it goes wrong in the same way again. */
export function shortFailure(error: unknown): string[] {
  if (!(error instanceof EngineFailed))
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  const { errors, output, command } = error;
  if (errors.length === 0) return [`terraform ${command}: ${lastLine(output)}`];
  const lines = errors.map((message) => {
    const { address, summary, detail } = message;
    const lock = lockOf(message);
    if (lock) return `the state is locked by ${lock.who} for ${lock.operation}: ${firstLine(lock.reason)}`;
    const aws = awsErrorIn(summary) ?? awsErrorIn(detail);
    return [address, aws ? `${aws.code}: ${aws.message}` : firstLine(summary)].filter(Boolean).join(": ");
  });
  return [...new Set(lines)];
}

const firstLine = (text: string): string => text.trim().split("\n", 1)[0] ?? "";

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
