/**
 * `make pictures`: every picture in the docs, made anew from a plan of dev on an embedded AWS of its own: nothing of the user's deployment is touched or
 * shown. Each step writes its files and says how large they are; a name picks one: node docs/pictures/make.mjs page
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { findBrowser, launch, NO_BROWSER } from "../../test/page/browser.mjs";
import { recordPlanAndApply } from "./recording.mjs";
import { neutralEnv } from "./terminal/neutral-env.mjs";

const root = resolve(import.meta.dirname, "..", "..");
const here = import.meta.dirname;

/** Larger ones would make a checkout slow for everybody. */
const LARGEST = 200_000;

/** Steps by name, in the order in which they run; each gives back the files that it wrote. */
const steps = { diagram, page, film };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(", ")}. There are: ${Object.keys(steps).join(", ")}.`);
  process.exit(1);
}
const cache = await mkdtemp(join(tmpdir(), "infra-pictures-"));
const env = { ...neutralEnv(process.env), INFRA_CACHE_DIR: cache };
try {
  for (const [name, step] of Object.entries(steps)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const file of await step()) await tell(file);
  }
} finally {
  await infra("local", "stop", "--force");
  await rm(cache, { recursive: true, force: true });
}

/** What a first plan of dev makes, as `infra diagram` draws it. */
async function diagram() {
  const file = join(here, "dev.svg");
  await infra("diagram", "dev", "--local", "-o", file);
  return [file];
}

/** The page about the same plan: at a desk in light and dark, and on a phone. */
async function page() {
  const executable = findBrowser(process.env);
  if (!executable) throw new Error(NO_BROWSER);
  const file = join(cache, "report.html");
  await infra("report", "dev", "--local", "-o", file);
  const browser = await launch(executable);
  try {
    const shots = [
      { name: "page-light", colorScheme: "light", viewport: { width: 1200, height: 900 } },
      { name: "page-dark", colorScheme: "dark", viewport: { width: 1200, height: 900 } },
      { name: "page-phone", colorScheme: "light", viewport: { width: 360, height: 760 } },
    ];
    const files = [];
    for (const { name, ...options } of shots) {
      const context = await browser.newContext(options);
      const opened = await context.newPage();
      await opened.goto(pathToFileURL(file).href);
      await opened.waitForSelector("html[data-ready]");
      const path = join(here, `${name}.png`);
      await opened.screenshot({ path });
      files.push(path);
      await context.close();
    }
    return files;
  } finally {
    await browser.close();
  }
}

/** A plan of dev and its apply, as a terminal shows them. */
async function film() {
  const output = join(here, "plan.svg");
  await recordPlanAndApply({ output });
  return [output];
}

function infra(...args) {
  return promisify(execFile)(process.execPath, [join(root, "bin", "infra.mjs"), ...args], { cwd: root, env });
}

async function tell(file) {
  const { size } = await stat(file);
  console.log(`${relative(root, file)}  ${Math.ceil(size / 1000)} kB`);
  if (size > LARGEST) throw new Error(`${relative(root, file)} is larger than ${LARGEST / 1000} kB.`);
}
