import { startProvider } from "../terraform/provider-process.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Whether one provider process can serve all runs: it holds one configuration, so with a second one (a replica's region) whichever came
 * last would answer for both, and resources of one region would be made in the other.
 */
export function canShareProvider({ stack }: Pick<Deployment, "stack">): boolean {
  return Object.values(stack.configuration.provider).every((configurations) => configurations.length === 1);
}

/**
 * On the embedded AWS, lets one provider process serve all the engine's runs of a command: each run would start the provider three times,
 * hash it and load its schema, more than a second. On an account the engine starts and checks it by itself.
 */
export async function attached<T>(
  deployment: Deployment,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const { local, workspace, engine, env } = deployment;
  if (!local || !canShareProvider(deployment)) return work(deployment);
  const binary = await workspace.providerBinary("hashicorp/aws");
  const provider = await startProvider({ binary, engine, env });
  try {
    return await work({ ...deployment, workspace: workspace.with({ reattach: provider.reattach }) });
  } finally {
    await provider.stop();
  }
}
