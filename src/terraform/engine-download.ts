import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { platform } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Release } from "@hashicorp/js-releases";
import { HASHICORP_KEY } from "./hashicorp-key.ts";
import { releasePlatform } from "./release-platform.ts";

/** The release that is downloaded when no engine is found: the one that this project is tested with. */
export const PINNED_VERSION = "1.11.4";

/** What we use of a release of `@hashicorp/js-releases`. */
export type DownloadableRelease = Pick<
  Release,
  "version" | "shasums" | "shasums_signature" | "getBuild" | "download" | "calculateFileSha256Sum" | "unpack"
>;

export interface DownloadOptions {
  readonly version: string;
  /** Where the executable goes; its folder is made. */
  readonly path: string;
  /** @default the release index of releases.hashicorp.com */
  readonly release?: (version: string) => Promise<DownloadableRelease>;
  /** Armored public key that has to have signed the checksums. @default HashiCorp's */
  readonly publicKey?: string;
  /** For everything together, in milliseconds. @default ten minutes */
  readonly timeoutMs?: number;
}

const USER_AGENT = "retail-forecast-infra";
const TEN_MINUTES_MS = 600_000;

/**
 * Downloads Terraform and puts the executable at `path`, only after its checksum matched a list that HashiCorp signed.
 * @throws Error that says which step failed; nothing is left behind then
 */
export async function downloadEngine(options: DownloadOptions): Promise<void> {
  const {
    version,
    path,
    release: find = findRelease,
    publicKey = HASHICORP_KEY,
    timeoutMs = TEN_MINUTES_MS,
  } = options;
  const folder = join(dirname(path), `.download-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    await inTime(timeoutMs, async () => {
      const release = await step("reading the list of releases", () => find(version));
      const zip = await fetchVerified(release, folder, publicKey);
      const executable = await step("unpacking", () => unpack(release, folder, zip));
      await rename(executable, path);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findRelease(version: string): Promise<DownloadableRelease> {
  const { getRelease } = await import("@hashicorp/js-releases");
  return getRelease("terraform", version, USER_AGENT);
}

/** Downloads archive, checksums and signature; returns the archive's path. */
async function fetchVerified(
  release: DownloadableRelease,
  folder: string,
  publicKey: string,
): Promise<string> {
  const [os = "", cpu = ""] = releasePlatform().split("_");
  const build = release.getBuild(os, cpu);
  if (!build) throw new Error(`Terraform ${release.version} is not released for ${os} on ${cpu}`);
  const { shasums, shasums_signature: signature } = release;
  if (!shasums || !signature) throw new Error(`Terraform ${release.version} comes without signed checksums`);

  const zip = join(folder, "terraform.zip");
  const base = build.url.slice(0, build.url.lastIndexOf("/") + 1);
  const [sumsFile, signatureFile] = [join(folder, "SHA256SUMS"), join(folder, "SHA256SUMS.sig")];
  await step("downloading", async () => {
    await release.download(base + shasums, sumsFile, USER_AGENT);
    await release.download(base + signature, signatureFile, USER_AGENT);
    await release.download(build.url, zip, USER_AGENT);
  });
  const sums = await readFile(sumsFile, "utf8");
  await step("checking the signature", async () =>
    verifySignature(sums, await readFile(signatureFile), publicKey),
  );
  await step("checking the checksum", async () => {
    const expected = checksumOf(sums, build.filename);
    const actual = await release.calculateFileSha256Sum(zip);
    if (actual !== expected) throw new Error(`${build.filename} has ${actual}, signed is ${expected}`);
  });
  return zip;
}

/**
 * `Release.verify` of js-releases 1.7 asks openpgp for a verdict but never reads it, so any signature passes there;
 * here each signature's own verdict counts.
 */
async function verifySignature(text: string, signature: Uint8Array, armoredKey: string): Promise<void> {
  const openpgp = await import("openpgp");
  const { signatures } = await openpgp.verify({
    message: await openpgp.createMessage({ binary: new TextEncoder().encode(text) }),
    signature: await openpgp.readSignature({ binarySignature: signature }),
    verificationKeys: await openpgp.readKey({ armoredKey }),
  });
  const verdicts = await Promise.allSettled(signatures.map(({ verified }) => verified));
  if (verdicts.some(({ status }) => status === "fulfilled")) return;
  const [first] = verdicts;
  throw first?.status === "rejected" ? first.reason : new Error("the checksums are not signed");
}

/** The list has lines `<sha256>  <file name>`. */
function checksumOf(sums: string, filename: string): string {
  const entries = sums.split("\n").map((line) => line.trim().split(/\s+/));
  const sum = entries.find(([, name]) => name === filename)?.[0];
  if (!sum) throw new Error(`${filename} is not in the signed list`);
  return sum;
}

async function unpack(release: DownloadableRelease, folder: string, zip: string): Promise<string> {
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  await release.unpack(unpacked, zip);
  const executable = join(unpacked, platform() === "win32" ? "terraform.exe" : "terraform");
  await untilWritten(executable);
  // The library marks the archive's last file executable, which may be the license.
  await chmod(executable, 0o755);
  return executable;
}

/** The library answers when it has read the archive, a moment before the last bytes are written. */
async function untilWritten(file: string): Promise<void> {
  let size = -1;
  for (;;) {
    const now = (await stat(file)).size;
    if (now === size && now > 0) return;
    size = now;
    await delay(250);
  }
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function inTime(milliseconds: number, work: () => Promise<void>): Promise<void> {
  const done = new AbortController();
  const late = delay(milliseconds, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error(`it took longer than ${milliseconds / 1000} seconds`);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}
