import type { PlanSummary } from "../review/summary.ts";
import { applyPlan } from "./applying.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { mend } from "./mending.ts";
import { type Failure, persist } from "./persist.ts";
import { makePlan, type SavedPlan, showPlan } from "./planning/planning.ts";
import { step } from "./step.ts";
import { compare, type PlacedItem, type Stop } from "./stops.ts";
import { countsLine } from "./views/plan.ts";
import { renderDisagreement } from "./views/rehearsal-report.ts";
import { wrap } from "./views/text.ts";

export interface ConvergingProps {
  readonly deployment: Deployment;
  readonly invocation: Invocation;
  /** How often an apply or a destroy is tried; 1 on a day without faults. */
  readonly limit: number;
  /** What was there before: it belongs to no state of this deployment. */
  readonly outside: readonly PlacedItem[];
}

/** Applies and destroys as a user would on a bad day: plans again and applies again until nothing is left to do. */
export class Converging {
  readonly #props: ConvergingProps;
  readonly #stops: Stop[] = [];
  /** Of the first plan to remove everything. */
  #resources = 0;

  constructor(props: ConvergingProps) {
    this.#props = props;
  }

  /** Every end of an apply or a destroy so far, in order. */
  get stops(): readonly Stop[] {
    return this.#stops;
  }

  /** How often each was tried. */
  get attempts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#stops.map(({ stage, attempt }) => [stage, attempt]));
  }

  attemptsOf(stage: Stop["stage"]): number {
    return this.#stops.filter((stop) => stop.stage === stage).length;
  }

  /** Applies a plan that was shown, and whatever later plans still find. @throws EngineFailed of the last try */
  async apply(first: SavedPlan): Promise<void> {
    const { deployment, invocation } = this.#props;
    await this.#persist("apply", async (again) => {
      const plan = again ? await makePlan(deployment, "apply", invocation, { acts: true }) : first;
      if (again) this.#say(...planLines(plan.summary, invocation));
      if (plan.summary.changes) await applyPlan(deployment, plan, invocation, { notes: !again });
    });
  }

  /** Removes everything; says how many resources there were. @throws EngineFailed of the last try */
  async destroy(): Promise<number> {
    const { deployment, invocation } = this.#props;
    const mode = "destroy";
    const remove = async () => {
      const { planFile, changes, counts } = await step(invocation.screen, "Planning the removal", () =>
        deployment.workspace.plan({ destroy: true }),
      );
      const total = counts?.remove ?? 0;
      this.#resources = Math.max(this.#resources, total);
      if (changes) await applyPlan(deployment, { planFile, mode, total }, invocation, { notes: false });
    };
    try {
      await this.#persist("destroy", remove);
    } catch (error) {
      // AWS keeps buckets that hold something: said, and then done as whoever destroys would.
      const { emptyKeptBuckets } = await import("./emptying.ts");
      const emptied = await emptyKeptBuckets(deployment, error);
      if (emptied.length === 0) throw error;
      this.#tell("·", emptied);
      await this.#persist("destroy", remove);
    }
    return this.#resources;
  }

  /**
   * Plans once more, and on a bad day applies what is found as long as tries are left. Whether nothing is left to change; what there is, is
   * shown.
   */
  async settle(): Promise<boolean> {
    const { deployment, invocation, limit } = this.#props;
    for (;;) {
      // A bad day may have left things twice, which only a look at all that is there finds.
      const { changes } =
        limit > 1
          ? { changes: true }
          : await step(invocation.screen, "Reading everything back", () =>
              this.#retried(() => deployment.workspace.plan()),
            );
      if (!changes) return true;
      const again = await this.#retried(() => makePlan(deployment, "apply", invocation, { acts: true }));
      if (!again.summary.changes) return true;
      showPlan(deployment, again, invocation);
      if (this.attemptsOf("apply") >= limit) return false;
      await this.apply(again);
    }
  }

  /** Something that only reads, as often as a bad day takes. */
  #retried<T>(work: () => Promise<T>): Promise<T> {
    const { deployment, limit } = this.#props;
    const onFailure = async ({ error }: Failure) => {
      const mended = await mend(deployment, error);
      this.#tell("·", mended);
      return mended.join();
    };
    return persist(work, { limit, onFailure });
  }

  async #persist(stage: Stop["stage"], work: (again: boolean) => Promise<void>): Promise<void> {
    const { limit } = this.#props;
    await persist((attempt) => work(attempt > 1), {
      limit: Math.max(1, limit - this.attemptsOf(stage)),
      onFailure: (failure) => this.#failed(stage, failure),
      onRetry: () =>
        this.#say(`    Once more: ${stage} ${this.attemptsOf(stage) + 1}, of at most ${limit}.`, ""),
    });
    await this.#stop(stage, []);
  }

  /** Says what failed, mends what can be mended, compares; returns where things stand. */
  async #failed(stage: Stop["stage"], { error, lines }: Failure): Promise<string> {
    // A good day's failure is reported as it is, with its lock and its unsaved state.
    if (this.#props.limit > 1) {
      this.#say("");
      this.#tell("✗", lines);
      this.#tell("·", await mend(this.#props.deployment, error));
    }
    return (await this.#stop(stage, lines)).join();
  }

  /** Notes where an attempt ended, and says where state and AWS disagree. */
  async #stop(stage: Stop["stage"], failed: readonly string[]): Promise<readonly string[]> {
    const { deployment, outside } = this.#props;
    const { unknown, missing, held } = await compare(deployment, outside);
    const stop: Stop = {
      stage,
      attempt: this.attemptsOf(stage) + 1,
      failed,
      unknown: unknown.map(({ type, id }) => ({ type, id })),
      missing: missing.map(({ address, type }) => ({ address, type })),
    };
    this.#stops.push(stop);
    this.#tell("!", renderDisagreement(stop));
    return held;
  }

  #tell(mark: "✗" | "!" | "·", texts: readonly string[]): void {
    const { paint, columns } = this.#props.invocation.screen.look;
    const colour = mark === "✗" ? "red" : "yellow";
    for (const text of texts)
      this.#say(
        ...wrap(text, columns - 6).map(
          (line, index) => `  ${index === 0 ? paint(colour, mark) : " "} ${line}`,
        ),
      );
  }

  #say(...lines: readonly string[]): void {
    if (lines.length > 0) this.#props.invocation.screen.say(...lines);
  }
}

/** A later plan in one line, and what an earlier try left half made. */
function planLines(summary: PlanSummary, { screen: { look } }: Invocation): string[] {
  if (!summary.changes) return ["  Nothing is left to change."];
  const tainted = summary.modules.flatMap(({ changes }) =>
    changes.filter(({ reason }) => reason === "replace_because_tainted").map(({ address }) => address),
  );
  return [
    `  ${countsLine(summary, look.paint)}`,
    ...(tainted.length > 0
      ? wrap(`half made, to be replaced: ${tainted.join(", ")}`, look.columns - 4).map(
          (line) => `    ${line}`,
        )
      : []),
  ];
}
