import { join } from "node:path";
import { inventory, localAwsEnvironment, stopLocalAws } from "../../local-aws/daemon.ts";
import type { ExpectedDuration } from "../../review/duration.ts";
import type { PlanSummary } from "../../review/summary.ts";
import type { OutputJson } from "../../terraform/plan-json.ts";
import { type ProviderProcess, startProvider } from "../../terraform/provider-process.ts";
import { canShareProvider } from "../attached.ts";
import type { Invocation } from "../command.ts";
import type { Conditions } from "../conditions.ts";
import { Converging } from "../converging.ts";
import { type Deployment, explained } from "../deployment.ts";
import { Declined, Disagreement, PromiseBroken, UserError } from "../errors.ts";
import { expectedOf } from "../expected.ts";
import { makeStateBucket } from "../local-state-bucket.ts";
import { makePlan, type SavedPlan, showPlan } from "../planning/planning.ts";
import { step } from "../step.ts";
import { keyOf, type PlacedItem } from "../stops.ts";
import { renderOutputs } from "../views/outputs.ts";
import { renderDisagreement } from "../views/rehearsal-report.ts";
import { plural } from "../views/text.ts";
import { newRehearsalFolder, type RehearsalFolder, removeRehearsal } from "./folders.ts";
import { RehearsalFailed, type RehearsalReport, rehearsalReport } from "./report.ts";
import { byDeployer, openRehearsal } from "./setup.ts";
import { RehearsalStages } from "./stages.ts";

/** What a rehearsal did, as data. */
export interface Rehearsal {
  readonly environment: string;
  readonly resources: number;
  readonly plan: PlanSummary;
  /** How long AWS would take for the plan. */
  readonly expected: ExpectedDuration;
  readonly outputs: Readonly<Record<string, OutputJson>>;
  /** How many AWS calls it took. */
  readonly calls: number;
  /** Seconds of each stage, in order. */
  readonly seconds: Readonly<Record<string, number>>;
  /** What the destroy left behind: always empty, or the rehearsal fails. */
  readonly left: readonly PlacedItem[];
  readonly report: RehearsalReport;
  /** With `--keep`: how to use what is still running. */
  readonly kept?: {
    readonly endpoint: string;
    readonly pid: number;
    readonly environment: Readonly<Record<string, string>>;
  };
}

/**
 * Plans, applies, reads back, plans again and destroys one environment on a fresh embedded AWS, each stage live on screen.
 *
 * @throws RehearsalFailed when the engine fails for good, the second plan finds changes, or the destroy leaves something
 */
export async function rehearse(invocation: Invocation, conditions: Conditions): Promise<Rehearsal> {
  const { io, project, options } = invocation;
  const folder = await newRehearsalFolder(project, io.now());
  const run = new Run(invocation, conditions, folder);
  const stopListening = io.onInterrupt(() => run.interrupt());
  try {
    const rehearsal = await run.all();
    if (!options.keep) await removeRehearsal(folder.folder);
    return rehearsal;
  } catch (error) {
    const nothingHappened = error instanceof Declined || error instanceof UserError;
    const report = nothingHappened ? undefined : await run.report().catch(() => undefined);
    // The engine's logs stay for a look, until the next rehearsal clears them away.
    await stopLocalAws(folder.stateDir);
    throw report ? new RehearsalFailed(error, report) : error;
  } finally {
    stopListening();
    await run.stopProvider();
  }
}

class Run {
  readonly #invocation: Invocation;
  readonly #conditions: Conditions;
  readonly #folder: RehearsalFolder;
  readonly #stages: RehearsalStages;
  /** What was there before the first plan. */
  #before: readonly PlacedItem[] = [];
  #endpoint?: string;
  #converging?: Converging;
  #provider?: ProviderProcess;

  constructor(invocation: Invocation, conditions: Conditions, folder: RehearsalFolder) {
    this.#invocation = invocation;
    this.#conditions = conditions;
    this.#folder = folder;
    this.#stages = new RehearsalStages(invocation, triesOf(conditions));
  }

  interrupt(): void {
    this.#stages.interrupt();
  }

  async stopProvider(): Promise<void> {
    await this.#provider?.stop();
  }

