import { connectLocalAws, FaultsRefused, setFaults } from "../../local-aws/daemon.ts";
import type { Invocation } from "../command.ts";
import { type Conditions, faultProblems } from "../conditions.ts";
import { type Deployment, openDeployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { step } from "../step.ts";
import { conditionLines } from "../views/rehearsal.ts";
import { plural } from "../views/text.ts";
import type { RehearsalFolder } from "./folders.ts";
import type { RehearsalStages } from "./stages.ts";

/** An endpoint whose rehearsal was killed ends itself after so long without a request, in seconds. */
const ORPHAN_SECONDS = 900;

export interface RehearsalSetup {
  readonly invocation: Invocation;
  readonly conditions: Conditions;
  readonly folder: RehearsalFolder;
  readonly stages: RehearsalStages;
}

/** The environment's declaration, on an embedded AWS of the rehearsal's own that behaves as asked for. */
export async function openRehearsal({
  invocation,
  conditions,
  folder,
  stages,
}: RehearsalSetup): Promise<Deployment> {
  const { project, args, options, screen } = invocation;
  const { awsTime, faults, quotas } = conditions;
  const deployment = await openDeployment(invocation, {
    environment: args[0] ?? "",
    target: "local",
    rehearsal: true,
    directory: folder.workingDir,
    connect: async () => {
      const server = await connectLocalAws({
        stateDir: folder.stateDir,
        bundle: project.localAwsBundle,
        idleExitSeconds: options.keep ? 0 : ORPHAN_SECONDS,
        behaviour: { awsTime, quotas },
      });
      if (faults) await bringFaults(server.endpoint, faults);
      return server;
    },
  });
  const { resources } = deployment.stack;
  const modules = new Set(resources.map(({ module }) => module));
  stages.done(
    `${plural(resources.length, "resource")} in ${modules.size} modules: ${[...modules].join(", ")}`,
  );
  stages.done(`an AWS of this rehearsal's own, at ${deployment.local?.endpoint}`);
  const unusual = conditionLines(conditions, screen.look);
  if (unusual.length > 0) screen.say(...unusual);
  return deployment;
}

/** Only the embedded AWS itself knows the names of its services and operations. @throws UserError that says which there are not */
async function bringFaults(endpoint: string, faults: string): Promise<void> {
  try {
    await setFaults(endpoint, faults);
  } catch (error) {
    if (!(error instanceof FaultsRefused) || error.problems.length === 0) throw error;
    throw new UserError("These faults cannot be rehearsed.", { problems: faultProblems(error) });
  }
}

/** The deployment by the keys of the role that was asked for, else as it is. */
export async function byDeployer(
  opened: Deployment,
  { deployer }: Conditions,
  { screen }: Invocation,
): Promise<Deployment> {
  if (deployer === undefined) return opened;
  const { deployerKeys } = await import("../deployer.ts");
  const keys = await step(
    screen,
    "A role that may do what the policy allows, and a session of it",
    () => deployerKeys(opened, deployer),
    { always: true },
  );
  const env = { ...opened.env, ...keys };
  return { ...opened, env, workspace: opened.workspace.with({ env }) };
}
