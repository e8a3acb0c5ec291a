import { readdirSync, readFileSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { checkSettings } from "../infra/settings/check-settings.ts";
import { synthesize } from "../infra/synthesize.ts";
import type { AwsTime } from "../src/facts/pace.ts";
import { type ExpectedDuration, expectedDuration } from "../src/review/duration.ts";
import { type TaskGraph, taskGraph, taskKey } from "../src/review/task-graph.ts";
import type { EngineEvent } from "../src/terraform/events.ts";
import { timed } from "./measure.ts";

const root = process.env.PROJECT_ROOT as string;
const cache = join(root, ".cache", "bench", "expected-time");

/** Paces and how often each is run: `EXPECTED_TIME="x60 x60 x10 real"`; the last takes half an hour. */
const paces = (process.env.EXPECTED_TIME ?? "x60 x60 x60").trim().split(/\s+/) as AwsTime[];

/** Steps that are over sooner are left out of the table; seconds. */
const TELLING_SECONDS = 2;

/** How far what users are told an apply takes is from what it takes, per step and in total, on an embedded AWS of its own. */
export default async function expectedTime(): Promise<void> {
  const off: number[] = [];
  for (const pace of paces) {
    rmSync(cache, { recursive: true, force: true });
    await infra("local", "start");
    try {
      await infra("local", "time", pace);
      await infra("init", "dev", "--local");
      for (const action of ["create", "delete"] as const) off.push(await compared(action, pace));
    } finally {
      await infra("local", "stop");
    }
  }
  const worst = Math.max(...off.map(Math.abs));
  console.log(
    `\nwithin ${percent(worst)} of what was expected, in ${off.length} applies and destroys (target 10 %; a destroy without what was random)`,
  );
}

/** How far the total is off. The provider's random sleep before it removes a cluster counts as what it is on average. */
async function compared(action: "create" | "delete", pace: AwsTime): Promise<number> {
  const checked = checkSettings("dev", { account_id: "123456789012" }, { today: new Date() });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  const { configuration, resources } = synthesize("dev", checked.settings);
  const planned = new Map(resources.map(({ address }) => [address, action]));
  const expected = expectedDuration(configuration, planned, { pace });
  const command = action === "create" ? "apply" : "destroy";
  const whole = await infra(command, "dev", "--local", "--yes");
  const { took, total } = lastRun();
  console.log(
    `\n${command} of dev at ${pace} (load ${loadavg()[0]?.toFixed(1)}; the whole command ${(whole / 1000).toFixed(1)} s)`,
  );
  const graph = taskGraph(configuration, planned, pace);
  for (const line of table(graph, took)) console.log(`  ${line}`);
  console.log(`  ${totalLine(expected, total)}`);
  const random = [...graph.values()].filter(({ low, high }) => high > low);
  const luck = random.reduce((sum, { key, seconds }) => sum + (took.get(key) ?? 0) - seconds, 0);
  const share = (total - luck) / expected.seconds - 1;
  if (random.length > 0) console.log(`  without what was random: ${percent(share)}`);
  return share;
}

function table(graph: TaskGraph, took: ReadonlyMap<string, number>): string[] {
  const lines = [...graph.values()]
    .filter(({ key, high }) => Math.max(high, took.get(key) ?? 0) >= TELLING_SECONDS)
    .map(({ key, low, seconds, high }) => {
      const range = high - low > 1 ? ` (${low.toFixed(1)} to ${high.toFixed(1)})` : "";
      return `${key.padEnd(64)} expected ${seconds.toFixed(1).padStart(6)} s${range}, took ${(took.get(key) ?? Number.NaN).toFixed(1)} s`;
    });
  return [...lines.sort(), `${graph.size - lines.length} others: ${othersText(graph, took)}`];
}

function othersText(graph: TaskGraph, took: ReadonlyMap<string, number>): string {
  const times = [...graph.values()]
    .filter(({ key, high }) => Math.max(high, took.get(key) ?? 0) < TELLING_SECONDS)
    .map(({ key }) => took.get(key) ?? 0)
    .sort((a, b) => a - b);
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  return `took ${mean.toFixed(2)} s on average, ${times.at(-1)?.toFixed(1)} s at most`;
}

function totalLine({ seconds, low, high }: ExpectedDuration, total: number): string {
  const range = high - low > 1 ? ` (${low.toFixed(1)} to ${high.toFixed(1)})` : "";
  return `total: expected ${seconds.toFixed(1)} s${range}, took ${total.toFixed(1)} s: ${percent(total / seconds - 1)}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What the engine's last apply took, each step and from its first word to its last; seconds. */
function lastRun(): { took: Map<string, number>; total: number } {
  const logs = join(cache, "work", "local", "dev", "logs");
  const name = readdirSync(logs)
    .filter((one) => one.endsWith("-apply.jsonl"))
    .sort()
    .at(-1);
  const events = readFileSync(join(logs, name ?? ""), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as EngineEvent & { "@timestamp": string });
  const at = (event: { "@timestamp": string }) => Date.parse(event["@timestamp"]) / 1000;
  const began = new Map<string, number>();
  const took = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "apply_start" && event.type !== "apply_complete") continue;
    const key = taskKey(event.hook.resource.addr, event.hook.action);
    if (event.type === "apply_start") began.set(key, at(event));
    else took.set(key, at(event) - (began.get(key) ?? Number.NaN));
  }
  const [first, last] = [events[0], events.at(-1)];
  return { took, total: first && last ? at(last) - at(first) : Number.NaN };
}

function infra(...args: string[]): Promise<number> {
  return timed(process.execPath, [join(root, "bin", "infra.mjs"), ...args], {
    env: { ...process.env, INFRA_CACHE_DIR: cache },
  });
}
