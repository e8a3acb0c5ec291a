/**
 * `make campaign`: rehearses dev once per seed on an AWS that throttles, fails and answers late, and prints a row for each. All have to converge, with
 * state and AWS in agreement at every stop, and nothing left. Twenty seeds take about twenty-five minutes, so it is no part of `make test`.
 *
 *   node test/campaign.mjs [--seeds 20] [--from 1] [--parallel 4] [--faults throttle=0.2,error=0.02,stale=1s] [--env dev]
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    parallel: { type: "string", default: "4" },
    faults: { type: "string", default: "throttle=0.2,error=0.02,stale=1s" },
    env: { type: "string", default: "dev" },
  },
});
const { faults, env } = values;
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.from) + index);
const infra = join(root, "bin", "infra.mjs");
mkdirSync(join(root, ".cache"), { recursive: true });
const caches = mkdtempSync(join(root, ".cache", "campaign-"));

// One build for all that run at the same time.
await run(["--help"], caches);
console.log(`rehearse ${env} --faults ${faults},seed=…\n`);
console.log("seed  applies  destroys  calls  repeated  throttle  error  stale  stops agree  left  seconds");
const rows = await everySeed();
const good = rows.filter(Boolean).length;
console.log(`\n${good} of ${seeds.length} converged, with nothing left`);
if (good === seeds.length) rmSync(caches, { recursive: true, force: true });
else console.log(`What the others said: ${caches}`);
process.exitCode = good === seeds.length ? 0 : 1;

async function everySeed() {
  const waiting = [...seeds];
  const done = [];
  const work = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
      done.push(await rehearse(seed));
  };
  await Promise.all(Array.from({ length: Number(values.parallel) }, work));
  return done;
}

async function rehearse(seed) {
  const cache = join(caches, String(seed));
  const { code, stdout, stderr } = await run(
    ["rehearse", env, "--faults", `${faults},seed=${seed}`, "--json"],
    cache,
  );
  if (code !== 0) {
    writeFileSync(join(caches, `${seed}.log`), `${stderr}\n${stdout}`);
    console.log(`${String(seed).padStart(4)}  FAILED with exit code ${code}`);
    return false;
  }
  const { report, left, seconds } = JSON.parse(stdout);
  const agreed = report.stops.filter(({ unknown, missing }) => unknown.length + missing.length === 0).length;
  const cells = [
    [seed, 4],
    [report.attempts.apply, 9],
    [report.attempts.destroy, 10],
    [report.calls, 7],
    [report.retries, 10],
    [report.faults.throttle ?? 0, 10],
    [report.faults.error ?? 0, 7],
    [report.faults.stale ?? 0, 7],
    [`${agreed}/${report.stops.length}`, 13],
    [left.length, 6],
    [Math.round(Object.values(seconds).reduce((sum, one) => sum + one, 0)), 9],
  ];
  console.log(cells.map(([value, width]) => String(value).padStart(width)).join(""));
  return agreed === report.stops.length && left.length === 0;
}

function run(args, cache) {
  const environment = { ...process.env, INFRA_CACHE_DIR: cache, NO_COLOR: "1" };
  return new Promise((done) => {
    const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [infra, ...args], options, (error, stdout, stderr) =>
      done({ code: error ? (error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}
