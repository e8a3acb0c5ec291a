import type { EngineEvent } from "../../terraform/events.ts";
import type { Look, Paint } from "../paint.ts";
import type { Note } from "./notes.ts";
import { about, cut, duration, plural, wrap } from "./text.ts";
import { type Pace, waitFor } from "./waits.ts";

/** One resource that the engine is working on. */
export interface Running {
  readonly address: string;
  readonly type: string;
  readonly action: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Where an apply or a destroy stands: a fold over the engine's events. */
export interface Progress {
  readonly pace: Pace;
  readonly startedAt: number;
  /** How many resources the plan touches; a replacement counts twice. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly running: readonly Running[];
}

export function startProgress(total: number, now: number, pace: Pace): Progress {
  return { pace, startedAt: now, total, done: 0, failed: 0, running: [] };
}

/** The next state, and the lines that stay on screen because of the event. */
export function advance(progress: Progress, event: EngineEvent, now: number): Progress {
  switch (event.type) {
    case "apply_start": {
      const { resource, action } = event.hook;
      const started = { address: resource.addr, type: resource.resource_type, action, since: now };
      return { ...progress, running: [...progress.running, started] };
    }
    case "apply_complete":
      return { ...without(progress, event.hook), done: progress.done + 1 };
    case "apply_errored":
      return { ...without(progress, event.hook), failed: progress.failed + 1 };
    default:
      return progress;
  }
}

interface Hook {
  readonly resource: { readonly addr: string };
  readonly action: string;
}

function without(progress: Progress, { resource, action }: Hook): Progress {
  const running = progress.running.filter((one) => one.address !== resource.addr || one.action !== action);
  return { ...progress, running };
}

const VERBS: Readonly<
  Record<string, readonly [done: string, doing: string, mark: string, format: Parameters<Paint>[0]]>
> = {
  create: ["created", "creating", "+", "green"],
  update: ["updated", "updating", "~", "yellow"],
  delete: ["destroyed", "destroying", "-", "red"],
};

/** The line that stays when a resource is finished, with its id and how long it took; nothing for other events. */
export function finishedLine(
  event: EngineEvent,
  since: number | undefined,
  now: number,
  look: Look,
): string[] {
  if (event.type !== "apply_complete" && event.type !== "apply_errored") return [];
  const { resource, action, elapsed_seconds, id_value } = event.hook;
  if (action === "read" || action === "noop") return [];
  // The engine counts whole seconds; our own clock says more about the short ones.
  const seconds = since === undefined ? elapsed_seconds : (now - since) / 1000;
  const failed = event.type === "apply_errored";
  const [, , mark, format] = VERBS[action] ?? ["", "", "·", "dim"];
  const took = duration(seconds).padStart(7);
  const room = look.columns - resource.addr.length - took.length - 8;
  const id = id_value && action === "create" && id_value.length <= room ? `  ${id_value}` : "";
  return [
    `  ${failed ? look.paint("red", "✗") : look.paint(format, mark)} ${look.paint("dim", took)}  ${resource.addr}${failed ? look.paint("red", "  failed") : look.paint("dim", id)}`,
  ];
}

/** What is under way, for the redrawn region: the count, each kind of resource with its elapsed time and why it takes long, and a note. */
export function liveLines(
  progress: Progress,
  options: { now: number; frame: number; rows: number; note?: Note; interrupted?: boolean },
  look: Look,
): string[] {
  const { paint } = look;
  const spinner = FRAMES[options.frame % FRAMES.length] ?? "·";
  const head = `  ${paint("cyan", spinner)} ${bar(progress, paint)}${headline(progress, options.now)}`;
  const stopping = options.interrupted
    ? [`    ${paint("yellow", "Stopping at the next safe point, then saving the state.")}`]
    : [];
  const groups = byType(progress.running).flatMap((group) =>
    renderGroup(group, progress.pace, options.now, look),
  );
  const note = options.note && !options.interrupted ? renderNote(options.note, look) : [];
  const room = Math.max(4, options.rows - 2);
  const body = [...stopping, ...groups];
  const shown = body.length + note.length + 2 <= room ? [...body, ...note] : body.slice(0, room - 2);
  return ["", head, ...shown];
}

/** A line names so many kinds at most, those that take longest. */
const MOST_TOLD = 2;

/** One line for a log: what is still under way; and why it takes long, for kinds that `explained` does not name yet. */
export function heartbeat(
  progress: Progress,
  now: number,
  look: Look,
  explained: ReadonlySet<string> = new Set(),
): string[] {
  const groups = byType(progress.running);
  if (groups.length === 0) return [];
  const list = groups
    .slice(0, MOST_TOLD)
    .map(
      (group) =>
        `${doing(group.action)} ${group.type} ${group.names.join(" ")} (${duration((now - group.since) / 1000)})`,
    );
  const more = groups.slice(MOST_TOLD).flatMap(({ names }) => names).length;
  const [slowest] = groups;
  const why =
    slowest && !explained.has(kindOf(slowest))
      ? waitFor(slowest.type, slowest.action, progress.pace)?.why
      : undefined;
  return [
    `  … ${headline(progress, now)}; still ${list.join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
    ...(why ? wrap(why, look.columns - 6).map((line) => `      ${line}`) : []),
  ];
}

/** What has been under way longest, as `heartbeat` explains it: `aws_vpc create`. */
export function slowestKind(progress: Progress): string | undefined {
  const [slowest] = byType(progress.running);
  return slowest && kindOf(slowest);
}

const kindOf = ({ type, action }: { type: string; action: string }): string => `${type} ${action}`;

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

const BAR_WIDTH = 24;

/** How much is done, at a glance; nothing where the total is not known. */
function bar({ done, total }: Progress, paint: Paint): string {
  if (total === 0) return "";
  const filled = Math.min(BAR_WIDTH, Math.round((done / total) * BAR_WIDTH));
  return `${paint("green", "━".repeat(filled))}${paint("dim", "─".repeat(BAR_WIDTH - filled))} `;
}

function headline({ done, failed, total, startedAt }: Progress, now: number): string {
  const count = total > 0 ? `${done} of ${total}` : plural(done, "resource");
  return `${count} done${failed > 0 ? `, ${failed} failed` : ""}, ${duration((now - startedAt) / 1000)}`;
}

interface Group {
  readonly type: string;
  readonly action: string;
  readonly names: readonly string[];
  readonly since: number;
}

/** Resources of one type that undergo the same, longest under way first. */
function byType(running: readonly Running[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { type, action, address, since } of running) {
    if (action === "read") continue;
    const key = kindOf({ type, action });
    const group = groups.get(key) ?? { type, action, names: [], since };
    groups.set(key, {
      ...group,
      names: [...group.names, address.slice(type.length + 1)],
      since: Math.min(group.since, since),
    });
  }
  return [...groups.values()].sort((a, b) => a.since - b.since);
}

function renderGroup({ type, action, names, since }: Group, pace: Pace, now: number, look: Look): string[] {
  const seconds = (now - since) / 1000;
  const wait = waitFor(type, action, pace);
  const usual = wait && seconds > 2 && seconds < wait.seconds ? ` of about ${about(wait.seconds)}` : "";
  const time = `${duration(seconds)}${usual}`;
  const room = look.columns - time.length - 6;
  const whole = `${doing(action)} ${type} ${names.join(" ")}`;
  // Names that do not fit beside the type go below it.
  const fits = whole.length <= room;
  const title = fits ? whole : cut(`${doing(action)} ${type}`, room);
  return [
    `    ${title}  ${look.paint("cyan", time)}`,
    ...(fits ? [] : wrap(names.join(" "), look.columns - 8).map((text) => `      ${text}`)),
    ...(wait && seconds >= 3
      ? wrap(wait.why, look.columns - 8).map((text) => `      ${look.paint("dim", text)}`)
      : []),
  ];
}

const doing = (action: string): string => VERBS[action]?.[1] ?? action;

/** A note set off from the progress, under the name of its module. */
export function renderNote({ module, text }: Note, look: Look): string[] {
  return [
    "",
    `    ${look.paint("bold", `Meanwhile, about ${module === "root" ? "the whole" : module}:`)}`,
    ...wrap(text, Math.min(76, look.columns - 6)).map((line) => `    ${line}`),
  ];
}
