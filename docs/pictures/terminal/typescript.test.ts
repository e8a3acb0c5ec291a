import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { parseTypescript, plainText, runInTerminal } from "./typescript.mjs";

const out = (text: string) => Buffer.from(`Script started on …\n${text}\nScript done on …\n`);
const hasScript = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") ?? false;
const terminal = { columns: 72, rows: 9, cwd: tmpdir() };

it("puts each piece of output at its time, and a character that was cut in two together again", () => {
  const events = parseTypescript(out("ab✓"), "0.500000 3\n0.250000 2\n");
  expect(events).toEqual([
    { at: 500, text: "ab" },
    { at: 750, text: "✓" },
  ]);
});

it("says which line of a timing does not fit", () => {
  expect(() => parseTypescript(out("ab"), "0.1 2\n0.1 4096\n")).toThrow(/Line 2 .*"0\.1 4096"/);
  expect(() => parseTypescript(out("ab"), "O 0.1 2\n")).toThrow(/Line 1 /);
});

it("leaves text of what steers a terminal", () => {
  expect(plainText([{ text: "\x1b[2K\x1b[1;32m+\x1b[0m a" }, { text: "\x1b]0;title\x07\r\nb" }])).toBe(
    "+ a\nb",
  );
});

it.skipIf(!hasScript)("shows a command a terminal of the size asked for", async () => {
  const command = "test -t 1 && stty size";
  const events = await runInTerminal({ ...terminal, command, env: { ...process.env, SHELL: "/bin/sh" } });
  expect(plainText(events).trim()).toBe("9 72");
});

it.skipIf(!hasScript)("tells why there is no film of a command that failed", async () => {
  const command = "echo the key is gone; exit 3";
  const failed = runInTerminal({ ...terminal, command, env: { ...process.env, SHELL: "/bin/sh" } });
  await expect(failed).rejects.toThrow(/exit code 3: echo the key[\s\S]*\nthe key is gone$/);
});

it("says where `script` comes from when it is missing", async () => {
  const failed = runInTerminal({ ...terminal, command: "true", env: { PATH: "/nowhere" } });
  await expect(failed).rejects.toThrow(/`script` is not here.*\n.*util-linux 2\.35/);
});
