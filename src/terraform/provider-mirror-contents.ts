import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ProviderAddress } from "./provider-address.ts";
import { releasePlatform } from "./release-platform.ts";

/** A provider in a mirror, with the versions that it has for this machine. */
export interface HeldProvider {
  readonly address: ProviderAddress;
  readonly versions: readonly string[];
}

/**
 * The providers that a filesystem mirror holds for this machine, unpacked (`…/aws/5.100.0/linux_amd64/`) or packed (`…/aws/terraform-provider-aws_5.100.0_linux_amd64.zip`).
 * A folder that does not exist holds none.
 */
export async function providersIn(mirror: string): Promise<HeldProvider[]> {
  const held: HeldProvider[] = [];
  for (const host of (await names(mirror)).filter(isHost)) {
    for (const namespace of await names(join(mirror, host))) {
      for (const type of await names(join(mirror, host, namespace))) {
        const versions = await versionsOf(join(mirror, host, namespace, type), type);
        if (versions.length > 0) held.push({ address: { host, namespace, type }, versions });
      }
    }
  }
  return held;
}

async function versionsOf(folder: string, type: string): Promise<string[]> {
  const label = releasePlatform();
  const prefix = `terraform-provider-${type}_`;
  const suffix = `_${label}.zip`;
  const versions = await Promise.all(
    (await names(folder)).map(async (name) => {
      if (name.startsWith(prefix) && name.endsWith(suffix)) return name.slice(prefix.length, -suffix.length);
      return /^\d/.test(name) && (await isFolder(join(folder, name, label))) ? name : undefined;
    }),
  );
  return [...new Set(versions.filter((version) => version !== undefined))].sort();
}

/** Folder names that can be a registry; a mirror may lie beside other files. */
function isHost(name: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(name);
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
