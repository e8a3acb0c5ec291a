import { type ECRClient, paginateListImages } from "@aws-sdk/client-ecr";
import type { Holder } from "./estate.ts";
import type { Finder, Leftover } from "./leftover.ts";
import { count } from "./words.ts";

/** A thousand images a page: more than ten pages nobody needs to know exactly. */
const MOST_PAGES = 10;

/** Repositories of the state that hold images, and that Terraform does not empty by itself. */
export const repositories: Finder = {
  title: "what the repositories hold (ecr:ListImages)",
  find: async ({ ecr }, { repositories: held }) => {
    const found = await Promise.all(held.filter(({ force }) => !force).map((one) => contentsOf(ecr, one)));
    return found.flatMap((one) => one ?? []);
  },
};

async function contentsOf(client: ECRClient, { name }: Holder): Promise<Leftover | undefined> {
  const digests = new Set<string>();
  let [pages, more] = [0, false];
  try {
    for await (const page of paginateListImages({ client, pageSize: 1000 }, { repositoryName: name })) {
      for (const { imageDigest = "" } of page.imageIds ?? []) digests.add(imageDigest);
      if (++pages === MOST_PAGES && page.nextToken) {
        more = true;
        break;
      }
    }
  } catch (error) {
    if ((error as Error).name === "RepositoryNotFoundException") return undefined;
    throw error;
  }
  if (digests.size === 0) return undefined;
  return {
    kind: "repository",
    id: name,
    name,
    what: `holds ${more ? "at least " : ""}${count(digests.size, "image")}; force_delete is not applied to it`,
    remedy: "empty",
    count: digests.size,
    more,
  };
}
