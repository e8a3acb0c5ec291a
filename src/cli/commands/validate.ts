import { join } from "node:path";
import { type Invocation, printJson } from "../command.ts";
import { explained, openDeployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../project.ts";
import { step } from "../step.ts";
import { runTool } from "../tools.ts";
import { renderDiagnostics } from "../views/diagnostics.ts";
import { plural } from "../views/text.ts";

/** Checks types, settings, synthesis and the provider's schema, without credentials and without calling AWS. */
export default async function validate(invocation: Invocation): Promise<number> {
  const { io, screen, project, args, options } = invocation;
  const environment = args[0] ?? "";
  const target: Target = options.local ? "local" : "aws";
  // The types are checked while the rest goes on.
  const typing = runTool(project, "tsc", ["--noEmit", "--pretty", "false"]);
  const deployment = await openDeployment(invocation, {
    environment,
    target,
    directory: join(project.cacheDir, "work", "validate", environment),
    withoutBackend: true,
  });
  return explained(deployment, async () => {
    const { workspace, stack } = deployment;
    const types = await step(screen, "Types", () => typing);
    if (!types.ok) {
      throw new UserError("The sources have type errors.", { next: types.output.trim().split("\n") });
    }
    await step(screen, "terraform init", () => workspace.init());
    const { valid, diagnostics } = await step(screen, "terraform validate", () => workspace.validate());
    if (options.json) printJson(io, { environment, valid, resources: stack.resources.length, diagnostics });
    else {
      const { paint } = screen.look;
      const verdict = valid
        ? `${paint("green", "✓")} ${environment} is valid: types, settings, ${plural(stack.resources.length, "resource")}, provider schema`
        : `${paint("red", "✗")} ${environment} is not valid`;
      screen.say(...renderDiagnostics(diagnostics, stack.resources, screen.look), `  ${verdict}`);
    }
    return valid ? 0 : 1;
  });
}
