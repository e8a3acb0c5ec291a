import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { EngineFailed } from "../terraform/errors.ts";
import type { Deployment } from "./deployment.ts";
import { persist } from "./persist.ts";
import { lockOf } from "./views/diagnostics.ts";

/** How often a repair is tried: its own requests may meet the same bad day. */
const TRIES = 8;

/**
 * What a user does after a run that lost its backend: releases the lock that its own run left, and saves the state that it could not save.
 * Only for a rehearsal, where nobody else can hold the lock. Returns what was done, a line each.
 */
export async function mend({ workspace, directory }: Deployment, error: unknown): Promise<string[]> {
  const done: string[] = [];
  const release = async (failure: unknown) => {
    for (const id of locksIn(failure)) {
      await persist(() => workspace.forceUnlock(id), { limit: TRIES }).catch(ignoreGone);
      done.push(`released the lock that the run had left (terraform force-unlock ${id})`);
    }
  };
  await release(error);
  const unsaved = join(directory, "errored.tfstate");
  if (existsSync(unsaved)) {
    await persist(() => workspace.pushState("errored.tfstate"), {
      limit: TRIES,
      onFailure: async (failure) => {
        await release(failure.error);
        return String(failure.attempt);
      },
    });
    await rm(unsaved);
    done.push("saved the state that the run could not save (terraform state push errored.tfstate)");
  }
  return done;
}

function locksIn(error: unknown): string[] {
  if (!(error instanceof EngineFailed)) return [];
  const messages = [...error.errors, { severity: "error" as const, summary: "", detail: error.output }];
  return [...new Set(messages.flatMap((message) => lockOf(message)?.id ?? []))];
}

/** The lock may have gone although its release failed. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineFailed)) throw error;
}
