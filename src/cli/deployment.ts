import { join } from "node:path";
import { RUN_TAG, type SynthesizedStack, type TerraformConfiguration } from "../../infra/stack.ts";
import { synthesize } from "../../infra/synthesize.ts";
import type { Settings } from "../../infra/variables.ts";
import { timeReport } from "../local-aws/control-client.ts";
import { connectLocalAws, type LocalAwsServer, localAwsEnvironment } from "../local-aws/daemon.ts";
import type { AwsTime } from "../local-aws/schedule.ts";
import { type Engine, findEngine } from "../terraform/engine.ts";
import { EngineFailed } from "../terraform/errors.ts";
import { configurePlugins } from "../terraform/plugin-mirror.ts";
import { Workspace } from "../terraform/workspace.ts";
import type { Invocation } from "./command.ts";
import { forgetAdopted } from "./guards/adopting/file.ts";
import { noteEngine, otherRunIn } from "./guards/alone/folder.ts";
import { runName } from "./journal.ts";
import type { Target } from "./project.ts";
import { readSettings } from "./settings.ts";
import { step } from "./step.ts";
import { refuseUnsavedState } from "./unsaved-state.ts";
import { noteLines } from "./views/text.ts";

/** One environment on one target, ready for the engine: settings checked, configuration written, endpoint running. */
export interface Deployment {
  readonly environment: string;
  readonly target: Target;
  /** For people: `account 123456789012, ap-southeast-1`, or that it is the embedded AWS. */
  readonly place: string;
  readonly settings: Settings;
  readonly stack: SynthesizedStack;
  readonly state: StateLocation;
  readonly workspace: Workspace;
  readonly engine: Engine;
  readonly directory: string;
  /** The embedded AWS, when that is the target. */
  readonly local?: LocalAwsServer;
  /** How fast AWS's time passes there. @default it does not: everything is ready at once */
  readonly awsTime?: AwsTime;
  /** Environment of the engine, and of AWS clients. */
  readonly env: NodeJS.ProcessEnv;
  /** It ends with the command: there is nothing to go on with after a failure. */
  readonly rehearsal: boolean;
}

/** Where the configuration's backend keeps the state. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** The engine failed, with what is needed to say where: the declared resources and the deployment's name. */
export class DeploymentFailed extends Error {
  override readonly name = "DeploymentFailed";
  readonly failure: EngineFailed;
  readonly deployment: Deployment;

  constructor(failure: EngineFailed, deployment: Deployment) {
    super(failure.message);
    this.failure = failure;
    this.deployment = deployment;
  }
}

export interface DeploymentOptions {
  readonly environment: string;
  readonly target: Target;
  /** Working directory of the engine. */
  readonly directory: string;
  /** Starts or finds the embedded AWS. @default the target is not called at all */
  readonly connect?: () => Promise<LocalAwsServer>;
  /** It ends with the command. @default false */
  readonly rehearsal?: boolean;
  /** Leave the state's backend out of the configuration, so that nothing asks for credentials. @default false */
  readonly withoutBackend?: boolean;
  /** Write a changed selection of providers back to the lock file that the user commits. @default false */
  readonly ownsLockFile?: boolean;
}

/** A server that a command started by itself ends after half an hour without a request; what it holds stays. */
const IDLE_SECONDS = 1800;

/** Opens the deployment that a command line names, does the work with it, and explains the engine's failures. */
export async function withDeployment<T>(
  invocation: Invocation,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const { project, args, options } = invocation;
  const environment = args[0] ?? "";
  const target: Target = options.local ? "local" : "aws";
  const deployment = await openDeployment(invocation, {
    environment,
    target,
    directory: project.workingDir(target, environment),
    connect: options.local
      ? () =>
          connectLocalAws({
            stateDir: project.localAwsDir,
            bundle: project.localAwsBundle,
            idleExitSeconds: IDLE_SECONDS,
          })
      : undefined,
    ownsLockFile: target === "aws",
  });
  return explained(deployment, () => work(deployment));
}

