/**
 * A command in a real terminal, and what came out of it when: util-linux's `script` makes the terminal, so that the command sees what a person's
 * does (colours, a width, a live view), and nothing has to be compiled for it.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs a command line in a terminal of its own.
 *
 * @returns what it wrote, as `{ at, text }` with `at` in milliseconds since its start
 * @throws Error when `script` is missing, or when the command fails: with the end of what it said
 */
export async function runInTerminal({ command, columns, rows, cwd, env }) {
  const folder = await mkdtemp(join(tmpdir(), "typescript-"));
  try {
    const out = join(folder, "out");
    const timing = join(folder, "timing");
    // Started without a terminal, `script` makes one of no size; the command itself must never see that.
    const sized = `stty cols ${columns} rows ${rows} && ${command}`;
    const code = await script(["-qefc", sized, "--log-out", out, "--log-timing", timing], { cwd, env });
    const events = parseTypescript(await readFile(out), await readFile(timing, "utf8"));
    if (code === 0) return events;
    const said = plainText(events).trimEnd().split("\n").slice(-20).join("\n");
    throw new Error(
      `The recorded command ended with exit code ${code}: ${command}\nThe end of what it said:\n${said}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function script(args, { cwd, env }) {
  return new Promise((done, fail) => {
    const child = spawn("script", args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", (error) => fail(error.code === "ENOENT" ? missing() : error));
    child.on("close", (code) => {
      if (/unrecognized option|illegal option|usage:/i.test(complaint)) fail(missing(complaint.trim()));
      else done(code);
    });
  });
}

function missing(complaint) {
  return new Error(
    [
      complaint
        ? `The \`script\` that is here is not util-linux's, or is older than 2.35: ${complaint}`
        : "`script` is not here: it makes the terminal that the command is recorded in.",
      "It belongs to util-linux 2.35 or newer. Debian, Ubuntu: apt-get install bsdutils. Fedora: dnf install util-linux-script. Not on macOS.",
    ].join("\n"),
  );
}

/**
 * What `script --log-out --log-timing` wrote: the timing has a line per piece of output, `<seconds since the one before> <bytes>`; the output
 * begins with a line about the start and ends with one about the end, which no timing counts.
 */
export function parseTypescript(out, timing) {
  const decoder = new TextDecoder();
  let offset = out.indexOf("\n") + 1;
  let at = 0;
  const events = [];
  for (const [index, line] of timing.split("\n").entries()) {
    if (line === "") continue;
    const [, seconds, bytes] = /^(\d+\.\d+) (\d+)$/.exec(line) ?? [];
    if (bytes === undefined || offset + Number(bytes) > out.length)
      throw new Error(
        `Line ${index + 1} of the typescript's timing does not fit its output: ${JSON.stringify(line)}`,
      );
    at += Number(seconds) * 1000;
    const end = offset + Number(bytes);
    // A character may be cut in two by a piece's end: the decoder keeps its first half.
    events.push({ at, text: decoder.decode(out.subarray(offset, end), { stream: true }) });
    offset = end;
  }
  return events;
}

/** What was written, without what steers the terminal. */
export function plainText(events) {
  const text = events.map((event) => event.text).join("");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that steer a terminal.
  return text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]|\r/g, "");
}
