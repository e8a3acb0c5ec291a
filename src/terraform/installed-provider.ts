import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { EngineProduct } from "./engine.ts";
import { lockedVersions } from "./lock-file.ts";
import { formatAddress, providerAddress } from "./provider-address.ts";
import { releasePlatform } from "./release-platform.ts";

/**
 * Path of the executable of a provider that init installed in a working directory.
 * @throws Error when it is not installed
 */
export async function installedProvider(
  directory: string,
  source: string,
  product: EngineProduct,
): Promise<string> {
  const address = formatAddress(providerAddress(source, product));
  const version = (await lockedVersions(join(directory, ".terraform.lock.hcl"))).get(address);
  if (version === undefined)
    throw new Error(`${address} is not in the lock file of ${directory}: run init first.`);
  const folder = join(directory, ".terraform", "providers", address, version, releasePlatform());
  const name = (await readdir(folder)).find((file) => file.startsWith(`terraform-provider-`));
  if (!name) throw new Error(`${folder} holds no provider: run init again.`);
  return join(folder, name);
}
