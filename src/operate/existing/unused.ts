import type { AwsPlace } from "../access.ts";
import { AwsClients } from "./clients.ts";
import { existingKinds } from "./kinds.ts";
import { permissionMissing } from "./refused.ts";

/** One of several things of the same address. */
export interface Twin {
  readonly type: string;
  readonly id: string;
  readonly region: string;
}

/** What uses something, in words; nothing when it can go. Where AWS does not let us ask, something may. */
export async function usersOf(place: AwsPlace, { type, id, region }: Twin): Promise<readonly string[]> {
  return atWork(place, region, async (aws) => {
    const kind = existingKinds.get(type);
    if (kind?.by !== "tag") return [`a ${type} is never removed from here`];
    return kind.usedBy(aws, id).catch((error: unknown) => {
      const note = permissionMissing(error, "asking what uses it");
      if (note === undefined) throw error;
      return [`something that cannot be asked after (${note})`];
    });
  });
}

/** The tags of something that the state holds; nothing where they cannot be read, or it is gone. */
export async function tagsOf(
  place: AwsPlace,
  { type, id, region }: Twin,
): Promise<Readonly<Record<string, string>> | undefined> {
  return atWork(place, region, async (aws) => {
    const kind = existingKinds.get(type);
    if (kind?.by !== "tag") return undefined;
    const candidate = await kind.look(aws, id).catch((error: unknown) => {
      if (permissionMissing(error, "reading its tags") === undefined) throw error;
      return undefined;
    });
    return candidate?.tags;
  });
}

/** Removes something that nothing uses; of a key, its deletion is scheduled in seven days. Returns who uses it after all: then it stays. */
export async function removeUnused(place: AwsPlace, twin: Twin): Promise<readonly string[]> {
  const { type, id, region } = twin;
  return atWork(place, region, async (aws) => {
    const kind = existingKinds.get(type);
    if (kind?.by !== "tag") throw new Error(`${type} ${id} is not of a kind that is removed from here.`);
    // It may have found a user since it was shown.
    const users = await kind.usedBy(aws, id);
    if (users.length === 0) await kind.remove(aws, id);
    return users;
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
