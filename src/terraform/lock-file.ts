import { readFile } from "node:fs/promises";

/** The version that a dependency lock file selects for each provider, by full address; empty when there is no such file. */
export async function lockedVersions(file: string | undefined): Promise<ReadonlyMap<string, string>> {
  const text = file === undefined ? "" : ((await readIfThere(file)) ?? "");
  const blocks = text.matchAll(/^provider\s+"([^"]+)"\s*\{([^}]*)\}/gm);
  const versions = [...blocks].flatMap(([, address, body]) => {
    const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body ?? "")?.[1];
    return address && version ? [[address, version] as const] : [];
  });
  return new Map(versions);
}

/** Content of a text file, or undefined when it does not exist. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
