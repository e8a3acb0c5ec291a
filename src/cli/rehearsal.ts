import { calls, connectLocalAws, inventory, localAwsEnvironment, stopLocalAws } from "../local-aws/daemon.ts";
import type { PlanSummary } from "../review/summary.ts";
import type { OutputJson } from "../terraform/plan-json.ts";
import { type ProviderProcess, startProvider } from "../terraform/provider-process.ts";
import { applyPlan, type PlanToApply } from "./applying.ts";
import { canShareProvider } from "./attached.ts";
import type { Invocation } from "./command.ts";
import { type Deployment, explained, openDeployment } from "./deployment.ts";
import { Declined, PromiseBroken } from "./errors.ts";
import { makeStateBucket } from "./local-state-bucket.ts";
import { makePlan, type PlanMode, showPlan } from "./planning.ts";
import { newRehearsalFolder, type RehearsalFolder, removeRehearsal } from "./rehearsal-folders.ts";
import { step } from "./step.ts";
import { renderOutputs } from "./views/outputs.ts";
import { stageHeading } from "./views/rehearsal.ts";
import { plural } from "./views/text.ts";

/** What a rehearsal did, as data. */
export interface Rehearsal {
  readonly environment: string;
  readonly resources: number;
  readonly plan: PlanSummary;
  readonly outputs: Readonly<Record<string, OutputJson>>;
  /** How many AWS calls it took. */
  readonly calls: number;
  /** Seconds of each stage, in order. */
  readonly seconds: Readonly<Record<string, number>>;
  /** What the destroy left behind: always empty, or the rehearsal fails. */
  readonly left: readonly PlacedItem[];
  /** With `--keep`: how to use what is still running. */
  readonly kept?: {
    readonly endpoint: string;
    readonly pid: number;
    readonly environment: Readonly<Record<string, string>>;
  };
}

type PlacedItem = Awaited<ReturnType<typeof inventory>>[number];

/** An endpoint whose rehearsal was killed ends itself after so long without a request, in seconds. */
const ORPHAN_SECONDS = 900;

/**
 * Plans, applies, reads back, plans again and destroys one environment on a fresh embedded AWS, each stage live on screen.
 *
 * @throws PromiseBroken when the second plan finds changes, or the destroy leaves something
 */
export async function rehearse(invocation: Invocation): Promise<Rehearsal> {
  const { io, project, options } = invocation;
  const folder = await newRehearsalFolder(project, io.now());
  const run = new Run(invocation, folder);
  const stopListening = io.onInterrupt(() => run.interrupt());
  try {
    const rehearsal = await run.all();
    if (!options.keep) await removeRehearsal(folder.folder);
    return rehearsal;
  } catch (error) {
    // The engine's logs stay for a look, until the next rehearsal clears them away.
    await stopLocalAws(folder.stateDir);
    throw error;
  } finally {
    stopListening();
    await run.stopProvider();
  }
}

class Run {
  readonly #invocation: Invocation;
  readonly #folder: RehearsalFolder;
  readonly #seconds: Record<string, number> = {};
  #interrupted = false;
  #provider?: ProviderProcess;

  constructor(invocation: Invocation, folder: RehearsalFolder) {
    this.#invocation = invocation;
    this.#folder = folder;
  }

  interrupt(): void {
    this.#interrupted = true;
  }

  async stopProvider(): Promise<void> {
    await this.#provider?.stop();
  }

