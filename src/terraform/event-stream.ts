import type { Diagnostic } from "./diagnostic.ts";
import type { EngineEvent } from "./events.ts";
import { printable, printableData } from "./printable.ts";

/** Major version of the stream's format that we read; another may mean anything. */
const SUPPORTED_UI = "1";

/** How many lines that are not JSON are kept, for the message when an engine crashes without a diagnostic. */
const KEPT_LINES = 40;

/** Turns the engine's lines into events, and keeps what the end of a run is judged by. */
export class EventStream {
  readonly diagnostics: Diagnostic[] = [];
  readonly #onEvent: ((event: EngineEvent) => void) | undefined;
  readonly #plain: string[] = [];
  #rest = "";

  constructor(onEvent?: (event: EngineEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Lines that were not JSON, the last forty. */
  get plainOutput(): string {
    return this.#plain.join("\n").trim();
  }

  /** Takes the next piece of output; a line may arrive in several. */
  push(chunk: string): void {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  /** Takes a last line without newline, as a killed process leaves it. */
  end(): void {
    this.#line(this.#rest);
    this.#rest = "";
  }

  #line(line: string): void {
    const event = parseEvent(line);
    if (!event) {
      if (line.trim() || this.#plain.length > 0) this.#plain.push(printable(line));
      if (this.#plain.length > KEPT_LINES) this.#plain.shift();
      return;
    }
    if (event.type === "diagnostic") this.diagnostics.push(event.diagnostic);
    this.#onEvent?.(event);
  }
}

/** One line of the stream as an event, or undefined when it is not one (engines print some plain text among the JSON). */
export function parseEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  const {
    "@message": message,
    "@timestamp": timestamp,
    type,
    ...fields
  } = printableData(raw) as Record<string, unknown>;
  if (typeof type !== "string") return undefined;
  const base = { message: text(message), timestamp: text(timestamp) };
  if (type === "version") refuseUnknownFormat(fields);
  if (type === "diagnostic") return { ...base, type, diagnostic: diagnosticOf(fields.diagnostic) };
  if (!USED.has(type)) return { ...base, type: "other", name: type, fields };
  return { ...base, ...fields, type } as EngineEvent;
}

/** A diagnostic of any `-json` output, made safe to print. */
export function diagnosticOf(raw: unknown): Diagnostic {
  const { severity, summary, detail, address, range, snippet } = printableData(raw) as Record<
    string,
    unknown
  >;
  return {
    severity: severity === "warning" ? "warning" : "error",
    summary: text(summary),
    detail: text(detail),
    ...(typeof address === "string" ? { address } : {}),
    ...(range ? { range: range as Diagnostic["range"] } : {}),
    ...(snippet ? { snippet: snippet as Diagnostic["snippet"] } : {}),
  };
}

const USED: ReadonlySet<string> = new Set<EngineEvent["type"]>([
  "version",
  "planned_change",
  "resource_drift",
  "change_summary",
  "outputs",
  "refresh_start",
  "refresh_complete",
  "apply_start",
  "apply_progress",
  "apply_complete",
  "apply_errored",
  "init_output",
  "log",
]);

function refuseUnknownFormat({ ui }: Record<string, unknown>): void {
  if (text(ui).split(".")[0] === SUPPORTED_UI) return;
  throw new Error(
    `The engine speaks version ${text(ui)} of its JSON format; version ${SUPPORTED_UI} is understood here.`,
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
