/**
 * Records commands in a real terminal and writes them as an animated SVG. Alone it makes the README's: a plan of dev and its apply, on an embedded AWS
 * of their own, about a minute and a half of real time.
 *
 *   node docs/pictures/recording.mjs [--output docs/pictures/plan.svg] [--columns 100] [--rows 32]
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { writeFilm } from "./terminal/film.mjs";
import { machineSecrets } from "./terminal/leaks.mjs";
import { neutralEnv } from "./terminal/neutral-env.mjs";
import { runInTerminal } from "./terminal/typescript.mjs";

const root = resolve(import.meta.dirname, "..", "..");

/**
 * Runs one command line, or several one after the other, at a prompt and writes the film of it. Nothing of the user's own deployment is touched or
 * shown: the cache is a new one, and settings in the environment (`AWS_…`, `TF_VAR_…`) do not count.
 *
 * @param command what is typed and run in the checkout, e.g. `make plan ENV=dev LOCAL=1`
 * @param env more variables for it
 * @returns the file, its size in bytes and the film's length in milliseconds
 * @throws Error when a command fails, when the film shows something of this machine, or is too large
 */
export async function record({ command, columns = 100, rows = 32, output, env = {}, title }) {
  checkReady();
  const cache = await mkdtemp(join(tmpdir(), "recording-"));
  const childEnv = { ...neutralEnv(process.env), ...env, INFRA_CACHE_DIR: cache };
  // Ctrl-C reaches the command as well: it ends, and what follows clears up.
  const interrupted = () => {};
  process.on("SIGINT", interrupted);
  try {
    const recorded = [];
    for (const typed of [command].flat()) {
      const events = await runInTerminal({ command: typed, columns, rows, cwd: root, env: childEnv });
      recorded.push({ typed, events: events.map((event) => usualCache(event, cache)) });
    }
    return await writeFilm(recorded, {
      columns,
      rows,
      output,
      title,
      secrets: [...machineSecrets(root), { what: "the recording's cache", text: cache }],
    });
  } finally {
    process.off("SIGINT", interrupted);
    infra(["local", "stop", "--force"], childEnv);
    await rm(cache, { recursive: true, force: true });
  }
}

/** The README's film: a plan of dev, and its apply. The same result as `record`. */
export function recordPlanAndApply(options) {
  return record({
    columns: 100,
    rows: 32,
    ...options,
    command: ["make plan ENV=dev LOCAL=1", "make apply ENV=dev LOCAL=1 YES=1"],
    title: "Plan and apply, on the embedded AWS",
  });
}

/** @throws Error that says what is missing before anything runs */
function checkReady() {
  // `make` would install it on camera, through whatever node_modules is.
  const installed = "node_modules/.package-lock.json";
  const { error, status } = spawnSync("make", ["-q", installed], { cwd: root, stdio: "ignore" });
  if (error)
    throw new Error(
      "`make` is not here, and it is what the film shows. Install it, e.g. apt-get install make.",
    );
  if (status !== 0)
    throw new Error(`The npm packages are older than package-lock.json. Run: npm ci && touch ${installed}`);
  const own = readdirSync(join(root, "infra", "envs"))
    .map((name) => join("infra", "envs", name, "terraform.tfvars"))
    .filter((file) => existsSync(join(root, file)));
  if (own.length > 0)
    throw new Error(`Your own settings would be shown: ${own.join(", ")}. Record in a clone without them.`);
  // A build is no part of what is shown, and without one there is nothing to record.
  infra(["--help"], process.env);
}

/** What is in the recording's cache is shown where everybody has it: in `.cache`. */
function usualCache({ at, text }, cache) {
  return { at, text: text.replaceAll(cache, ".cache").replaceAll(relative(root, cache), ".cache") };
}

/** @throws Error with what the command complained of */
function infra(args, env) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "bin", "infra.mjs"), ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`infra ${args.join(" ")} failed:\n${stderr.trim()}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();

async function main() {
  try {
    const { output, bytes, ms, pictures } = await recordPlanAndApply(readOptions());
    console.log(
      `${relative(process.cwd(), output)}: ${pictures} pictures in ${(ms / 1000).toFixed(1)} s, ${Math.round(bytes / 1000)} kB`,
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      output: { type: "string", default: join(root, "docs", "pictures", "plan.svg") },
      columns: { type: "string", default: "100" },
      rows: { type: "string", default: "32" },
    },
  });
  const wrong = [
    ["columns", 40, 200],
    ["rows", 10, 60],
  ].filter(([name, least, most]) => !(Number(values[name]) >= least && Number(values[name]) <= most));
  if (wrong.length > 0)
    throw new Error(
      wrong
        .map(([name, least, most]) => `--${name} is ${values[name]}; it has to be ${least} to ${most}.`)
        .join("\n"),
    );
  const [columns, rows] = [values.columns, values.rows].map((text) => Math.floor(Number(text)));
  return { output: resolve(values.output), columns, rows };
}
