import { join } from "node:path";
import { execa } from "execa";
import type { Project } from "./project.ts";

export interface ToolResult {
  readonly ok: boolean;
  /** What it printed on both streams. */
  readonly output: string;
}

/** Runs one of the project's own development tools (`tsc`, `biome`) in the project's root. */
export async function runTool(project: Project, tool: string, args: readonly string[]): Promise<ToolResult> {
  const { exitCode, all, failed, shortMessage } = await execa(tool, [...args], {
    cwd: project.root,
    preferLocal: true,
    localDir: join(project.root, "node_modules"),
    reject: false,
    all: true,
    stdin: "ignore",
  });
  // No exit code at all: it could not be started.
  return { ok: exitCode === 0, output: exitCode === undefined && failed ? (shortMessage ?? "") : all };
}
