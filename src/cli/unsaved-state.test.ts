import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "./errors.ts";
import { refuseUnsavedState, unlockingSteps } from "./unsaved-state.ts";

function refusal(directory: string): UserError | undefined {
  try {
    refuseUnsavedState({ directory, environment: "dev", target: "local" });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

test("refuses while a state waits to be saved, and says what saves it", () => {
  const directory = mkdtempSync(join(tmpdir(), "infra-"));
  expect(refusal(directory)).toBeUndefined();
  const file = join(directory, "errored.tfstate");
  writeFileSync(file, "{}");
  const { message, next } = refusal(directory) ?? {};
  expect(message).toContain(`it is in ${file}`);
  expect(next).toContain("  infra apply dev --local");
  rmSync(file);
  expect(refusal(directory)).toBeUndefined();
});

test("a lock is released by its id, with our own command, on the target that it is on", () => {
  expect(unlockingSteps({ environment: "dev", target: "aws" }, "9f1c")).toEqual([
    "  infra unlock dev --id 9f1c",
  ]);
  expect(unlockingSteps({ environment: "dev", target: "local" }, "9f1c")).toEqual([
    "  infra unlock dev --id 9f1c --local",
  ]);
});
