import type { Conflict, Duplicate } from "../../../review/adoption.ts";
import { awsFailure } from "../../aws-failures.ts";
import type { Invocation } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";
import { awsPlace } from "../../state-store.ts";
import { step } from "../../step.ts";
import { conflictProblem, duplicateLine, undeclaredLine } from "../../views/adoption.ts";
import { plural, wrap } from "../../views/text.ts";
import type { WhatIsThere } from "./adopting.ts";

/**
 * Says what is there and is not, or not for long, taken over: names that are taken, things that exist twice, and things that nothing declares. Of those twice,
 * what nothing uses goes after a yes.
 * @throws UserError when a name is taken and the command would go on to create it
 */
export async function reportWhatIsThere(
  deployment: Deployment,
  there: Omit<WhatIsThere, "adoptions"> & { readonly replaced: readonly string[] },
  invocation: Invocation,
  acts: boolean,
): Promise<void> {
  const { conflicts, duplicates, undeclared, missed, creates, replaced } = there;
  const now = invocation.io.now();
  for (const address of replaced)
    note(
      invocation,
      `${address} is there already, but differs in what cannot be changed: this plan takes it over and replaces it at once.`,
    );
  if (creates && missed.length > 0)
    note(
      invocation,
      `Not everything could be looked for, so what exists already may be missed: ${missed.join("; ")}.`,
    );
  for (const thing of undeclared) note(invocation, undeclaredLine(thing, now));
  for (const one of duplicates) note(invocation, duplicateLine(one, now));
  if (conflicts.length > 0) refuseConflicts(conflicts, invocation, acts);
  await removeDuplicates(deployment, duplicates, invocation, acts);
}

function refuseConflicts(conflicts: readonly Conflict[], invocation: Invocation, acts: boolean): void {
  const problems = conflicts.map(conflictProblem);
  const message = `${plural(conflicts.length, "name")} that this would create ${conflicts.length === 1 ? "is" : "are"} taken already.`;
  if (acts) throw new UserError(message, { problems, next: ["Nothing was changed."] });
  note(invocation, message);
  for (const { subject, received, fix } of problems) note(invocation, `${subject}: ${received}. ${fix}`);
}

async function removeDuplicates(
  deployment: Deployment,
  duplicates: readonly Duplicate[],
  invocation: Invocation,
  acts: boolean,
): Promise<void> {
  const { io, options } = invocation;
  const unused = duplicates.filter(({ thing, kept }) => !kept && !thing.candidate.users?.length);
  if (unused.length === 0) return;
  const { environment, rehearsal, local } = deployment;
  const yes = options.yes || rehearsal;
  if (!acts || (!yes && !io.interactive)) {
    note(
      invocation,
      `To remove what is unused: infra apply ${environment}${local ? " --local" : ""}${acts ? " --yes" : ""}`,
    );
    return;
  }
  const question = `Remove ${unused.length === 1 ? "the unused duplicate" : `the ${unused.length} unused duplicates`}?`;
  if (!yes && !(await io.confirm(question))) return;
  for (const duplicate of unused) await removeDuplicate(deployment, duplicate, invocation);
}

/** What AWS refuses stays, and is told: the rest of the run does not depend on it. */
async function removeDuplicate(
  deployment: Deployment,
  { address, thing: { type, region, candidate } }: Duplicate,
  invocation: Invocation,
): Promise<void> {
  const { removeUnused } = await import("../../../operate/existing/unused.ts");
  const what = type === "aws_kms_key" ? "Scheduling the deletion, in 7 days, of" : "Removing";
  const title = `${what} the duplicate of ${address}, ${candidate.id}`;
  const twin = { type, region, id: candidate.id };
  try {
    const work = () => removeUnused(awsPlace(deployment), twin);
    const users = await step(invocation.screen, title, work, { always: true });
    if (users.length > 0)
      note(invocation, `${candidate.id} stays: it is used by ${users.join(", ")} by now.`);
  } catch (error) {
    const failure = awsFailure(error);
    if (!failure) throw error;
    note(invocation, `${candidate.id} stays, and nothing uses it: ${failure.message}`);
  }
}

function note({ screen }: Invocation, text: string): void {
  const { paint, columns } = screen.look;
  screen.say(
    ...wrap(text, columns - 5).map((line, index) => `  ${index === 0 ? paint("yellow", "!") : " "} ${line}`),
  );
}
