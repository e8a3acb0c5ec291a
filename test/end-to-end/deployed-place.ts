import { rmSync } from "node:fs";
import { resolve } from "node:path";

/** The folder in which the tests of one run share a deployed dev. */
export const DEPLOYED = "INFRA_TEST_DEPLOYED";

/** Vitest calls it before the workers start, which inherit the variable; its answer is called when all have ended. */
export default function shareDeployment(): () => void {
  const folder = resolve(import.meta.dirname, "..", "..", ".cache", `end-to-end-deployed-${process.pid}`);
  process.env[DEPLOYED] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
