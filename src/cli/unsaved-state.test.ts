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

test("below the current directory paths are short, a shell takes the others", () => {
  const directory = join(process.cwd(), ".cache/work/aws/dev");
  expect(unlockingSteps({ directory, target: "aws" }, "9f1c")).toEqual([
    "  terraform -chdir=.cache/work/aws/dev force-unlock 9f1c",
  ]);
  expect(unlockingSteps({ directory: "/my disk/dev" }, "9f1c")).toEqual([
    "  terraform -chdir='/my disk/dev' force-unlock 9f1c",
  ]);
});
