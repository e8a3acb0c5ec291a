import {
  type Attribution,
  attributed,
  isTerraform,
  type RecordedEvent,
} from "../../review/drift/attribution.ts";
import type { DriftedResource } from "../../review/drift/drifted.ts";
import { isGlobal, trailNames } from "../../review/drift/trail-names.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { awsPlace, withStateStore } from "../state-store.ts";
import { step } from "../step.ts";

/** Who changed what, as far as the account's event history says. */
export interface Changers {
  /** When the state was last written: what drifted, drifted since then. Undefined where that cannot be read. */
  readonly since?: Date;
  /** By address; empty where the history has no such event. */
  readonly byAddress: ReadonlyMap<string, readonly Attribution[]>;
  /** Why the history could not be read, in a sentence; then nothing more was asked. */
  readonly unreadable?: string;
}

/** Terraform's own last requests may have the time of the state's last version, whose seconds are not whole. */
const OWN_MS = 5_000;

/** Asks the account's event history who changed these. */
export async function whoChanged(
  deployment: Deployment,
  resources: readonly DriftedResource[],
  { screen }: Invocation,
): Promise<Changers> {
  const since = await lastWritten(deployment);
  const byAddress = new Map<string, readonly Attribution[]>();
  if (resources.length === 0) return { since, byAddress };
  const { Trail } = await import("../../operate/trail.ts");
  // The embedded AWS takes any number of questions a second.
  const trail = new Trail({ ...awsPlace(deployment), ...(deployment.local ? { paceMs: 0 } : {}) });
  try {
    return await step(screen, "Asking the trail who changed it", async (say) => {
      for (const [index, resource] of resources.entries()) {
        say(`${index + 1} of ${resources.length}`);
        byAddress.set(key(resource), await changersOf(resource));
      }
      return { since, byAddress };
    });
  } catch (error) {
    return { since, byAddress, unreadable: whyNot(error as Error) };
  } finally {
    trail.close();
  }

  async function changersOf(resource: DriftedResource): Promise<readonly Attribution[]> {
    const told = (events: readonly RecordedEvent[]) =>
      attributed(
        resource,
        events.filter((event) => !isOwn(event, since)),
      );
    const { events } = await trail.events({
      names: trailNames(resource.type, resource.values),
      global: isGlobal(resource.type),
      // What an apply looks past may have been there before the last one.
      since: resource.kind === "added" ? undefined : since && wholeSecond(since),
      enough: (found) => told(found).some(({ certain }) => certain),
    });
    return told(events);
  }
}

/** A resource may have changed and have had something added as well. */
export const key = ({ address, kind, attributes }: DriftedResource): string =>
  kind === "added" ? `${address} + ${attributes[0]?.after}` : address;

function isOwn(event: RecordedEvent, since: Date | undefined): boolean {
  return isTerraform(event) && since !== undefined && Date.parse(event.time) <= since.getTime() + OWN_MS;
}

/** Events have whole seconds. */
const wholeSecond = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);

/** When the state was last written. Terraform has just read it: where we may not, that is no reason to stop. */
async function lastWritten(deployment: Deployment): Promise<Date | undefined> {
  try {
    return await withStateStore(
      deployment,
      async (store) => (await store.read(store.props.key))?.lastModified,
    );
  } catch {
    return undefined;
  }
}

function whyNot({ name, message }: Error): string {
  if (/AccessDenied|UnauthorizedOperation/.test(name))
    return "these credentials may not read it (cloudtrail:LookupEvents is missing)";
  return `CloudTrail did not answer (${name}: ${message})`;
}
