import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../../../terraform/atomic-file.ts";

/** Ids to import, by address. */
type Adopted = ReadonlyMap<string, string>;

/** Beside the configuration while a plan is made: the plan holds what it says, so nothing later needs it. */
export const ADOPTED_FILE = "adopted.tf.json";
const fileIn = (directory: string): string => join(directory, ADOPTED_FILE);

interface AdoptedFile {
  readonly import: readonly { readonly to: string; readonly id: string }[];
}

/** What the plan that is being made takes over. */
export async function readAdopted(directory: string): Promise<Adopted> {
  const text = await readFile(fileIn(directory), "utf8").catch(() => '{"import":[]}');
  return new Map((JSON.parse(text) as AdoptedFile).import.map(({ to, id }) => [to, id]));
}

/** Writes Terraform's import blocks. */
export async function writeAdopted(directory: string, adopted: Adopted): Promise<void> {
  const blocks = [...adopted].map(([to, id]) => ({ to, id }));
  await writeFileAtomically(fileIn(directory), `${JSON.stringify({ import: blocks }, null, 2)}\n`);
}

/** Forgets them: an import of what is gone by then would stop a later plan. */
export async function forgetAdopted(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}
