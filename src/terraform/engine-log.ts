import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEvent } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";

interface Run {
  /** The process that started the engine, not the engine's own. */
  readonly pid: number;
  /** Such as `apply`. */
  readonly command: string;
}

/** Name of the log of one run; names sort by time. */
export function engineLogName(time: Date, { pid, command }: Run): string {
  return `${time.toISOString().replaceAll(":", "-")}-${pid}-${command}.jsonl`;
}

/** What the engine wrote in the last such run; it writes its log itself, and so ends its work when whoever started it was killed. */
export function lastEngineLog(logs: string, { pid, command }: Run): EngineEvent[] {
  const name = namesIn(logs)
    .filter((one) => one.endsWith(`-${pid}-${command}.jsonl`))
    .sort()
    .at(-1);
  if (!name) return [];
  const lines = readFileSync(join(logs, name), "utf8").split("\n");
  return lines.flatMap((line) => parseEvent(line) ?? []);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing ran here yet.
    return [];
  }
}
