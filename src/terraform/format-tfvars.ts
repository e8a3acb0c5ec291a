import { tmpdir } from "node:os";
import type { Engine } from "./engine.ts";
import { engineEnvironment } from "./environment.ts";
import { captureEngine } from "./run.ts";

/**
 * HCL text in the engine's own formatting.
 * @throws EngineFailed when it does not parse
 */
export async function formatTfvars(engine: Engine, text: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ["fmt", "-no-color", "-"];
  const { stdout } = await captureEngine({
    engine,
    directory: tmpdir(),
    env: engineEnvironment(env),
    args,
    input: text,
  });
  return stdout;
}
