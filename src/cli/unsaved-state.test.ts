import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "./errors.ts";
import { refuseUnsavedState, savingSteps, unlockingSteps } from "./unsaved-state.ts";

function refusal(directory: string): UserError | undefined {
  try {
    refuseUnsavedState({ directory });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

test("refuses while a state waits to be saved, and says both ways out", () => {
  const directory = mkdtempSync(join(tmpdir(), "infra-"));
  expect(refusal(directory)).toBeUndefined();
  const file = join(directory, "errored.tfstate");
  writeFileSync(file, "{}");
  const { message, next } = refusal(directory) ?? {};
  expect(message).toContain(`it is in ${file}`);
  expect(next).toContain(`  terraform -chdir=${directory} state push errored.tfstate`);
  expect(next).toContain(`  terraform -chdir=${directory} force-unlock LOCK_ID`);
  // Pushing leaves the file, which would be refused for ever.
  expect(next).toContain(`  rm ${file}`);
  expect(next?.at(-1)).toBe("Or delete the file if you are sure that the state in the bucket is right.");
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

test("a known lock is released before the state is pushed, and the embedded AWS is made known to the shell first", () => {
  const directory = join(process.cwd(), ".cache/work/local/dev");
  expect(savingSteps({ directory, target: "local" }, "9f1c").slice(1)).toEqual([
    '  eval "$(node bin/infra.mjs local start)"',
    "  terraform -chdir=.cache/work/local/dev force-unlock 9f1c",
    "  terraform -chdir=.cache/work/local/dev state push errored.tfstate",
    "Only when the push has succeeded, remove the file:",
    "  rm .cache/work/local/dev/errored.tfstate",
  ]);
});
