/**
 * Records commands in a real terminal and writes them as an animated SVG. Alone it makes the README's: a plan of dev and its apply, on an embedded AWS
 * of their own, about a minute and a half of real time.
 *
 *   node docs/pictures/recording.mjs [--output docs/pictures/plan.svg] [--columns 100] [--rows 32]
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { framesOf } from "./terminal/frames.mjs";
import { leaksOf, machineSecrets } from "./terminal/leaks.mjs";
import { paced } from "./terminal/pace.mjs";
import { session } from "./terminal/session.mjs";
import { descriptionOf, spanOf } from "./terminal/summary.mjs";
import { svgOf } from "./terminal/svg.mjs";
import { runInTerminal } from "./terminal/typescript.mjs";

const root = resolve(import.meta.dirname, "..", "..");
/** GitHub shows larger files, but a README should not weigh more than this. */
const MOST_BYTES = 300_000;

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
  const childEnv = { ...neutralEnv(process.env), INFRA_CACHE_DIR: cache, ...env };
  // Ctrl-C reaches the command as well: it ends, and what follows clears up.
  const interrupted = () => {};
  process.on("SIGINT", interrupted);
  try {
    // A build is no part of what is shown.
    execFileSync(process.execPath, [join(root, "bin", "infra.mjs"), "--help"], { stdio: "ignore" });
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
    stopLocalAws(childEnv);
    await rm(cache, { recursive: true, force: true });
  }
}

async function writeFilm(recorded, { columns, rows, output, title, secrets }) {
  const frames = await framesOf(session(recorded), { columns, rows });
  const leaks = leaksOf(frames, secrets);
  if (leaks.length > 0)
    throw new Error(["The film shows what it must not:", ...leaks.map((leak) => `  ${leak}`)].join("\n"));
  const film = paced(frames);
  const ms = film.reduce((total, frame) => total + frame.ms, 0);
  const description = descriptionOf(film);
  const note = spanOf(recorded, ms);
  const svg = svgOf(film, { columns, rows, title, description, note });
  const bytes = Buffer.byteLength(svg);
  if (bytes > MOST_BYTES)
    throw new Error(`The film is ${bytes} bytes, more than ${MOST_BYTES}: use fewer rows, or record less.`);
  await writeFile(output, svg);
  return { output, bytes, ms, pictures: film.length };
}

/** @throws Error that says what is missing before anything runs */
function checkReady() {
  // `make` would install it on camera, through whatever node_modules is.
  const stale = "node_modules/.package-lock.json";
  try {
    execFileSync("make", ["-q", stale], { cwd: root, stdio: "ignore" });
  } catch {
    throw new Error(`The npm packages are older than package-lock.json. Run: npm ci && touch ${stale}`);
  }
  const own = ["dev", "staging", "prod"]
    .map((name) => join("infra", "envs", name, "terraform.tfvars"))
    .filter((file) => existsSync(join(root, file)));
  if (own.length > 0)
    throw new Error(`Your own settings would be shown: ${own.join(", ")}. Record in a clone without them.`);
}

/** The environment without what changes the command's answers or its colours. */
function neutralEnv(env) {
  const own =
    /^(AWS_|TF_VAR_|TF_LOG|TF_CLI_ARGS|INFRA_|MAKE|MFLAGS|GNUMAKEFLAGS|npm_|CI$|NO_COLOR$|FORCE_COLOR$|COLUMNS$|LINES$)/;
  const kept = Object.entries(env).filter(([name]) => !own.test(name));
  return {
    ...Object.fromEntries(kept),
    SHELL: "/bin/sh",
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
  };
}

/** What is in the recording's cache is shown where everybody has it: in `.cache`. */
function usualCache({ at, text }, cache) {
  return { at, text: text.replaceAll(cache, ".cache").replaceAll(relative(root, cache), ".cache") };
}

function stopLocalAws(env) {
  execFileSync(process.execPath, [join(root, "bin", "infra.mjs"), "local", "stop", "--force"], {
    cwd: root,
    env,
    stdio: "ignore",
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();

async function main() {
  const { values } = parseArgs({
    options: {
      output: { type: "string", default: join(root, "docs", "pictures", "plan.svg") },
      columns: { type: "string", default: "100" },
      rows: { type: "string", default: "32" },
    },
  });
  try {
    const { output, bytes, ms, pictures } = await record({
      command: ["make plan ENV=dev LOCAL=1", "make apply ENV=dev LOCAL=1 YES=1"],
      title: "Plan and apply, on the embedded AWS",
      output: resolve(values.output),
      columns: Number(values.columns),
      rows: Number(values.rows),
    });
    console.log(
      `${relative(process.cwd(), output)}: ${pictures} pictures in ${(ms / 1000).toFixed(1)} s, ${Math.round(bytes / 1000)} kB`,
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
