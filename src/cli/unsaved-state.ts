import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { UserError } from "./errors.ts";

/** Where the engine works, and for which target: what a command of Terraform's own needs to find the same state. */
export interface WorkingDirectory {
  readonly directory: string;
  readonly target?: "aws" | "local";
}

/** What names an environment in a command. */
export interface EnvironmentPlace {
  readonly environment: string;
  readonly target?: "aws" | "local";
}

/** A diagnostic that says that the state did not get into the bucket. */
export const UNSAVED = /Failed to save state|Failed to persist state to backend/i;

/** The file in which Terraform leaves a state that it could not save. */
export const unsavedStateFile = ({ directory }: WorkingDirectory): string =>
  shortest(join(directory, "errored.tfstate"));

/** @throws UserError while a state waits to be saved: whatever is planned without it would make everything in it once more. */
export function refuseUnsavedState(place: WorkingDirectory & { readonly environment: string }): void {
  const file = unsavedStateFile(place);
  if (!existsSync(join(place.directory, "errored.tfstate"))) return;
  throw new UserError(
    `The state of an earlier run was not saved: it is in ${file}, and the state in the bucket does not know what that run did.`,
    { next: savingSteps(place) },
  );
}

/** How to bring an unsaved state into the bucket; an indented line is a command. */
export function savingSteps({ environment, target }: EnvironmentPlace): string[] {
  return [
    "Once the bucket can be written to again, an apply checks and saves it first, and goes on from there:",
    `  infra apply ${environment}${target === "local" ? " --local" : ""}`,
  ];
}

/** How to see who holds a lock, and to release it once nobody works there any more; an indented line is a command. */
export const unlockingSteps = ({ environment, target }: EnvironmentPlace, lockId: string): string[] => [
  `  infra unlock ${environment} --id ${lockId}${target === "local" ? " --local" : ""}`,
];

/** Relative to where the user is, as the documentation writes it, unless the cache is somewhere else. */
function shortest(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below || ".";
}
