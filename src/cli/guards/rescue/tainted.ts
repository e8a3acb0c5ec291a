import { EngineFailed } from "../../../terraform/errors.ts";
import type { StateResource } from "../../../terraform/state-addresses.ts";
import { awsFailure } from "../../aws-failures.ts";
import type { Deployment } from "../../deployment.ts";
import { awsPlace } from "../../state-store.ts";
import type { Healer } from "../healing.ts";
import { at, changesOf, stateBehind } from "./held.ts";

/** Healthy resources that an interrupted run left tainted, and that a plan would therefore destroy: their taint is taken away. */
export const untaintHealthy: Healer = async (deployment, plan, { options }) => {
  const { summary, acts, later } = plan;
  const { healthTypes } = await import("../../../operate/health.ts");
  const tainted = changesOf(summary).filter(
    ({ action, reason, type, address, deposed }) =>
      action === "replace" &&
      reason === "replace_because_tainted" &&
      !deposed &&
      healthTypes.has(type) &&
      !options.allowLoss?.includes(address),
  );
  if (tainted.length === 0) return [];
  const well = await wellAmong(deployment, at(tainted, await stateBehind(deployment, plan)));
  if (acts) return untainted(deployment, well);
  for (const address of well)
    later(
      address,
      `${address} is marked as unfinished (tainted), but AWS says that it is well: apply keeps it.`,
    );
  return [];
};

/** Terraform's words for a plan that `prevent_destroy` does not allow; the address is the diagnostic's, or stands in its text. */
const PREVENTED = /Instance cannot be destroyed/;

/**
 * The same for a plan that Terraform refused to make, since what it would destroy is protected: only a taint can be the cause that is mended here. For a
 * command that only looks as well: without this there is no plan to look at, and where no apply goes without a plan, no way on.
 */
export async function untaintProtected(deployment: Deployment, error: unknown): Promise<readonly string[]> {
  if (!(error instanceof EngineFailed)) return [];
  const protectedOnes = error.errors
    .filter(({ summary }) => PREVENTED.test(summary))
    .flatMap(({ address, detail }) => address ?? /Resource (\S+) has/.exec(detail)?.[1] ?? []);
  if (protectedOnes.length === 0) return [];
  const marked = new Set(await deployment.workspace.stateTainted());
  const tainted = protectedOnes.filter((one) => marked.has(one)).map((address) => ({ address }));
  if (tainted.length === 0) return [];
  const held = at(tainted, await deployment.workspace.stateResources());
  return untainted(deployment, await wellAmong(deployment, held));
}

async function wellAmong(deployment: Deployment, held: readonly StateResource[]): Promise<string[]> {
  const { healthOf } = await import("../../../operate/health.ts");
  const looked = await Promise.all(
    held.map(async (resource) => {
      const health = await healthOf(awsPlace(deployment), resource).catch((error: unknown) => {
        // Whoever may not ask leaves it to the gate, which stops.
        if (!awsFailure(error)) throw error;
        return undefined;
      });
      return { address: resource.address, health };
    }),
  );
  return looked.filter(({ health }) => health?.kind === "well").map(({ address }) => address);
}

async function untainted({ workspace }: Deployment, addresses: readonly string[]): Promise<string[]> {
  const done: string[] = [];
  for (const address of addresses) {
    await workspace.untaint(address);
    done.push(
      `${address} was marked as unfinished (tainted), but AWS says that it is well: the mark is taken away, and it is kept.`,
    );
  }
  return done;
}
