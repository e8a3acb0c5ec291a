import { join } from "node:path";
import { connectLocalAws, inventory, localAwsEnvironment, stopLocalAws } from "../local-aws/daemon.ts";
import type { ExpectedDuration } from "../review/duration.ts";
import type { PlanSummary } from "../review/summary.ts";
import type { OutputJson } from "../terraform/plan-json.ts";
import { type ProviderProcess, startProvider } from "../terraform/provider-process.ts";
import { canShareProvider } from "./attached.ts";
import type { Invocation } from "./command.ts";
import type { Conditions } from "./conditions.ts";
import { Converging } from "./converging.ts";
import { type Deployment, explained, openDeployment } from "./deployment.ts";
import { Declined, Disagreement, PromiseBroken } from "./errors.ts";
import { expectedOf } from "./expected.ts";
import { makeStateBucket } from "./local-state-bucket.ts";
import { mend } from "./mending.ts";
import { persist } from "./persist.ts";
import { makePlan, showPlan } from "./planning.ts";
import { newRehearsalFolder, type RehearsalFolder, removeRehearsal } from "./rehearsal-folders.ts";
import { RehearsalFailed, type RehearsalReport, rehearsalReport } from "./rehearsal-report.ts";
import { step } from "./step.ts";
import { keyOf, type PlacedItem } from "./stops.ts";
import { renderOutputs } from "./views/outputs.ts";
import { conditionLines, stageHeading } from "./views/rehearsal.ts";
import { renderDisagreement } from "./views/rehearsal-report.ts";
import { plural } from "./views/text.ts";

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

