import { sep } from "node:path";
import { ControlRefused } from "../local-aws/control-client.ts";
import { LocalAwsNotStarted } from "../local-aws/daemon.ts";
import { StateBucketRefused } from "../operate/state-bucket/refused.ts";
import { EngineNotFound } from "../terraform/errors.ts";
import { awsFailure } from "./aws-failures.ts";
import { UserError } from "./errors.ts";
import type { Project } from "./project.ts";

/** Errors of the layers below that the user can mend, in the one form that says so. */
export function asUserError(thrown: unknown, { cacheDir }: Pick<Project, "cacheDir">): unknown {
  if (thrown instanceof StateBucketRefused) {
    const { message, problems } = thrown;
    return new UserError(message, {
      problems: problems.map((problem) => ({ subject: "state bucket", ...problem })),
    });
  }
  if (thrown instanceof LocalAwsNotStarted)
    return new UserError(thrown.message, { next: ["To forget what it held: infra local reset"] });
  if (thrown instanceof ControlRefused)
    return new UserError(thrown.message, {
      next: ["Is it a server of an older version that still runs? Then: infra local stop"],
    });
  if (thrown instanceof EngineNotFound) return new UserError(thrown.message);
  if (thrown instanceof Error && isOfTheCache(thrown, cacheDir)) {
    return new UserError(`The cache folder cannot be used: ${thrown.message}`, {
      next: [`Free ${cacheDir}, or point INFRA_CACHE_DIR at a folder that you may write to.`],
    });
  }
  return awsFailure(thrown) ?? thrown;
}

/** Whether the system refuses a file below the cache: no rights, a read-only or full disk, a file where a folder should be. */
function isOfTheCache({ code = "", path = "" }: NodeJS.ErrnoException, cacheDir: string): boolean {
  const refused = ["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR", "EEXIST"].includes(code);
  return refused && `${path}${sep}`.startsWith(`${cacheDir}${sep}`);
}
