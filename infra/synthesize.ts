import { environments } from "./envs/index.ts";
import type { SynthesizedStack } from "./stack.ts";
import type { Settings } from "./variables.ts";

/**
 * Declares an environment and gives back Terraform's JSON configuration, with where each resource was declared. Reads and writes nothing.
 * Throws for an environment that is not in `envs/index.ts`: `checkSettings` has refused it before.
 */
export function synthesize(environmentName: string, settings: Settings): SynthesizedStack {
  const environment = environments[environmentName];
  if (!environment) throw new Error(`There is no environment "${environmentName}".`);
  return environment.declare(settings).synthesize();
}
