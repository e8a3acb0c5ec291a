import { buckets } from "./buckets.ts";
import type { AwsClients } from "./clients.ts";
import { clusterCompute } from "./cluster-compute.ts";
import type { Estate } from "./estate.ts";
import { guests, instances } from "./guests.ts";
import type { Finder, Found, Leftover, Unread } from "./leftover.ts";
import { loadBalancers, targetGroups } from "./load-balancers.ts";
import { networkInterfaces } from "./network-interfaces.ts";
import { repositories } from "./repositories.ts";
import { securityGroups } from "./security-groups.ts";

/** What hangs in the network: what a sweep looks for again. */
export const inNetwork: readonly Finder[] = [
  loadBalancers,
  targetGroups,
  securityGroups,
  networkInterfaces,
  instances,
  guests,
];

/** Everything that may stand in the way of a destroy, in the order in which it is told. */
export const everything: readonly Finder[] = [buckets, repositories, clusterCompute, ...inNetwork];

/** Looks for all of it at once. What may not be read is said, and does not keep the rest from being found. */
export async function findLeftovers(
  aws: AwsClients,
  estate: Estate,
  finders: readonly Finder[] = everything,
): Promise<Found> {
  const unread: Unread[] = [];
  const found = await Promise.all(
    finders.map(async ({ title, find }): Promise<readonly Leftover[]> => {
      try {
        return await find(aws, estate);
      } catch (error) {
        unread.push({ title, reason: reasonOf(error) });
        return [];
      }
    }),
  );
  return { leftovers: found.flat(), unread };
}

/** An SDK's error in one line. */
export function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return message.startsWith(name) ? message : `${name}: ${message}`;
}
