import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureStateBucket, type StateBucketResult } from "../operate/state-bucket.ts";
import type { Deployment } from "./deployment.ts";

/** Counts up whenever the bucket's settings change, so that a bucket of before gets them too. */
const SETTINGS = 2;

/**
 * Makes the state bucket in the embedded AWS. A mark beside the working directory remembers that it was made in this very state folder,
 * since loading the AWS SDK for nothing would cost each command a tenth of a second.
 */
export async function ensureLocalStateBucket(deployment: Deployment): Promise<void> {
  const { directory, local, state } = deployment;
  if (!local) return;
  const mark = join(directory, "state-bucket");
  const { birthtimeMs, ino } = await stat(local.stateDir);
  const made = `${SETTINGS} ${state.bucket} ${ino} ${birthtimeMs}`;
  if ((await readFile(mark, "utf8").catch(() => "")) === made) return;
  await makeStateBucket(deployment);
  await mkdir(directory, { recursive: true });
  await writeFile(mark, made);
}

/** Makes or repairs the deployment's state bucket, on whichever target. */
export function makeStateBucket({ settings, state, local }: Deployment): Promise<StateBucketResult> {
  const access = local && {
    endpoint: local.endpoint,
    credentials: { accessKeyId: settings.account_id, secretAccessKey: "local" },
  };
  return ensureStateBucket({
    bucket: state.bucket,
    key: state.key,
    account: settings.account_id,
    region: state.region,
    access,
  });
}