/** Lets failures of the engine carry the deployment they belong to. */
export async function explained<T>(deployment: Deployment, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof EngineFailed ? new DeploymentFailed(error, deployment) : error;
  }
}

/** Checks the settings before anything else happens, then synthesizes and finds the engine and the endpoint. */
export async function openDeployment(
  { io, project, screen, options: { var: overrides = [] }, log }: Invocation,
  options: DeploymentOptions,
): Promise<Deployment> {
  const { environment, target, directory } = options;
  const { settings, warnings } = await readSettings({ environment, target, project, io, overrides });
  for (const warning of warnings) screen.say(...noteLines(warning, screen.look, "!"));

  const connecting = options.connect?.();
  const finding = findEngine({
    env: io.env,
    cacheDir: project.cacheDir,
    onProgress: (message) => screen.say(`  ${message}`),
  });
  // Both are awaited below; until then a failure must not count as unhandled.
  connecting?.catch(() => undefined);
  finding.catch(() => undefined);
  // A rehearsal ends by destroying what it made, also of an environment that refuses that.
  const stack = synthesize(
    environment,
    options.rehearsal ? { ...settings, deletion_protection: false } : settings,
  );
  const engine = await finding;
  const local = await connecting;
  // A server of an older version that still runs knows nothing of time.
  const time = local && (await timeReport(local.endpoint).catch(() => undefined));
  const caller = local ? localAwsEnvironment(local, settings.account_id, settings.region, io.env) : io.env;
  // Whatever this command makes says so. The provider takes it as a default tag, and ignores it ever after.
  const aws = { [`TF_AWS_DEFAULT_TAGS_${RUN_TAG}`]: runName(io.now()), ...caller };
  const lock = join(project.environmentDir(environment), ".terraform.lock.hcl");
  const { env } = await configurePlugins({ env: aws, cacheDir: project.cacheDir, engine, lockFile: lock });
  const lockFile = { path: lock, writeBack: options.ownsLockFile ?? false };
  const onProcess = (pid: number) => noteEngine(directory, pid);
  const workspace = new Workspace({ engine, directory, env, lockFile, log: log?.event, onProcess });
  // Another command works there with its own: whoever gets the directory writes it anew.
  if (!otherRunIn(directory))
    await workspace.write(options.withoutBackend ? withoutBackend(stack.configuration) : stack.configuration);
  const place = local ? "the embedded AWS" : `account ${settings.account_id}, ${settings.region}`;
  const state = stateLocation(stack.configuration);
  return {
    environment,
    target,
    place,
    settings,
    stack,
    state,
    workspace,
    engine,
    directory,
    local,
    awsTime: time?.awsTime,
    env,
    rehearsal: options.rehearsal ?? false,
  };
}

/** `terraform init`, unless nothing that matters to it changed, for a command that only looks: refuses a state that waits to be saved. */
export async function ready(deployment: Deployment, invocation: Invocation): Promise<void> {
  refuseUnsavedState(deployment);
  await initialized(deployment, invocation);
}

/** `terraform init`, unless nothing that matters to it changed. On the embedded AWS the state bucket is made along the way. */
export async function initialized(deployment: Deployment, { screen }: Invocation): Promise<void> {
  if (deployment.local) {
    const { ensureLocalStateBucket } = await import("./local-state-bucket.ts");
    await ensureLocalStateBucket(deployment);
  }
  // Of a plan that was killed while it was made: what is gone by now cannot be imported, and would stop every plan.
  await forgetAdopted(deployment.directory);
  await step(screen, "terraform init", () => deployment.workspace.init());
}

function stateLocation(configuration: TerraformConfiguration): StateLocation {
  const { backend } = configuration.terraform as { backend: { s3: StateLocation } };
  return backend.s3;
}

function withoutBackend(configuration: TerraformConfiguration): unknown {
  const { backend: _, ...terraform } = configuration.terraform;
  return { ...configuration, terraform };
}
