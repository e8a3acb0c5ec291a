import { performance } from "node:perf_hooks";
import type { Remaining } from "../review/remaining.ts";
import type { PlanSummary } from "../review/summary.ts";
import type { PlannedAction } from "../review/task-graph.ts";
import type { ApplyErroredEvent, EngineEvent } from "../terraform/events.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { graphOf, plannedActions } from "./expected.ts";
import type { Look } from "./paint.ts";
import type { PlanMode } from "./planning/saved-plan.ts";
import type { LiveRegion } from "./screen.ts";
import { type Note, notes } from "./views/notes.ts";
import { advance, type Progress, startProgress, whatIsLeft } from "./views/progress.ts";
import { liveLines } from "./views/progress-live.ts";
import { finishedLine, heartbeat, slowestKind } from "./views/progress-log.ts";
import { renderNote } from "./views/progress-note.ts";
import { duration, wrap } from "./views/text.ts";

/** A plan on disk, and how many finished resources to expect of it. */
export interface PlanToApply {
  readonly planFile: string;
  readonly mode: PlanMode;
  readonly total: number;
  /** What it does; without it, what the engine says of it when it begins. */
  readonly summary?: PlanSummary;
}

const FRAME_MS = 100;
/** What is left of thousands of resources takes too long to reckon for every frame. */
const ESTIMATE_MS = 500;
const HEARTBEAT_MS = 10_000;
/** After so long a log has seen enough, and one in three will do. */
const LONG_MS = 120_000;
/** Long enough to read a note. */
const NOTE_MS = 9000;
/** Notes come when nothing new has happened for a while. */
const QUIET_MS = 2500;

const STOPPING =
  "Stopping: Terraform stops at the next safe point, saves its state and releases the lock. This may take minutes. The next apply goes on from there: it takes over what AWS made of what was under way, and keeps what is well; only what is unfinished and holds no data, such as a NAT gateway, may be made anew. Ctrl-C again ends it at once: what was just being made may then be missing from the state until the next apply finds it by its tags and names.";
const ENDING = "Ending Terraform at once.";

/** The line of a resource that was broken off because the user asked to stop. */
function interruptedLine(
  { hook: { resource, action, elapsed_seconds } }: ApplyErroredEvent,
  since: number | undefined,
  now: number,
  { paint }: Look,
): string[] {
  if (action === "read" || action === "noop") return [];
  const took = duration(since === undefined ? elapsed_seconds : (now - since) / 1000).padStart(7);
  return [
    `  ${paint("yellow", "!")} ${paint("dim", took)}  ${resource.addr}${paint("yellow", "  interrupted")}`,
  ];
}

interface DisplayProps extends Pick<Invocation, "io" | "screen"> {
  readonly region?: LiveRegion;
  readonly notes: boolean;
}

/** The moving part: a clock that redraws what `views/progress-live.ts` says, or says what `views/progress-log.ts` does. */
export class ApplyDisplay {
  readonly #props: DisplayProps;
  readonly #deployment: Deployment;
  readonly #notes: readonly Note[];
  readonly #timer: NodeJS.Timeout;
  readonly #began = performance.now();
  #progress;
  /** What the engine says of the plan before it begins, where nobody else did. */
  readonly #planned: Map<string, PlannedAction> | undefined;
  /** Kinds of resources whose waiting was explained in this log already. */
  readonly #explained = new Set<string>();
  #interrupted = false;
  #estimate?: { readonly at: number; readonly left?: Remaining };
  #frame = 0;
  #beats = 0;
  #notesTold = 0;
  #lastFinished = performance.now();

