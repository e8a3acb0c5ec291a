import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Engine, EngineProduct } from "./engine.ts";
import { testFolder } from "./test-folder.ts";

export interface FakeEngineOptions {
  /** @default terraform */
  readonly product?: EngineProduct;
  /** @default a new enough one */
  readonly version?: string;
  /** What a subcommand does, as the body of an async function over `(args, say, fs, path, process)`; `say` prints an object as a line of JSON. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Padded to the size of a real engine, since a small file counts as a version manager's script. @default false */
  readonly big?: boolean;
  /** @default a new folder */
  readonly folder?: string;
}

/** For tests: an executable that answers like Terraform or OpenTofu. It appends each of its command lines to `calls.log` in its folder. */
export async function fakeEngine(
  options: FakeEngineOptions = {},
): Promise<Engine & { readonly folder: string }> {
  const { product = "terraform", commands = {}, big = false } = options;
  const version = options.version ?? (product === "tofu" ? "1.10.0" : "1.11.4");
  const folder = options.folder ?? (await testFolder());
  const outdated = product === "terraform" ? { terraform_outdated: false } : {};
  const answer = {
    terraform_version: version,
    platform: "linux_amd64",
    provider_selections: {},
    ...outdated,
  };
  const bodies = Object.entries({ version: `say(${JSON.stringify(answer)});`, ...commands });
  const script = [
    `#!${process.execPath}`,
    'const fs = require("node:fs"), path = require("node:path");',
    "const [command, ...args] = process.argv.slice(2);",
    'fs.appendFileSync(path.join(__dirname, "calls.log"), JSON.stringify([command, ...args]) + "\\n");',
    'const say = (value) => fs.writeSync(1, JSON.stringify(value) + "\\n");',
    "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));",
    "const commands = {",
    ...bodies.map(([name, body]) => `  ${JSON.stringify(name)}: async () => { ${body} },`),
    "};",
    'if (!commands[command]) { console.error("no such command: " + command); process.exit(64); }',
    "commands[command]();",
    big ? `//${"x".repeat(1_100_000)}` : "",
  ].join("\n");
  const path = join(folder, product);
  await mkdir(folder, { recursive: true });
  await writeFile(path, script);
  await chmod(path, 0o755);
  return { product, version, path, source: "PATH", folder };
}

/** The lines that engines print, for the bodies of commands. */
export const lines = {
  version: {
    "@level": "info",
    "@message": "Terraform 1.11.4",
    "@timestamp": "2026-01-01T00:00:00Z",
    type: "version",
    ui: "1.2",
  },
  summary: (operation: string, add = 0, change = 0, remove = 0) => ({
    "@message": `${add} ${change} ${remove}`,
    type: "change_summary",
    changes: { add, change, remove, import: 0, operation },
  }),
  error: (summary: string, address?: string) => ({
    "@level": "error",
    "@message": `Error: ${summary}`,
    type: "diagnostic",
    diagnostic: { severity: "error", summary, detail: "", ...(address ? { address } : {}) },
  }),
};
