import type { StateVersion } from "../../../operate/state-history.ts";
import { type StateDifference, stateDifference } from "../../../review/state-difference.ts";
import { stateEntries } from "../../../terraform/state-addresses.ts";
import { type Invocation, printJson } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { withStateStore } from "../../state-store.ts";
import { renderHistory } from "../../views/state-history.ts";
import { keptVersions, stateCommand } from "./versions.ts";

/** As many as a screen or two take. */
const SHOWN = 20;

/** A version, and what it changed. */
export interface HistoryEntry extends StateVersion {
  /** From the one before it that is a state; nothing where there is none. */
  readonly difference?: StateDifference;
}

/** Lists the state's versions, the newest first. */
export default async function history(deployment: Deployment, invocation: Invocation): Promise<void> {
  const { io, screen, options } = invocation;
  const { environment, state } = deployment;
  const { versions, older } = await withStateStore(deployment, (store) =>
    // One more than is shown, to compare the last one with.
    keptVersions(deployment, store, options.full ? undefined : SHOWN + 1),
  );
  const entries = withDifferences(versions).slice(0, options.full ? undefined : SHOWN);
  const unread = older.length + versions.length - entries.length;
  const place = `s3://${state.bucket}/${state.key}`;
  if (options.json) {
    printJson(io, { environment, state: place, versions: entries.map(asJson), older: unread });
    return;
  }
  const [whole] = entries.filter(({ header, current }) => header && !current);
  screen.say(
    ...renderHistory(entries, { place, older: unread, now: io.now() }, screen.look),
    ...(whole
      ? ["", `To bring one back: ${stateCommand(deployment, "state restore", whole.versionId)}`]
      : []),
  );
}

function withDifferences(versions: readonly StateVersion[]): HistoryEntry[] {
  const entries = versions.map(({ text, header }) =>
    text && header ? stateEntries(JSON.parse(text)) : undefined,
  );
  return versions.map((version, index) => {
    const after = entries[index];
    const before = entries.slice(index + 1).find((one) => one !== undefined);
    return { ...version, ...(after && before && { difference: stateDifference(before, after) }) };
  });
}

function asJson({ versionId, at, current, deletion, writer, header, problem, difference }: HistoryEntry) {
  return { version: versionId, at, current, deletion, ...writer, ...header, problem, difference };
}
