import {
  listVersions,
  type ObjectVersion,
  readVersions,
  type StateVersion,
} from "../../../operate/state-history.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";

/** What the bucket keeps of a state, the newest first. */
export interface KeptVersions {
  /** Those that were read. */
  readonly versions: readonly StateVersion[];
  /** The older ones, which are only listed. */
  readonly older: readonly ObjectVersion[];
  read(version: ObjectVersion): Promise<StateVersion | undefined>;
}

/** Lists the versions of a state and reads the newest of them. @throws UserError where there is no bucket yet */
export async function keptVersions(
  deployment: Deployment,
  store: StateStore,
  count = Number.POSITIVE_INFINITY,
): Promise<KeptVersions> {
  try {
    const { states, locks } = await listVersions(store);
    return {
      versions: await readVersions(store, states.slice(0, count), locks),
      older: states.slice(count),
      read: async (version) => (await readVersions(store, [version], locks))[0],
    };
  } catch (error) {
    if ((error as Error).name !== "NoSuchBucket") throw error;
    throw new UserError(`There is no state bucket s3://${store.props.bucket} yet.`, {
      next: [`Make it: ${stateCommand(deployment, "init")}`],
    });
  }
}

/** A command about this deployment, to be typed: `infra state restore dev VERSION --local`. */
export function stateCommand(
  { environment, local }: Pick<Deployment, "environment" | "local">,
  name: string,
  ...args: readonly string[]
): string {
  return ["infra", name, environment, ...args, ...(local ? ["--local"] : [])].join(" ");
}
