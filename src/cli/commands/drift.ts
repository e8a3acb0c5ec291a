import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { driftJson } from "../drifting/json.ts";
import { readDrift } from "../drifting/read-drift.ts";
import { reportDrift } from "../drifting/report.ts";
import { alone } from "../guards/alone/alone.ts";
import { refuseLostState } from "../guards/lost-state.ts";
import { renderDrift } from "../views/drift.ts";

/** Compares AWS with the state and changes nothing. 2 means that there is drift. */
export default async function drift(invocation: Invocation): Promise<number> {
  return withDeployment(invocation, (deployment) =>
    alone(deployment, invocation, () => compared(deployment, invocation)),
  );
}

async function compared(deployment: Deployment, invocation: Invocation): Promise<number> {
  const { io, screen, options } = invocation;
  const { environment, target, place } = deployment;
  await ready(deployment, invocation);
  await refuseLostState(deployment, invocation);
  const found = await readDrift(deployment, invocation);
  if (!found) {
    if (options.json) printJson(io, { environment, target, deployed: false, drifted: 0, resources: [] });
    else
      screen.say("", `Nothing is deployed: there is no ${environment} on ${place} that could have drifted.`);
    return 0;
  }
  const report = await reportDrift(deployment, found, invocation);
  if (options.json) printJson(io, { environment, target, deployed: true, ...driftJson(report) });
  else screen.say("", ...renderDrift(report, io.now(), screen.look));
  return report.resources.length > 0 ? 2 : 0;
}
