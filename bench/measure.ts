import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

export interface Sample {
  /** Milliseconds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** Median, lowest and highest of some measured milliseconds. */
export function sample(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
  return { median, low: sorted[0] ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN, runs: sorted.length };
}

/** Runs a command to its end. @throws Error with its output when it fails. Returns milliseconds. */
export async function timed(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; okCodes?: readonly number[] } = {},
): Promise<number> {
  const began = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  const milliseconds = performance.now() - began;
  if (!(options.okCodes ?? [0]).includes(code ?? -1))
    throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}`);
  return milliseconds;
}

/** The same work several times, alternating with what it is compared to, so that a noisy minute hits both. */
export async function alternating<K extends string>(
  runs: number,
  work: Record<K, () => Promise<number>>,
): Promise<Record<K, Sample>> {
  const values = {} as Record<K, number[]>;
  for (const name of Object.keys(work) as K[]) values[name] = [];
  for (let i = 0; i < runs; i++)
    for (const name of Object.keys(work) as K[]) values[name].push(await work[name]());
  return Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, sample(list as number[])]),
  ) as Record<K, Sample>;
}

export function show({ median, low, high, runs }: Sample, unit: "ms" | "s" = "ms"): string {
  const text = (value: number) => (unit === "s" ? (value / 1000).toFixed(1) : value.toFixed(0));
  return `${text(median)} ${unit} (${text(low)}–${text(high)}, ${runs} runs)`;
}

/** One line: what was measured, its figure, how it compares, what was aimed at. */
export function report(what: string, figure: string, comparison: string, target: string): void {
  console.log(`${what.padEnd(44)} ${figure.padEnd(34)} ${comparison.padEnd(28)} target ${target}`);
}
