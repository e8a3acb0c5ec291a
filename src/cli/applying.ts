import { performance } from "node:perf_hooks";
import type { ApplyErroredEvent, EngineEvent } from "../terraform/events.ts";
import type { ApplyResult } from "../terraform/workspace.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import type { Look } from "./paint.ts";
import { forgetPlan, type PlanMode } from "./planning.ts";
import type { LiveRegion } from "./screen.ts";
import { type Note, notes } from "./views/notes.ts";
import {
  advance,
  finishedLine,
  heartbeat,
  liveLines,
  renderNote,
  slowestKind,
  startProgress,
} from "./views/progress.ts";
import { duration, wrap } from "./views/text.ts";

export interface ApplyOptions {
  /** Notes to read while the provider waits, also where the screen cannot be redrawn. @default false */
  readonly notes?: boolean;
}

/** A plan on disk, and how many finished resources to expect of it. */
export interface PlanToApply {
  readonly planFile: string;
  readonly mode: PlanMode;
  readonly total: number;
}

const FRAME_MS = 100;
const HEARTBEAT_MS = 10_000;
/** Long enough to read a note. */
const NOTE_MS = 9000;
/** Notes come when nothing new has happened for a while. */
const QUIET_MS = 2500;

/** Applies a saved plan, and shows each resource with its elapsed time: redrawn on a terminal, line by line in a log. */
export async function applyPlan(
  deployment: Deployment,
  plan: PlanToApply,
  { io, screen }: Invocation,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const region = screen.canRedraw ? await screen.liveRegion() : undefined;
  const display = new ApplyDisplay(deployment, plan, { io, screen, region, notes: options.notes ?? false });
  // Applied in part or refused, it cannot be applied again.
  await forgetPlan(deployment);
  const stopListening = io.onInterrupt((count) => display.interrupted(count));
  try {
    return await deployment.workspace.apply({
      planFile: plan.planFile,
      onEvent: (event) => display.event(event),
    });
  } finally {
    stopListening();
    display.close();
  }
}

const STOPPING =
  "Stopping: Terraform stops at the next safe point, saves its state and releases the lock; resources that were being made may be replaced by the next plan. This may take minutes. Ctrl-C again ends it at once; what was just being made may then be missing from the state.";
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

/** The moving part: a clock that redraws what `views/progress.ts` says. */
class ApplyDisplay {
  readonly #props: DisplayProps;
  readonly #notes: readonly Note[];
  readonly #timer: NodeJS.Timeout;
  readonly #began = performance.now();
  #progress;
  /** Kinds of resources whose waiting was explained in this log already. */
  readonly #explained = new Set<string>();
  #interrupted = false;
  #frame = 0;
  #beats = 0;
  #lastFinished = performance.now();

  constructor(
    { stack, target, awsTime = "off" }: Deployment,
    { total, mode }: PlanToApply,
    props: DisplayProps,
  ) {
    this.#props = props;
    this.#progress = startProgress(total, props.io.now(), target === "aws" ? "aws" : awsTime);
    const modules = new Set(stack.resources.map(({ module }) => module));
    this.#notes = mode === "apply" ? notes.filter(({ module }) => modules.has(module)) : [];
    this.#timer = props.region
      ? setInterval(() => this.#draw(), FRAME_MS)
      : setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  event(event: EngineEvent): void {
    const { io, screen, region } = this.#props;
    const since =
      event.type === "apply_complete" || event.type === "apply_errored"
        ? this.#progress.running.find(({ address }) => address === event.hook.resource.addr)?.since
        : undefined;
    // What breaks off after Ctrl-C did not fail. An error of its own is still told at the end.
    const stopped = this.#interrupted && event.type === "apply_errored";
    const lines = stopped
      ? interruptedLine(event, since, io.now(), screen.look)
      : finishedLine(event, since, io.now(), screen.look);
    if (lines.length > 0) this.#lastFinished = performance.now();
    const { failed } = this.#progress;
    const next = advance(this.#progress, event, io.now());
    this.#progress = stopped ? { ...next, failed } : next;
    if (region) region.print(lines);
    else if (lines.length > 0) screen.say(...lines);
  }

  interrupted(count: number): void {
    this.#interrupted = true;
    const { screen, region } = this.#props;
    const lines = wrap(count === 1 ? STOPPING : ENDING, screen.look.columns - 4).map((line) => `  ${line}`);
    if (region) region.print(lines);
    else screen.say(...lines);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#props.region?.close();
  }

  #draw(): void {
    const { io, screen, region } = this.#props;
    const quiet = performance.now() - this.#lastFinished > QUIET_MS;
    const note = quiet
      ? this.#notes[Math.floor((performance.now() - this.#began) / NOTE_MS) % this.#notes.length]
      : undefined;
    region?.draw(
      liveLines(
        this.#progress,
        { now: io.now(), frame: this.#frame++, rows: screen.rows, note, interrupted: this.#interrupted },
        screen.look,
      ),
    );
  }

  #beat(): void {
    const { io, screen, notes: wanted } = this.#props;
    const lines = heartbeat(this.#progress, io.now(), screen.look, this.#explained);
    const slowest = slowestKind(this.#progress);
    if (slowest) this.#explained.add(slowest);
    if (lines.length > 0) screen.say(...lines);
    const note = wanted && !this.#interrupted ? this.#notes[this.#beats++] : undefined;
    if (note && lines.length > 0) screen.say(...renderNote(note, screen.look), "");
  }
}
