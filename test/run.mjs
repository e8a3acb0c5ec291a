/**
 * `make test`: lint, types, unused code, every unit test, and the end-to-end runs beside them: those wait most of the time.
 * With `--fast` the end-to-end runs stay out. Ends with the line `N passed, N failed`, in which each check counts as a test.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const bin = (tool) => resolve(root, "node_modules", ".bin", tool);
// Any FORCE_COLOR, even 0, turns colours on somewhere below.
const { FORCE_COLOR: _, ...plainEnv } = process.env;
const fast = process.argv.includes("--fast");

// One build for all that runs the CLI at the same time.
const build = await run(process.execPath, [resolve(root, "bin", "infra.mjs"), "--help"]);
if (build.code !== 0) console.log(build.text);

const endToEnd = fast ? undefined : run(bin("vitest"), ["run", "test/end-to-end", "--maxWorkers=4"]);
const checks = await Promise.all([
  check("lint", "biome", ["check", "--error-on-warnings", "."]),
  check("types", "tsc", ["--noEmit"]),
  check("types of the page", "tsc", ["--noEmit", "-p", "src/review/report/page"]),
  check("unused code", "knip", []),
]);
// The page in a browser takes a while to open as often as its tests want it.
const slow = ["--exclude", "test/end-to-end/**", ...(fast ? ["--exclude", "test/page/page.test.ts"] : [])];
const unit = await run(bin("vitest"), ["run", ...slow], { show: true });
if (endToEnd)
  console.log(
    "\nThe end-to-end runs go on: three environments live through their lives, most of it the provider's fixed waits.",
  );
const whole = await endToEnd;
if (whole) console.log(whole.text);

const runs = [unit, ...(whole ? [whole] : [])];
const passed = checks.filter(Boolean).length + sum(runs.map(({ passed }) => passed));
const failed = checks.filter((ok) => !ok).length + sum(runs.map(({ failed }) => failed));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function check(name, tool, args) {
  const began = performance.now();
  const { code, text } = await run(bin(tool), args);
  console.log(
    `${code === 0 ? "ok    " : "FAILED"}  ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  );
  if (code !== 0) console.log(text);
  return code === 0;
}

/** Runs a program; what it says of passed and failed tests counts, and an end with an error is one failure at least. */
function run(command, args, { show = false } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...plainEnv, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += chunk;
      if (show) process.stdout.write(chunk);
    });
  return new Promise((done) => {
    child.on("close", (code) => {
      const last = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      const failed = Math.max(Number(last?.[2] ?? 0), code === 0 ? 0 : 1);
      done({ code, text, passed: Number(last?.[1] ?? 0), failed });
    });
  });
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
