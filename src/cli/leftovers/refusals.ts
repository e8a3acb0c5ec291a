import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { nextCommand } from "../next-command.ts";

/** Production is destroyed by nobody who did not say so twice. @throws UserError without `--production`, before anything is planned */
export function refuseProduction(deployment: Deployment, { options }: Pick<Invocation, "options">): void {
  const { environment, settings } = deployment;
  if (settings.environment !== "prod" || options.production) return;
  throw new UserError(
    `${environment} is production: destroying it takes --production besides its name. Nothing was planned.`,
    {
      next: [
        "If you mean it:",
        `  ${nextCommand("destroy", deployment, { overrides: options.var, flags: ["--production"] })}`,
      ],
    },
  );
}

/** Terraform refuses to plan the removal of what is declared with `prevent_destroy`, one error after the other. @throws UserError that names them all */
export async function refuseProtected(
  deployment: Deployment,
  { options }: Pick<Invocation, "options">,
): Promise<void> {
  const { stack, workspace } = deployment;
  const declared = protectedAddresses(stack.configuration.resource);
  if (declared.length === 0) return;
  const held = new Set((await workspace.stateList()).map((address) => address.replace(/\[.*\]$/, "")));
  const addresses = declared.filter((address) => held.has(address));
  if (addresses.length === 0) return;
  throw new UserError(
    `The declaration protects what holds data from deletion (prevent_destroy): ${addresses.join(", ")}. Nothing was planned.`,
    {
      next: [
        "Set deletion_protection = false in terraform.tfvars, apply, and destroy then:",
        `  ${nextCommand("apply", deployment, { overrides: options.var })}`,
        `  ${nextCommand("destroy", deployment, { overrides: options.var })}`,
      ],
    },
  );
}

function protectedAddresses(resources: object = {}): string[] {
  return Object.entries(resources as Record<string, Record<string, Protectable>>).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, { lifecycle }]) =>
      lifecycle?.prevent_destroy === true ? [`${type}.${name}`] : [],
    ),
  );
}

interface Protectable {
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}
