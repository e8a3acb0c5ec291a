import type { StoredObject } from "../../../operate/state-store.ts";
import type { StateDifference } from "../../../review/state-difference.ts";
import { type Invocation, printJson } from "../../command.ts";
import { confirmed } from "../../confirm.ts";
import type { Deployment } from "../../deployment.ts";
import { renderRestore } from "../../views/state-restore.ts";
import { plural } from "../../views/text.ts";
import type { Candidate } from "./candidate.ts";
import type { WholeState } from "./refusals.ts";
import { stateCommand } from "./versions.ts";

/** What lies in the bucket now. */
export interface Present {
  readonly object?: StoredObject;
  /** Nothing where that is no state. */
  readonly state?: WholeState;
}

/** A restore that is under way. */
export interface Restoring {
  readonly deployment: Deployment;
  readonly invocation: Invocation;
  readonly candidate: Candidate;
  readonly present: Present;
  readonly state: WholeState;
  readonly difference: StateDifference;
}

/** Ends a restore of what is there already. */
export function sayNothingToDo({ deployment, invocation, candidate, state, difference }: Restoring): void {
  const { io, screen, options } = invocation;
  const { environment } = deployment;
  if (options.json) printJson(io, { environment, restored: null, serial: state.header.serial, difference });
  else screen.say(`The state is that of ${candidate.name} already: there is nothing to restore.`);
}

/** Shows what a restore changes, and goes on after a yes. @throws Declined, or UserError where nobody can be asked */
export async function agreed({
  deployment,
  invocation,
  candidate,
  present,
  state,
  difference,
}: Restoring): Promise<void> {
  const { screen, args, options } = invocation;
  const { serial, resources } = state.header;
  const flags = options.force ? ["--force"] : [];
  const instead = present.state
    ? `the present state (serial ${present.state.header.serial})`
    : present.object
      ? "what is there now, which is no state"
      : "no state at all";
  screen.say(
    `${candidate.name} (serial ${serial}, ${plural(resources, "resource")}) in place of ${instead}:`,
    "",
    ...renderRestore(difference, screen.look),
    "",
  );
  await confirmed(invocation, {
    question: `Restore this state of ${deployment.environment} on ${deployment.place}?`,
    command: stateCommand(deployment, "state restore", args[1] ?? "", ...flags),
  });
}

/** Says what was restored, how to take it back, and what to do next. */
export function sayDone(restoring: Restoring, serial: number): void {
  const { deployment, invocation, candidate, present, difference } = restoring;
  const { io, screen, options } = invocation;
  const replaced = present.object?.versionId;
  if (options.json) {
    const { environment } = deployment;
    printJson(io, { environment, restored: candidate.name, serial, replaced, difference });
    return;
  }
  const back =
    present.state && replaced
      ? [`  To take it back: ${stateCommand(deployment, "state restore", replaced)}`]
      : [];
  screen.say(
    `${screen.look.paint("green", "✓")} Restored ${candidate.name}, as serial ${serial}.`,
    ...back,
    "",
    `Next, see how AWS differs from it: ${stateCommand(deployment, "plan")}`,
  );
}
