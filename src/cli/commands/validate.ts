import { join } from "node:path";
import { type Invocation, printJson } from "../command.ts";
import { explained, openDeployment } from "../deployment.ts";
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
    await step(screen, "terraform init", () => workspace.init());
    const { valid, diagnostics } = await step(screen, "terraform validate", () => workspace.validate());
    const types = await step(screen, "Types", () => typing);
    const ok = valid && types.ok;
    if (options.json) {
      const typeErrors = types.ok ? [] : types.output.trim().split("\n");
      printJson(io, { environment, valid: ok, resources: stack.resources.length, typeErrors, diagnostics });
      return ok ? 0 : 1;
    }
    const { paint } = screen.look;
    const line = (good: boolean, text: string) =>
      `  ${good ? paint("green", "✓") : paint("red", "✗")} ${text}`;
    screen.say(
      line(true, `settings and synthesis: ${plural(stack.resources.length, "resource")}`),
      line(valid, `Terraform and the provider's schema`),
      ...renderDiagnostics(diagnostics, stack.resources, screen.look),
      line(types.ok, "types"),
      ...(types.ok
        ? []
        : types.output
            .trim()
            .split("\n")
            .map((text) => `      ${text}`)),
    );
    return ok ? 0 : 1;
  });
}