/** An endpoint whose rehearsal was killed ends itself after so long without a request, in seconds. */
const ORPHAN_SECONDS = 900;

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
    const report = error instanceof Declined ? undefined : await run.report().catch(() => undefined);
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
  readonly #seconds: Record<string, number> = {};
  readonly #attempts: Record<string, number> = {};
  /** What was there before the first plan, and what came for the deployer. */
  #before: readonly PlacedItem[] = [];
  #endpoint?: string;
  #converging?: Converging;
  #interrupted = false;
  #provider?: ProviderProcess;

  constructor(invocation: Invocation, conditions: Conditions, folder: RehearsalFolder) {
    this.#invocation = invocation;
    this.#conditions = conditions;
    this.#folder = folder;
  }

  interrupt(): void {
    this.#interrupted = true;
  }

  async stopProvider(): Promise<void> {
    await this.#provider?.stop();
  }

  /** What happened so far; nothing before the endpoint answers. */
  async report(): Promise<RehearsalReport | undefined> {
    if (this.#endpoint === undefined) return undefined;
    const journals = join(this.#invocation.project.cacheDir, "faults");
    const stops = this.#converging?.stops ?? [];
    const tried = (["apply", "destroy"] as const).flatMap((stage) => {
      const count = this.#converging?.attemptsOf(stage) ?? 0;
      return count > 0 ? [[stage, count]] : [];
    });
    const attempts = { ...this.#attempts, ...Object.fromEntries(tried) };
    return rehearsalReport(
      { endpoint: this.#endpoint, journals, conditions: this.#conditions },
      { attempts, stops, seconds: this.#seconds },
    );
  }

  async all(): Promise<Rehearsal> {
    const { screen, options } = this.#invocation;
    const opened = await this.#stage("declare", () => this.#open());
    return explained(opened, async () => {
      const deployment = await this.#stage("init", () => this.#init(opened));
      const plan = await this.#stage("plan", () =>
        this.#retried("plan", deployment, () => makePlan(deployment, "apply", this.#invocation)),
      );
      showPlan(deployment, plan, this.#invocation);
      const converging = await this.#converge(deployment);
      await this.#stage("apply", () => converging.apply(plan));
      this.#done(`${plural(plan.total, "resource")} created`);
      const outputs = await this.#stage("output", () =>
        this.#retried("output", deployment, () => deployment.workspace.output()),
      );
      screen.say(...renderOutputs(outputs, screen.look));
      await this.#stage("plan again", () => this.#planAgain(converging));
      if (!options.keep) await this.#stage("destroy", () => this.#destroy(deployment, converging));
      const left = options.keep
        ? this.#agreed(converging)
        : await this.#stage("inventory", () => this.#inventory(deployment));
      const report = (await this.report()) as RehearsalReport;
      return {
        environment: deployment.environment,
        resources: deployment.stack.resources.length,
        plan: plan.summary,
        expected: expectedOf(deployment, plan.summary),
        outputs,
        seconds: this.#seconds,
        calls: report.calls,
        left,
        report,
        ...(options.keep && { kept: keptOf(deployment) }),
      };
    });
  }

  /** Heading, work, seconds; an interrupt in between ends the rehearsal. */
  async #stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { screen } = this.#invocation;
    if (this.#interrupted)
      throw new Declined("Stopped. The embedded AWS of this rehearsal is gone, and all it held.");
    screen.say(...stageHeading(name, screen.look));
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds[name] = Math.round(performance.now() - began) / 1000;
    }
  }

  /** On a bad day, tries again what failed, after mending what can be mended. */
  #retried<T>(stage: string, deployment: Deployment, work: () => Promise<T>): Promise<T> {
    return persist(
      (attempt) => {
        this.#attempts[stage] = attempt;
        return work();
      },
      {
        limit: this.#limit,
        onFailure: async ({ error, attempt, lines }) => {
          if (this.#limit > 1)
            for (const line of [...lines, ...(await mend(deployment, error))]) this.#note(line);
          return String(attempt);
        },
      },
    );
  }

  get #limit(): number {
    return this.#conditions.faults ? this.#conditions.attempts : 1;
  }

  async #open(): Promise<Deployment> {
    const { project, args, options, screen } = this.#invocation;
    const { awsTime, faults, quotas } = this.#conditions;
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
          behaviour: { awsTime, faults, quotas },
        }),
    });
    this.#endpoint = endpointOf(deployment);
    const modules = new Set(deployment.stack.resources.map(({ module }) => module));
    this.#done(
      `${plural(deployment.stack.resources.length, "resource")} in ${modules.size} modules: ${[...modules].join(", ")}`,
    );
    this.#done(`an AWS of this rehearsal's own, at ${this.#endpoint}`);
    screen.say(...conditionLines(this.#conditions, screen.look));
    return deployment;
  }

  async #init(opened: Deployment): Promise<Deployment> {
    const { screen } = this.#invocation;
    await step(
      screen,
      `State bucket ${opened.state.bucket}`,
      () => this.#retried("state bucket", opened, () => makeStateBucket(opened)),
      { always: true },
    );
    this.#before = await inventory(endpointOf(opened));
    const deployment = await this.#deployerOf(opened);
    await step(
      screen,
      "terraform init",
      () => this.#retried("init", deployment, () => deployment.workspace.init()),
      { always: true },
    );
    if (!canShareProvider(deployment)) return deployment;
    // One provider process for all the runs to come: each would spend more than a second starting its own.
    const binary = await deployment.workspace.providerBinary("hashicorp/aws");
    this.#provider = await startProvider({ binary, engine: deployment.engine, env: deployment.env });
    return { ...deployment, workspace: deployment.workspace.with({ reattach: this.#provider.reattach }) };
  }

  /** The deployment by the keys of the role that was asked for. */
  async #deployerOf(opened: Deployment): Promise<Deployment> {
    const policy = this.#conditions.deployer;
    if (policy === undefined) return opened;
    const { deployerKeys } = await import("./deployer.ts");
    const keys = await step(
      this.#invocation.screen,
      "A role that may do what the policy allows, and a session of it",
      () => deployerKeys(opened, policy),
      { always: true },
    );
    const env = { ...opened.env, ...keys };
    return { ...opened, env, workspace: opened.workspace.with({ env }) };
  }

  async #converge(deployment: Deployment): Promise<Converging> {
    const outside = await inventory(endpointOf(deployment));
    this.#converging = new Converging({
      deployment,
      invocation: this.#invocation,
      limit: this.#limit,
      outside,
    });
    return this.#converging;
  }

  async #planAgain(converging: Converging): Promise<void> {
    if (!(await converging.settle()))
      throw new PromiseBroken("A plan right after the apply still finds something to change.", [
        "What is deployed differs from what is declared: see the changes above.",
      ]);
    this.#done("nothing to change: what is deployed is what is declared");
  }

  /** AWS keeps buckets that hold something, and so the destroy of those who do not empty them fails: said, and then done as they would. */
  async #destroy(deployment: Deployment, converging: Converging): Promise<void> {
    const destroyed = await converging.destroy().catch(async (error: unknown) => {
      const { emptyKeptBuckets } = await import("./emptying.ts");
      const emptied = await emptyKeptBuckets(deployment, error);
      if (emptied.length === 0) throw error;
      for (const line of emptied) this.#note(line);
      return converging.destroy();
    });
    this.#done(`${plural(destroyed, "resource")} destroyed`);
  }

  /** With `--keep`, nothing may be left over, but everything may exist. */
  #agreed({ stops }: Converging): readonly PlacedItem[] {
    const last = stops.at(-1);
    const apart = last ? renderDisagreement(last) : [];
    if (apart.length > 0) throw new Disagreement("The state and the embedded AWS disagree.", apart);
    return [];
  }

  async #inventory(deployment: Deployment): Promise<readonly PlacedItem[]> {
    if (this.#conditions.deployer !== undefined)
      await (await import("./deployer.ts")).removeDeployer(deployment);
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
    this.#done("nothing is left but the state bucket");
    return left;
  }

  #done(text: string): void {
    const { screen } = this.#invocation;
    screen.say(`  ${screen.look.paint("green", "✓")} ${text}`);
  }

  #note(text: string): void {
    const { screen } = this.#invocation;
    screen.say(`  ${screen.look.paint("yellow", "!")} ${text}`);
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

const endpointOf = ({ local }: Deployment): string => local?.endpoint ?? "";