  constructor(deployment: Deployment, { total, mode, summary }: PlanToApply, props: DisplayProps) {
    const { stack } = deployment;
    this.#props = props;
    this.#deployment = deployment;
    this.#planned = summary ? undefined : new Map();
    const changes = summary?.modules.flatMap((one) => one.changes) ?? [];
    this.#progress = startProgress(total, props.io.now(), graphOf(deployment, plannedActions(changes)));
    const modules = new Set(stack.resources.map(({ module }) => module));
    this.#notes = mode === "apply" ? notes.filter(({ module }) => modules.has(module)) : [];
    this.#timer = props.region
      ? setInterval(() => this.#draw(), FRAME_MS)
      : setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  event(event: EngineEvent): void {
    const { io, screen, region } = this.#props;
    this.#learn(event);
    const now = io.now();
    const ends = event.type === "apply_complete" || event.type === "apply_errored";
    const since = ends
      ? this.#progress.running.find(({ address }) => address === event.hook.resource.addr)?.since
      : undefined;
    const before = this.#progress;
    const next = advance(before, event, now);
    // What breaks off after Ctrl-C did not fail. An error of its own is still told at the end.
    const stopped = this.#interrupted && event.type === "apply_errored";
    this.#progress = stopped ? { ...next, failed: before.failed } : next;
    const needing = event.type === "apply_errored" ? this.#blocked(next) - this.#blocked(before) : 0;
    const lines = stopped
      ? interruptedLine(event, since, now, screen.look)
      : finishedLine(event, { since, now, needing }, screen.look);
    if (lines.length > 0) this.#lastFinished = performance.now();
    if (region) region.print(lines);
    else if (lines.length > 0) screen.say(...lines);
  }

  interrupted(count: number): void {
    this.#interrupted = true;
    const { screen } = this.#props;
    this.tell(wrap(count === 1 ? STOPPING : ENDING, screen.look.columns - 4).map((line) => `  ${line}`));
  }

  /** Says something that stays, between the lines of the run. */
  tell(lines: readonly string[]): void {
    const { screen, region } = this.#props;
    if (region) region.print(lines);
    else screen.say(...lines);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#props.region?.close();
  }

  /** Takes the plan from what the engine says of it, up to the first step. */
  #learn(event: EngineEvent): void {
    if (!this.#planned) return;
    if (event.type === "planned_change") {
      const { action, resource } = event.change;
      if (action === "create" || action === "update" || action === "delete" || action === "replace")
        this.#planned.set(resource.addr, action);
    }
    if (event.type === "apply_start" && this.#progress.graph.size === 0)
      this.#progress = { ...this.#progress, graph: graphOf(this.#deployment, this.#planned) };
  }

  #blocked(progress: Progress): number {
    return whatIsLeft(progress, this.#props.io.now())?.blocked ?? 0;
  }

  #left(now: number): Remaining | undefined {
    if (!this.#estimate?.left || now - this.#estimate.at >= ESTIMATE_MS)
      this.#estimate = { at: now, left: whatIsLeft(this.#progress, now) };
    return this.#estimate.left;
  }

  #draw(): void {
    const { io, screen, region } = this.#props;
    const quiet = performance.now() - this.#lastFinished > QUIET_MS;
    const note = quiet
      ? this.#notes[Math.floor((performance.now() - this.#began) / NOTE_MS) % this.#notes.length]
      : undefined;
    const now = io.now();
    const left = this.#left(now);
    const frame = this.#frame++;
    const interrupted = this.#interrupted;
    region?.draw(
      liveLines(this.#progress, { now, frame, rows: screen.rows, left, note, interrupted }, screen.look),
    );
  }

  #beat(): void {
    const beat = this.#beats++;
    if (performance.now() - this.#began > LONG_MS && beat % 3 !== 0) return;
    const { io, screen, notes: wanted } = this.#props;
    const now = io.now();
    const left = whatIsLeft(this.#progress, now);
    const options = { now, left, explained: this.#explained, interrupted: this.#interrupted };
    const lines = heartbeat(this.#progress, options, screen.look);
    const slowest = slowestKind(this.#progress);
    if (slowest) this.#explained.add(slowest);
    if (lines.length > 0) screen.say(...lines);
    const note = wanted && !this.#interrupted ? this.#notes[this.#notesTold++] : undefined;
    if (note && lines.length > 0) screen.say(...renderNote(note, screen.look), "");
  }
}
