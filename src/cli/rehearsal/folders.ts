import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findLocalAws, stopLocalAws } from "../../local-aws/daemon.ts";
import type { Project } from "../project.ts";

/** One rehearsal's own corner of the cache: the embedded AWS's state and the engine's working directory. */
export interface RehearsalFolder {
  readonly folder: string;
  readonly stateDir: string;
  readonly workingDir: string;
}

/** A rehearsal whose endpoint is still running. */
export interface LiveRehearsal {
  readonly folder: string;
  readonly endpoint: string;
  readonly pid: number;
}

/** Those that `--keep` left running, and those that somebody is in the middle of: nobody but they may end them. */
export interface LiveRehearsals {
  readonly kept: readonly LiveRehearsal[];
  readonly underWay: readonly LiveRehearsal[];
}

/** A fresh corner, after the corners of rehearsals that ended (or were killed) are cleared away. */
export async function newRehearsalFolder(project: Project, now: number): Promise<RehearsalFolder> {
  for (const folder of await rehearsalFolders(project)) {
    const { stateDir, owner } = corner(folder);
    if (!isAlive(owner) && !(await findLocalAws(stateDir)))
      await rm(folder, { recursive: true, force: true });
  }
  const folder = join(
    home(project),
    `${new Date(now).toISOString().slice(0, 19).replaceAll(":", "-")}.${process.pid}`,
  );
  await mkdir(folder, { recursive: true });
  const { stateDir, workingDir } = corner(folder);
  return { folder, stateDir, workingDir };
}

/** Rehearsals whose endpoints run. */
export async function liveRehearsals(project: Project): Promise<LiveRehearsals> {
  const found = await Promise.all(
    (await rehearsalFolders(project)).map(async (folder) => {
      const server = await findLocalAws(corner(folder).stateDir);
      return server ? [{ folder, endpoint: server.endpoint, pid: server.pid }] : [];
    }),
  );
  const isUnderWay = ({ folder }: LiveRehearsal) => isAlive(corner(folder).owner);
  const live = found.flat();
  return { kept: live.filter((one) => !isUnderWay(one)), underWay: live.filter(isUnderWay) };
}

/** Stops the rehearsal's endpoint and removes all that it wrote. */
export async function removeRehearsal(folder: string): Promise<void> {
  await stopLocalAws(corner(folder).stateDir);
  await rm(folder, { recursive: true, force: true });
}

async function rehearsalFolders(project: Project): Promise<string[]> {
  const names = await readdir(home(project)).catch(() => []);
  return names.map((name) => join(home(project), name));
}

const home = (project: Project): string => join(project.cacheDir, "rehearsal");

function corner(folder: string): { stateDir: string; workingDir: string; owner: number } {
  const owner = Number(folder.slice(folder.lastIndexOf(".") + 1));
  return { stateDir: join(folder, "aws"), workingDir: join(folder, "work"), owner };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
