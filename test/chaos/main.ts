/**
 * `make chaos`: everything that can go wrong in a run, with the real Terraform on the embedded AWS, and what is there in the end.
 *
 *   node test/chaos/run.mjs [--only <id>[:<moment>]]… [--seed 1] [--parallel 6] [--sample] [--deployed <folder>] [--write] [--list]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { campaign, type Job, jobsOf } from "./campaign.ts";
import { writeCounts } from "./document.ts";
import { sampleJobs } from "./sample.ts";
import { root } from "./sandbox.ts";
import { type Outcome, survived } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { closingLine, outcomeLines, table } from "./table.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
    parallel: { type: "string", default: "6" },
    sample: { type: "boolean", default: false },
    deployed: { type: "string" },
    write: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

if (values.list)
  for (const { id, moments = 1, title } of scenarios)
    console.log(`${id.padEnd(28)} ${String(moments).padStart(2)}  ${title}`);
else process.exitCode = await main();
if (values.list && values.write) writeCounts(scenarios, []);

async function main(): Promise<number> {
  const jobs = wanted();
  const seed = Number(values.seed);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache", "chaos-"));
  // One build for all that run at the same time.
  execFileSync(process.execPath, [join(root, "bin", "infra.mjs"), "--help"]);
  console.log(
    `${jobs.length} runs of ${new Set(jobs.map(({ scenario }) => scenario.id)).size} scenarios, seed ${seed}, ${values.parallel} at a time\n`,
  );
  const began = performance.now();
  const outcomes = await campaign({
    jobs,
    seed,
    parallel: Number(values.parallel),
    folder,
    deployed: values.deployed,
    onOutcome: (outcome, done) => console.log(outcomeLines(outcome, `${done}/${jobs.length}`).join("\n")),
  });
  console.log(`\n${table(scenarios, outcomes).join("\n")}\n`);
  console.log(`${Math.round((performance.now() - began) / 60_000)} minutes`);
  if (values.write) writeCounts(scenarios, outcomes);
  return finished(outcomes, folder);
}

function finished(outcomes: readonly Outcome[], folder: string): number {
  const good = outcomes.every(survived);
  if (good) rmSync(folder, { recursive: true, force: true });
  else
    console.log(
      `What the others left is in ${folder}: transcript.txt, the embedded AWS and Terraform's folder of each`,
    );
  console.log(closingLine(outcomes));
  return good ? 0 : 1;
}

/** What the command line asks for: a whole scenario, one of its moments, the sample, or everything. */
function wanted(): Job[] {
  if (values.sample) return sampleJobs();
  if (!values.only) return jobsOf(scenarios);
  return values.only.flatMap((text) => {
    const [id = "", moment] = text.split(":");
    const fitting = scenarios.filter((one) => one.id === id || one.id.startsWith(`${id}-`));
    if (fitting.length === 0) throw new Error(`No scenario is called ${id}; --list names them all.`);
    return jobsOf(fitting, moment === undefined ? undefined : Number(moment));
  });
}
