import { StateLocked, withStateLock } from "../../../operate/state-lock.ts";
import type { StateStore, StoredObject } from "../../../operate/state-store.ts";
import { printable } from "../../../terraform/printable.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";
import { stateCommand } from "./versions.ts";

/**
 * Writes a state over the one that was looked at, while holding the lock that Terraform respects.
 *
 * @throws UserError when somebody else holds the lock, or the state changed in the meantime
 */
export async function writeLocked(
  deployment: Deployment,
  store: StateStore,
  { text, over, name }: { readonly text: string; readonly over?: StoredObject; readonly name: string },
): Promise<void> {
  try {
    await withStateLock(store, { operation: "state restore", info: name }, async () => {
      const { key } = store.props;
      const now = await store.read(key);
      if (now?.versionId !== over?.versionId || now?.etag !== over?.etag) throw changedMeanwhile(deployment);
      const written = await store.write(key, text, over ? { ifMatch: over.etag } : { ifAbsent: true });
      // An answer may get lost: then the second try meets what the first one wrote.
      if (!written && (await store.read(key))?.text !== text) throw changedMeanwhile(deployment);
    });
  } catch (error) {
    if (!(error instanceof StateLocked)) throw error;
    throw new UserError(`Nothing was changed. ${printable(error.message)}`, {
      next: [
        "Wait until that is done. If nobody works there any more:",
        `  ${stateCommand(deployment, "unlock")}`,
      ],
    });
  }
}

/** The same state with another serial, as it was written to the last character otherwise: numbers in it may be longer than JavaScript's. */
export function withSerial(text: string, serial: number): string {
  const changed = text.replace(/^( {2}"serial": )\d+/m, `$1${serial}`);
  return (JSON.parse(changed) as { serial: number }).serial === serial
    ? changed
    : `${JSON.stringify({ ...JSON.parse(text), serial }, null, 2)}\n`;
}

function changedMeanwhile(deployment: Deployment): UserError {
  return new UserError("Somebody wrote the state in the meantime: nothing was changed.", {
    next: [`See what it is now: ${stateCommand(deployment, "state history")}`, "Then run the command again."],
  });
}
