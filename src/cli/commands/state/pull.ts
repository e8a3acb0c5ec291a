import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomically } from "../../../terraform/atomic-file.ts";
import { type StateHeader, StateUnreadable, stateHeader } from "../../../terraform/state-file.ts";
import { type Invocation, printJson } from "../../command.ts";
import { confirmed } from "../../confirm.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";
import { withStateStore } from "../../state-store.ts";
import { writingAdvice } from "../../unwritable.ts";
import { plural } from "../../views/text.ts";
import { stateCommand } from "./versions.ts";

/** Only the user may read it: a state holds sensitive values as they are. */
const PRIVATE = 0o600;

/** Saves a copy of the state as it lies in the bucket, or writes it to stdout. */
export default async function pull(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { io, screen, args, options } = invocation;
  const { environment, state } = deployment;
  const text = await stateText(deployment);
  const { header, problem } = read(text);
  const file = args[1];
  if (!file) {
    const warned = problem
      ? `! This is no state: ${problem}.`
      : "! A state holds sensitive values as they are.";
    io.stderr.write(`${warned}\n`);
    if (options.json)
      printJson(io, { environment, ...header, problem, state: problem ? text : JSON.parse(text) });
    else io.stdout.write(text);
    return;
  }
  if (existsSync(file))
    await confirmed(invocation, {
      question: `${file} is there already. Overwrite it?`,
      command: stateCommand(deployment, "state pull", file),
    });
  await writeFileAtomically(file, text, PRIVATE).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`The copy could not be written to ${file} (in ${dirname(file)}): ${error.code}`, {
      next: [writingAdvice(error)],
    });
  });
  if (options.json) {
    printJson(io, { environment, file, ...header, problem });
    return;
  }
  screen.say(
    header
      ? `Saved to ${file}: serial ${header.serial}, ${plural(header.resources, "resource")}.`
      : `Saved to ${file} as it is, but it is no state: ${problem}.`,
    "It holds sensitive values as they are, and only you may read it: keep it out of repositories.",
    ...(header ? [] : [`Whole ones: ${stateCommand(deployment, "state history")}`]),
    "",
    `To bring it back, should s3://${state.bucket}/${state.key} get lost: ${stateCommand(deployment, "state restore", file)}`,
  );
}

async function stateText(deployment: Deployment): Promise<string> {
  const stored = await withStateStore(deployment, (store) =>
    store.read(store.props.key).catch((error: Error) => {
      if (error.name !== "NoSuchBucket") throw error;
      return undefined;
    }),
  );
  if (stored) return stored.text;
  const { bucket, key } = deployment.state;
  throw new UserError(`There is no state s3://${bucket}/${key}.`, {
    next: [`If there was one: ${stateCommand(deployment, "state history")}`],
  });
}

function read(text: string): { readonly header?: StateHeader; readonly problem?: string } {
  try {
    return { header: stateHeader(text) };
  } catch (error) {
    if (error instanceof StateUnreadable) return { problem: error.message };
    throw error;
  }
}
