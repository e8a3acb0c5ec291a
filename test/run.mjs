/**
 * `make test`: lint, types, unused code, then every test. With `--fast` the end-to-end run stays out.
 * Ends with the line `N passed, N failed`, in which each of the three checks counts as a test.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const fast = process.argv.includes("--fast");

const checks = [
  ["lint", ["biome", "check", "--error-on-warnings", "."]],
  ["types", ["tsc", "--noEmit"]],
  ["unused code", ["knip"]],
];

const results = await Promise.all(checks.map(([name, command]) => check(name, command)));
const failedChecks = results.filter((ok) => !ok).length;

const vitest = ["vitest", "run", ...(fast ? ["--exclude", "test/end-to-end/**"] : [])];
const tests = await npx(vitest, { inherit: true });

// vitest's own last line counts the tests; the checks are added to it.
const [passed, failed] = tests.counts ?? [0, 1];
console.log(`\n${passed + checks.length - failedChecks} passed, ${failed + failedChecks} failed`);
process.exitCode = failedChecks > 0 || tests.code !== 0 ? 1 : 0;

async function check(name, command) {
  const began = performance.now();
  const { code, text } = await npx(command);
  console.log(`${code === 0 ? "ok    " : "FAILED"}  ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(text);
  return code === 0;
}

/** Runs a tool of node_modules; with `inherit` its output is shown as it comes. */
function npx([tool, ...args], { inherit = false } = {}) {
  const child = spawn(resolve(root, "node_modules", ".bin", tool), args, {
    cwd: root,
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += chunk;
      if (inherit) process.stdout.write(chunk);
    });
  return new Promise((done) => {
    child.on("close", (code) => {
      const last = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      done({ code, text, counts: last && [Number(last[1]), Number(last[2])] });
    });
  });
}
