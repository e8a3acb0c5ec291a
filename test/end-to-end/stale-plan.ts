import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeletePublicAccessBlockCommand, type S3Client } from "@aws-sdk/client-s3";
import type { StateStore } from "../../src/operate/state-store.ts";

interface PlanRecord {
  readonly basis: {
    readonly code: Record<string, string>;
    readonly providers: Record<string, string>;
    lockFile: string;
  };
}

/** Makes a saved plan one of other code, as a commit in between does. */
export const planOfOtherCode = (directory: string): void =>
  edited(directory, ({ basis }) => {
    basis.code["aws_s3_bucket.data"] = "another declaration";
  });

/** Makes a saved plan one of another provider version, as a lock file that was changed in between does. */
export const planOfOtherProvider = (directory: string): void =>
  edited(directory, ({ basis }) => {
    basis.providers["hashicorp/aws"] = "5.99.0";
    basis.lockFile = "another lock file";
  });

function edited(directory: string, edit: (record: PlanRecord) => void): void {
  const file = join(directory, "plan.json");
  const record = JSON.parse(readFileSync(file, "utf8")) as PlanRecord;
  edit(record);
  writeFileSync(file, JSON.stringify(record));
}

/** Writes the next version of the state, as somebody else's apply does. */
export async function stateOfSomebodyElse(store: StateStore): Promise<void> {
  const stored = await store.read(store.props.key);
  const state = JSON.parse(stored?.text ?? "{}") as { serial: number };
  await store.write(store.props.key, JSON.stringify({ ...state, serial: state.serial + 1 }));
}

/** Opens the data bucket by hand: its public access block goes. */
export const withoutPublicAccessBlock = (s3: S3Client): Promise<unknown> =>
  s3.send(new DeletePublicAccessBlockCommand({ Bucket: "retail-mlops-data-123456789012-ap-southeast-1" }));