  /** What happened so far; nothing before the endpoint answers. */
  async report(): Promise<RehearsalReport | undefined> {
    if (this.#endpoint === undefined) return undefined;
    const journals = join(this.#invocation.project.cacheDir, "faults");
    const { attempts, seconds } = this.#stages;
    return rehearsalReport(
      { endpoint: this.#endpoint, journals, conditions: this.#conditions },
      {
        attempts: { ...attempts, ...this.#converging?.attempts },
        stops: this.#converging?.stops ?? [],
        seconds,
      },
    );
  }

  async all(): Promise<Rehearsal> {
    const opened = await this.#stages.stage("declare", () => this.#open());
    return explained(opened, async () => {
      const deployment = await this.#stages.stage("init", () => this.#init(opened));
      const plan = await this.#stages.stage("plan", () => this.#plan(deployment));
      const converging = await this.#converge(deployment);
      await this.#stages.stage("apply", () => this.#apply(converging, plan));
      const outputs = await this.#stages.stage("output", () => this.#output(deployment));
      await this.#stages.stage("plan again", () => this.#planAgain(converging));
      const left = await this.#end(converging, deployment);
      const report = (await this.report()) as RehearsalReport;
      return {
        environment: deployment.environment,
        resources: deployment.stack.resources.length,
        plan: plan.summary,
        expected: expectedOf(deployment, plan.summary),
        outputs,
        seconds: report.seconds,
        calls: report.calls,
        left,
        report,
        kept: this.#invocation.options.keep ? keptOf(deployment) : undefined,
      };
    });
  }

  async #open(): Promise<Deployment> {
    const deployment = await openRehearsal({
      invocation: this.#invocation,
      conditions: this.#conditions,
      folder: this.#folder,
      stages: this.#stages,
    });
    this.#endpoint = endpointOf(deployment);
    return deployment;
  }

  async #init(opened: Deployment): Promise<Deployment> {
    const { screen } = this.#invocation;
    const always = { always: true };
    const bucket = () => this.#stages.retried("state bucket", opened, () => makeStateBucket(opened));
    await step(screen, `State bucket ${opened.state.bucket}`, bucket, always);
    this.#before = await inventory(endpointOf(opened));
    const deployment = await byDeployer(opened, this.#conditions, this.#invocation);
    const init = () => this.#stages.retried("init", deployment, () => deployment.workspace.init());
    await step(screen, "terraform init", init, always);
    if (!canShareProvider(deployment)) return deployment;
    // One provider process for all the runs to come: each would spend more than a second starting its own.
    const binary = await deployment.workspace.providerBinary("hashicorp/aws");
    this.#provider = await startProvider({ binary, engine: deployment.engine, env: deployment.env });
    return { ...deployment, workspace: deployment.workspace.with({ reattach: this.#provider.reattach }) };
  }

  async #plan(deployment: Deployment): Promise<SavedPlan> {
    const make = () => makePlan(deployment, "apply", this.#invocation);
    const plan = await this.#stages.retried("plan", deployment, make);
    showPlan(deployment, plan, this.#invocation);
    return plan;
  }

  async #converge(deployment: Deployment): Promise<Converging> {
    this.#converging = new Converging({
      deployment,
      invocation: this.#invocation,
      limit: triesOf(this.#conditions),
      // With what came for the deployer.
      outside: await inventory(endpointOf(deployment)),
    });
    return this.#converging;
  }

  async #apply(converging: Converging, plan: SavedPlan): Promise<void> {
    await converging.apply(plan);
    this.#stages.done(`${plural(plan.total, "resource")} created`);
  }

  async #output(deployment: Deployment): Promise<Rehearsal["outputs"]> {
    const { screen } = this.#invocation;
    const outputs = await this.#stages.retried("output", deployment, () => deployment.workspace.output());
    screen.say(...renderOutputs(outputs, screen.look));
    return outputs;
  }

  async #planAgain(converging: Converging): Promise<void> {
    if (!(await converging.settle()))
      throw new PromiseBroken("A plan right after the apply still finds something to change.", [
        "What is deployed differs from what is declared: see the changes above.",
      ]);
    this.#stages.done("nothing to change: what is deployed is what is declared");
  }

  /** Destroys, and looks what is left; with `--keep`, state and AWS have to agree as they are. */
  async #end(converging: Converging, deployment: Deployment): Promise<readonly PlacedItem[]> {
    if (this.#invocation.options.keep) {
      const last = converging.stops.at(-1);
      const apart = last ? renderDisagreement(last) : [];
      if (apart.length > 0) throw new Disagreement("The state and the embedded AWS disagree.", apart);
      return [];
    }
    await this.#stages.stage("destroy", async () =>
      this.#stages.done(`${plural(await converging.destroy(), "resource")} destroyed`),
    );
    return this.#stages.stage("inventory", () => this.#inventory(deployment));
  }

  async #inventory(deployment: Deployment): Promise<readonly PlacedItem[]> {
    if (this.#conditions.deployer !== undefined)
      await (await import("../deployer.ts")).removeDeployer(deployment);
    const known = new Set(this.#before.map(keyOf));
    const left = (await inventory(endpointOf(deployment))).filter((item) => !known.has(keyOf(item)));
    if (left.length > 0) {
      throw new Disagreement(
        `The destroy left ${plural(left.length, "thing")} behind.`,
        left.map(
          ({ service, type, id, account, region }) =>
            `${service} ${type} ${id} (account ${account}, ${region})`,
        ),
      );
    }
    this.#stages.done("nothing is left but the state bucket");
    return left;
  }
}

/** How often something is tried: a failure on a day without faults is no accident. */
const triesOf = ({ faults, attempts }: Conditions): number => (faults ? attempts : 1);

function keptOf(deployment: Deployment): Rehearsal["kept"] {
  const { local, settings } = deployment;
  if (!local) return undefined;
  const env = localAwsEnvironment(local, settings.account_id, settings.region, {});
  const environment = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { endpoint: local.endpoint, pid: local.pid, environment };
}

const endpointOf = ({ local }: Deployment): string => local?.endpoint ?? "";
