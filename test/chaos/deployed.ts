import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { StateResource } from "../../src/terraform/state-addresses.ts";
import { stateHeld } from "./check.ts";
import { Sandbox } from "./sandbox.ts";

/** What a deployed dev holds that must never be lost: an object, and the keys that it was encrypted with. */
export interface Treasure {
  readonly bucket: string;
  readonly keys: readonly string[];
}

const OBJECT = "precious/forecast.csv";
const CONTENT = "store,week,units\n1,2026-47,12\n";

/** A deployed dev whose server has stopped: to be copied, never to be used itself. */
export interface Deployed {
  readonly cacheDir: string;
  readonly treasure: Treasure;
}

/** Longer than a deployment takes on a busy machine, in milliseconds. */
const PATIENCE_MS = 8 * 60_000;

/**
 * The deployed dev of a folder. The first who asks deploys it, the others wait for that, in whichever process they are: an apply is a minute, a copy a
 * second. @throws Error with what the apply said
 */
export async function deployedIn(folder: string): Promise<Deployed> {
  const cacheDir = join(folder, "cache");
  const answer = join(folder, "answer.json");
  mkdirSync(folder, { recursive: true });
  if (isFirst(join(folder, "lock"))) {
    const found = await deployOnce(cacheDir).then(
      (treasure) => ({ treasure }),
      (error: Error) => ({ failure: error.message }),
    );
    writeFileSync(`${answer}.new`, JSON.stringify(found));
    renameSync(`${answer}.new`, answer);
  }
  for (const end = Date.now() + PATIENCE_MS; !existsSync(answer); await sleep(250))
    if (Date.now() > end)
      throw new Error(`Nobody deployed dev in ${folder} within ${PATIENCE_MS / 60_000} min`);
  const { treasure, failure } = JSON.parse(readFileSync(answer, "utf8"));
  if (failure) throw new Error(failure);
  return { cacheDir, treasure };
}

/** Of all processes, one makes a folder. */
function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function deployOnce(cacheDir: string): Promise<Treasure> {
  const sandbox = new Sandbox(cacheDir, 1);
  const { code, stdout, stderr } = await sandbox.run("apply", "dev", "--local", "--yes");
  if (code !== 0) throw new Error(`The first apply ended with ${code}\n${stdout}\n${stderr}`);
  const held = await stateHeld(sandbox);
  const bucket = String(held.find(({ address }) => address === "aws_s3_bucket.data")?.attributes.bucket);
  await sandbox.s3((s3) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: OBJECT, Body: CONTENT })));
  await sandbox.stopServer();
  return { bucket, keys: keysOf(held) };
}

/** A sandbox with what another one holds, whose server must have stopped. */
export function copyOf(original: string, cacheDir: string, seed: number): Sandbox {
  copyDeployed(original, cacheDir);
  return new Sandbox(cacheDir, seed);
}

/** Copies a cache folder that holds a deployed dev, so that the copy is one of its own. */
export function copyDeployed(original: string, cacheDir: string): void {
  cpSync(original, cacheDir, { recursive: true, verbatimSymlinks: true });
  // A copy is a server of its own, and its plans and logs are to come.
  for (const file of ["server.json", "owner.pid"]) rmSync(join(cacheDir, "local-aws", file), { force: true });
  rmSync(join(cacheDir, "work", "local", "dev", "logs"), { recursive: true, force: true });
  for (const name of ["terraform.rc", "work/local/dev/.terraform/initialized.json"]) {
    const file = join(cacheDir, name);
    if (existsSync(file)) writeFileSync(file, readFileSync(file, "utf8").replaceAll(original, cacheDir));
  }
}

/** What of a treasure is gone, a line each. */
export async function dataStillThere(
  sandbox: Sandbox,
  { bucket, keys }: Treasure,
  held: readonly StateResource[],
): Promise<string[]> {
  const text = await sandbox
    .s3(async (s3) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: OBJECT }));
      return Body?.transformToString();
    })
    .catch((error: Error) => error.name);
  const now = new Set(keysOf(held));
  return [
    ...(text === CONTENT ? [] : [`the object in ${bucket}: ${text}`]),
    ...keys.filter((key) => !now.has(key)).map((key) => `key ${key}`),
  ];
}

function keysOf(held: readonly StateResource[]): string[] {
  return held.filter(({ type }) => type === "aws_kms_key").map(({ attributes }) => String(attributes.id));
}
