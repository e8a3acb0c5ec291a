#!/usr/bin/env node
/**
 * Starts the CLI. Rebuilds the bundle first when a source is newer than it: a check of a few milliseconds, so that nobody
 * has to know a build step. Plain JavaScript, since it runs before anything is built.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
/** Written last and removed first, so a bundle that is half written never looks finished. Its mtime is when the build began. */
const stamp = join(dist, ".built");
const lock = join(root, ".cache", "build.lock");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node 20.19 or newer is needed, this is ${process.versions.node}.`);
if (!isFresh()) await rebuild();
// The SDK's versions are pinned to ones that run on Node 20; its outlook on 2027 would be noise in every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// Where each construct was made is never printed, and looking it up costs a tenth of a synthesis.
process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";
await import(pathToFileURL(join(dist, "infra.mjs")).href);

function isFresh() {
  const built = mtime(stamp);
  if (built === 0) return false;
  if (mtime(join(root, "package-lock.json")) > built) return false;
  return ["infra", "src", "build"].every((folder) => newest(join(root, folder)) <= built);
}

/** The latest change of a source below a folder, in milliseconds. Only sources count: settings and lock files come and go beside them. */
function newest(folder) {
  if (!existsSync(folder)) return 0;
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(path));
    else if (/\.(ts|mjs|json|css)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
      latest = Math.max(latest, mtime(path));
  }
  return latest;
}

async function rebuild() {
  if (!existsSync(join(root, "node_modules", "esbuild"))) {
    fail(`The npm packages are not installed yet. Run: npm ci   (in ${root}; \`make\` does it by itself)`);
  }
  const release = await takeLock();
  try {
    if (isFresh()) return; // somebody else built it while we waited
    if (process.stderr.isTTY) process.stderr.write("Building the command line…");
    const began = new Date();
    rmSync(stamp, { force: true });
    const { bundle } = await import(pathToFileURL(join(root, "build", "bundle.mjs")).href);
    await bundle();
    writeFileSync(stamp, "");
    utimesSync(stamp, began, began);
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  } catch (error) {
    if (!error?.errors) throw error;
    for (const { location, text } of error.errors) {
      console.error(location ? `${location.file}:${location.line}:${location.column}: ${text}` : text);
    }
    fail("The sources do not build: see above.", 2);
  } finally {
    release();
  }
}

/** One build at a time, across processes. A lock whose owner is gone is taken over. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isHeld()) rmSync(lock, { force: true });
      else await new Promise((done) => setTimeout(done, 50));
    }
  }
}

function isHeld() {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    if (owner === 0) return Date.now() - mtime(lock) < 1000; // created a moment ago, its owner not yet written
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function mtime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
