import type { AwsPlace } from "../access.ts";
import { AwsClients } from "./clients.ts";
import { existingKinds } from "./kinds.ts";

/** One of several things of the same address. */
export interface Twin {
  readonly type: string;
  readonly id: string;
  readonly region: string;
}

/** What uses something, in words; nothing when it can go. */
export async function usersOf(place: AwsPlace, { type, id, region }: Twin): Promise<readonly string[]> {
  return atWork(place, region, async (aws) => {
    const kind = existingKinds.get(type);
    return kind?.by === "tag" ? kind.usedBy(aws, id) : [`a ${type} is never removed from here`];
  });
}

/** Removes something that nothing uses; of a key, its deletion is scheduled in seven days. @throws Error when something uses it */
export async function removeUnused(place: AwsPlace, twin: Twin): Promise<void> {
  const { type, id, region } = twin;
  await atWork(place, region, async (aws) => {
    const kind = existingKinds.get(type);
    if (kind?.by !== "tag") throw new Error(`${type} ${id} is not of a kind that is removed from here.`);
    // It may have found a user since it was shown.
    const users = await kind.usedBy(aws, id);
    if (users.length > 0) throw new Error(`${type} ${id} is used by ${users.join(", ")}.`);
    await kind.remove(aws, id);
  });
}

async function atWork<T>(place: AwsPlace, region: string, work: (aws: AwsClients) => Promise<T>): Promise<T> {
  const aws = new AwsClients({ ...place, region });
  try {
    return await work(aws);
  } finally {
    aws.close();
  }
}
