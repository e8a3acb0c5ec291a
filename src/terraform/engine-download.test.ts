import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { Release } from "@hashicorp/js-releases";
import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { downloadEngine } from "./engine-download.ts";
import { HASHICORP_KEY } from "./hashicorp-key.ts";
import { releasePlatform } from "./release-platform.ts";
import { testFolder } from "./test-folder.ts";

const VERSION = "1.11.4";
const ARCHIVE = `terraform_${VERSION}_${releasePlatform()}.zip`;
const EXECUTABLE = process.platform === "win32" ? "terraform.exe" : "terraform";
const PROGRAM = Buffer.from(`#!/bin/sh\necho hello\n#${"x".repeat(300_000)}`);

let key: { privateKey: openpgp.PrivateKey; publicKey: string };
let strangersKey: typeof key;

beforeAll(async () => {
  [key, strangersKey] = await Promise.all([newKey(), newKey()]);
});

test("the executable arrives when its checksum is in a list signed by the right key", async () => {
  const { release, path } = await published();
  await downloadEngine({ version: VERSION, path, release, publicKey: key.publicKey });
  expect(await readFile(path)).toEqual(PROGRAM);
  expect((await stat(path)).mode & 0o111).toBe(0o111);
  expect(await readdir(dirname(path))).toEqual([EXECUTABLE]);
});

test("a list that somebody else signed is refused, and nothing is left behind", async () => {
  const { release, path } = await published({ signWith: strangersKey.privateKey });
  const download = downloadEngine({ version: VERSION, path, release, publicKey: key.publicKey });
  await expect(download).rejects.toThrow("checking the signature failed");
  expect(await readdir(dirname(path))).toEqual([]);
});

test("a list that was changed after it was signed is refused", async () => {
  const { release, path } = await published({ alterSums: (sums) => sums.replace(/^./, "f").concat("\n") });
  const download = downloadEngine({ version: VERSION, path, release, publicKey: key.publicKey });
  await expect(download).rejects.toThrow("checking the signature failed");
});

test("an archive that was changed is refused", async () => {
  const { release, path } = await published({ alterZip: (zip) => Buffer.concat([zip, Buffer.from("!")]) });
  const download = downloadEngine({ version: VERSION, path, release, publicKey: key.publicKey });
  await expect(download).rejects.toThrow(`checking the checksum failed: ${ARCHIVE} has`);
  expect(await readdir(dirname(path))).toEqual([]);
});

test("without another key it is HashiCorp's that has to have signed", async () => {
  const { release, path } = await published();
  await expect(downloadEngine({ version: VERSION, path, release })).rejects.toThrow(
    "checking the signature failed",
  );
  const hashicorp = await openpgp.readKey({ armoredKey: HASHICORP_KEY });
  expect(hashicorp.getFingerprint().toUpperCase()).toBe("C874011F0AB405110D02105534365D9472D7468F");
});

test("a release that has nothing for this machine says so", async () => {
  const { path } = await published();
  const release = async () =>
    new Release({ name: "terraform", version: VERSION, builds: [], shasums: "s", shasums_signature: "t" });
  const [os, cpu] = releasePlatform().split("_");
  await expect(downloadEngine({ version: VERSION, path, release })).rejects.toThrow(
    `is not released for ${os} on ${cpu}`,
  );
});

test("no network, or one that never answers, ends with the step that failed", async () => {
  const { path } = await published();
  const offline = async () => {
    throw new Error("getaddrinfo ENOTFOUND");
  };
  const download = downloadEngine({ version: VERSION, path, release: offline });
  await expect(download).rejects.toThrow("reading the list of releases failed: getaddrinfo ENOTFOUND");
  const silent = () => new Promise<never>(() => undefined);
  await expect(downloadEngine({ version: VERSION, path, release: silent, timeoutMs: 50 })).rejects.toThrow(
    "longer than 0.05 seconds",
  );
});

interface Publication {
  readonly signWith?: openpgp.PrivateKey;
  readonly alterSums?: (sums: string) => string;
  readonly alterZip?: (zip: Buffer) => Buffer;
}

/** A release as HashiCorp publishes it, served from a folder: the library's own class with only its transport replaced. */
async function published({ signWith = key.privateKey, alterSums = same, alterZip = same }: Publication = {}) {
  const site = await testFolder();
  const zip = zipOf({ [EXECUTABLE]: PROGRAM, "LICENSE.txt": Buffer.from("license") });
  const sums = `${"0".repeat(64)}  terraform_${VERSION}_other_os.zip\n${sha256(zip)}  ${ARCHIVE}\n`;
  const sumsName = `terraform_${VERSION}_SHA256SUMS`;
  const signatureName = `${sumsName}.72D7468F.sig`;
  const message = await openpgp.createMessage({ binary: new TextEncoder().encode(sums) });
  const signature = await openpgp.sign({ message, signingKeys: signWith, detached: true, format: "binary" });
  await writeFile(join(site, ARCHIVE), alterZip(zip));
  await writeFile(join(site, sumsName), alterSums(sums));
  await writeFile(join(site, signatureName), signature as Uint8Array);

  class ServedRelease extends Release {
    override async download(url: string, target: string): Promise<void> {
      await copyFile(join(site, url.slice(url.lastIndexOf("/") + 1)), target);
    }
  }
  const [os, arch] = releasePlatform().split("_");
  const url = `https://releases.example/terraform/${VERSION}/${ARCHIVE}`;
  const builds = [{ name: "terraform", version: VERSION, os, arch, filename: ARCHIVE, url }];
  const release = async (version: string) =>
    new ServedRelease({
      name: "terraform",
      version,
      builds,
      shasums: sumsName,
      shasums_signatures: [`${sumsName}.sig`, signatureName],
    });
  const path = join(await testFolder(), EXECUTABLE);
  return { release, path };
}

async function newKey() {
  const { privateKey, publicKey } = await openpgp.generateKey({
    userIDs: [{ name: "Test" }],
    format: "armored",
  });
  return { privateKey: await openpgp.readPrivateKey({ armoredKey: privateKey }), publicKey };
}

/** A zip archive with deflated members, in the order given. */
function zipOf(files: Readonly<Record<string, Buffer>>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, entries, Buffer.from("PK\u0005\u0006"), end]);
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function same<T>(value: T): T {
  return value;
}
