import { findLocalAws, type LocalAwsServer } from "../../../local-aws/daemon.ts";
import { UserError } from "../../errors.ts";
import type { Project } from "../../project.ts";

/** The server of this checkout. @throws UserError when it does not run */
export async function runningServer({ localAwsDir }: Project): Promise<LocalAwsServer> {
  const server = await findLocalAws(localAwsDir);
  if (server) return server;
  throw new UserError("The embedded AWS does not run.", {
    next: ["Start it:", "  infra local start", "Any --local command starts it as well."],
  });
}
