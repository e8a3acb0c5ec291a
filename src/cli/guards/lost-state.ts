import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";

/** @throws UserError when the state cannot be read, or is not there although something was deployed */
export async function refuseLostState(_deployment: Deployment, _invocation: Invocation): Promise<void> {}

/** Notes, after an apply, that there must be a state from now on. */
export async function noteDeployment(_deployment: Deployment): Promise<void> {}

/** Takes that note back, once everything is destroyed. */
export async function forgetDeployment(_deployment: Deployment): Promise<void> {}
