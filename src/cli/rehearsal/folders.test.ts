import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProject } from "../project.ts";
import { liveRehearsals } from "./folders.ts";

/** No process has it: beyond what Linux and macOS hand out. */
const NOBODY = 2 ** 30;

describe("rehearsals whose endpoints run", () => {
  let server: Server;
  const cacheDir = mkdtempSync(join(tmpdir(), "rehearsals-"));
  const project = findProject({ INFRA_CACHE_DIR: cacheDir });

  beforeAll(async () => {
    server = createServer((_, response) => response.end(JSON.stringify({ pid: process.pid })));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });

  afterAll(() => {
    server.close();
    rmSync(cacheDir, { recursive: true });
  });

  const folderOf = (owner: number): string => join(cacheDir, "rehearsal", `2026-01-01T00-00-00.${owner}`);

  function rehearsal(owner: number): void {
    const stateDir = join(folderOf(owner), "aws");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(join(stateDir, "server.json"), JSON.stringify({ endpoint, pid: process.pid }));
  }

  it("tells what was kept, and may be stopped, from what somebody is in the middle of", async () => {
    rehearsal(NOBODY);
    rehearsal(process.pid);
    const { kept, underWay } = await liveRehearsals(project);
    expect(kept.map(({ folder }) => folder)).toEqual([folderOf(NOBODY)]);
    expect(underWay.map(({ folder }) => folder)).toEqual([folderOf(process.pid)]);
  });
});