  async all(): Promise<Rehearsal> {
    const { screen, options } = this.#invocation;
    const opened = await this.#stage("declare", () => this.#open());
    return explained(opened, async () => {
      const deployment = await this.#stage("init", () => this.#init(opened));
      const before = await inventory(endpointOf(deployment));
      const plan = await this.#stage("plan", () => makePlan(deployment, "apply", this.#invocation));
      showPlan(deployment, plan, this.#invocation);
      await this.#stage("apply", () => this.#apply(deployment, plan));
      const outputs = await this.#stage("output", () => deployment.workspace.output());
      screen.say(...renderOutputs(outputs, screen.look));
      await this.#stage("plan again", () => this.#planAgain(deployment));
      const done = {
        environment: deployment.environment,
        resources: deployment.stack.resources.length,
        plan: plan.summary,
        outputs,
        seconds: this.#seconds,
      };
      if (options.keep)
        return { ...done, calls: await callsOf(deployment), left: [], kept: keptOf(deployment) };
      await this.#stage("destroy", () => this.#destroy(deployment));
      const left = await this.#stage("inventory", () => this.#inventory(deployment, before));
      return { ...done, calls: await callsOf(deployment), left };
    });
  }

  /** Heading, work, seconds; an interrupt in between ends the rehearsal. */
  async #stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { screen } = this.#invocation;
    if (this.#interrupted)
      throw new Declined("Stopped. The embedded AWS of this rehearsal is gone, and all it held.");
    screen.say(...stageHeading(name, screen.look));
    const began = performance.now();
    const result = await work();
    this.#seconds[name] = Math.round(performance.now() - began) / 1000;
    return result;
  }

  async #open(): Promise<Deployment> {
    const { project, args, options } = this.#invocation;
    const deployment = await openDeployment(this.#invocation, {
      environment: args[0] ?? "",
      target: "local",
      rehearsal: true,
      directory: this.#folder.workingDir,
      connect: () =>
        connectLocalAws({
          stateDir: this.#folder.stateDir,
          bundle: project.localAwsBundle,
          idleExitSeconds: options.keep ? 0 : ORPHAN_SECONDS,
        }),
    });
    const modules = new Set(deployment.stack.resources.map(({ module }) => module));
    this.#done(
      `${plural(deployment.stack.resources.length, "resource")} in ${modules.size} modules: ${[...modules].join(", ")}`,
    );
    this.#done(`an AWS of this rehearsal's own, at ${endpointOf(deployment)}`);
    return deployment;
  }

  async #init(opened: Deployment): Promise<Deployment> {
    const { screen } = this.#invocation;
    await step(screen, `State bucket ${opened.state.bucket}`, () => makeStateBucket(opened), {
      always: true,
    });
    await step(screen, "terraform init", () => opened.workspace.init(), { always: true });
    if (!canShareProvider(opened)) return opened;
    // One provider process for all the runs to come: each would spend more than a second starting its own.
    const binary = await opened.workspace.providerBinary("hashicorp/aws");
    this.#provider = await startProvider({ binary, engine: opened.engine, env: opened.env });
    return { ...opened, workspace: opened.reattached(this.#provider.reattach) };
  }

  async #apply(deployment: Deployment, plan: PlanToApply): Promise<void> {
    await applyPlan(deployment, plan, this.#invocation, { notes: true });
    this.#done(`${plural(plan.total, "resource")} created`);
  }

  async #planAgain(deployment: Deployment): Promise<void> {
    const { screen } = this.#invocation;
    const { changes } = await step(screen, "Reading everything back", () => deployment.workspace.plan());
    if (!changes) {
      this.#done("nothing to change: what is deployed is what is declared");
      return;
    }
    const again = await makePlan(deployment, "apply", this.#invocation);
    showPlan(deployment, again, this.#invocation);
    throw new PromiseBroken("A plan right after the apply still finds something to change.", [
      "What is deployed differs from what is declared: see the changes above.",
    ]);
  }

  async #destroy(deployment: Deployment): Promise<void> {
    const { screen } = this.#invocation;
    const mode: PlanMode = "destroy";
    const { planFile, counts } = await step(screen, "Planning the removal", () =>
      deployment.workspace.plan({ destroy: true }),
    );
    const total = counts?.remove ?? 0;
    await applyPlan(deployment, { planFile, mode, total }, this.#invocation, { notes: false });
    this.#done(`${plural(total, "resource")} destroyed`);
  }

  async #inventory(deployment: Deployment, before: readonly PlacedItem[]): Promise<readonly PlacedItem[]> {
    const known = new Set(before.map(keyOf));
    const left = (await inventory(endpointOf(deployment))).filter((item) => !known.has(keyOf(item)));
    if (left.length > 0) {
      throw new PromiseBroken(
        `The destroy left ${plural(left.length, "thing")} behind.`,
        left.map(
          ({ service, type, id, account, region }) =>
            `${service} ${type} ${id} (account ${account}, ${region})`,
        ),
      );
    }
    this.#done("nothing is left but the state bucket");
    return left;
  }

  #done(text: string): void {
    const { screen } = this.#invocation;
    screen.say(`  ${screen.look.paint("green", "✓")} ${text}`);
  }
}

function keptOf(deployment: Deployment): Rehearsal["kept"] {
  const { local, settings } = deployment;
  if (!local) return undefined;
  const env = localAwsEnvironment(local, settings.account_id, settings.region, {});
  const environment = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { endpoint: local.endpoint, pid: local.pid, environment };
}

const keyOf = ({ service, type, id, account, region }: PlacedItem): string =>
  [service, type, id, account, region].join("|");

const callsOf = async (deployment: Deployment): Promise<number> =>
  (await calls(endpointOf(deployment))).calls;

const endpointOf = ({ local }: Deployment): string => local?.endpoint ?? "";
