import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { nextCommand, quoted } from "../next-command.ts";
import { unsavedStateFile } from "../unsaved-state.ts";

/** Why a state that was not saved may not be saved now. */
export type Unsavable =
  /** Half written, empty, or of another format. */
  | { readonly kind: "unreadable"; readonly problem: string }
  | { readonly kind: "other-account"; readonly account: string }
  | { readonly kind: "bucket-unreadable"; readonly problem: string }
  /** The bucket's is gone, and the last apply left a newer one. */
  | { readonly kind: "outdated"; readonly serial: number; readonly noted?: number }
  | { readonly kind: "foreign"; readonly lineage: string; readonly other?: string };

/** What is wrong with it and the way out, for each reason its own; the file stays in every case. */
export function unsavedStateError(deployment: Deployment, reason: Unsavable): UserError {
  const file = unsavedStateFile(deployment);
  const message = `The state that an earlier run could not save, ${file}, ${problemOf(deployment, reason)}`;
  return new UserError(message, { next: waysOut(deployment, reason, file) });
}

function problemOf({ settings }: Deployment, reason: Unsavable): string {
  switch (reason.kind) {
    case "unreadable":
      return `cannot be read: ${reason.problem}.`;
    case "other-account":
      return `belongs to account ${reason.account}, and the settings name ${settings.account_id}.`;
    case "bucket-unreadable":
      return `cannot be compared: the state in the bucket cannot be read, ${reason.problem}.`;
    case "outdated":
      return `has serial ${reason.serial}, and the bucket's state is gone: the last apply left serial ${reason.noted}.`;
    case "foreign":
      return `is another state than the bucket's (lineage ${reason.lineage}, not ${reason.other}).`;
  }
}

function waysOut(deployment: Deployment, { kind }: Unsavable, file: string): string[] {
  const command = (name: string) => `  ${nextCommand(name, deployment)}`;
  const aside = ["Move the file away:", `  mv ${quoted(file)} ${quoted(`${file}.aside`)}`];
  // A restore of anything else is refused while the file is there.
  const orVersion = [
    "To go on without it, move the file away and bring back the version that fits; what only that run knew is found by its tags and names:",
    `  mv ${quoted(file)} ${quoted(`${file}.aside`)}`,
    command("state history"),
    `${command("state restore")} <version>`,
  ];
  const found = "What only that run knew is found by its tags and names at the next apply:";
  switch (kind) {
    case "unreadable":
      return [...aside, found, command("apply")];
    case "other-account":
      return [
        "Set account_id back and apply there, which saves it. If that account's state is not wanted any more, move the file away:",
        `  mv ${quoted(file)} ${quoted(`${file}.aside`)}`,
      ];
    case "bucket-unreadable":
      return [
        "The file is whole. To put it in the bucket's place, which shows first what that changes:",
        `${command("state restore")} ${quoted(file)}`,
        ...orVersion,
      ];
    case "outdated":
      return orVersion;
    case "foreign":
      return [
        "See which of the two is right. If the bucket's is, move the file away; what only that run knew is found by its tags and names:",
        command("state history"),
        `  mv ${quoted(file)} ${quoted(`${file}.aside`)}`,
        "If the file is, put it in the bucket's place, which shows first what that changes:",
        `${command("state restore")} ${quoted(file)} --force`,
      ];
  }
}
