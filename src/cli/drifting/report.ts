import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { hcl } from "../../../infra/settings/terraform-type.ts";
import type { Attribution } from "../../review/drift/attribution.ts";
import type { Drift, DriftedResource } from "../../review/drift/drifted.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { nextCommand } from "../next-command.ts";
import { withSources } from "../source-places.ts";
import { step } from "../step.ts";
import { type TakeOver, takeOvers } from "./settings.ts";
import { type Changers, key, whoChanged } from "./trail.ts";

/** Drift with all that there is to say of it: who and when, and the two ways out. */
export interface DriftReport {
  readonly environment: string;
  readonly place: string;
  /** The last apply, as the state's last version tells; undefined where that cannot be read. */
  readonly since?: Date;
  readonly resources: readonly ReportedDrift[];
  readonly harmless: readonly DriftedResource[];
  /** Why nobody is named, where the event history cannot be read. */
  readonly unreadable?: string;
  /** The command that takes back what an apply takes back. */
  readonly takeBack: string;
  /** The command that shows whether a setting took something over. */
  readonly plan: string;
}

export interface ReportedDrift extends DriftedResource {
  readonly changers: readonly Attribution[];
  /** Settings under which AWS's value is what is declared. */
  readonly settings: readonly ReportedSetting[];
  /** Where it is declared, `infra/modules/kms/key.ts:70`; undefined where the sources do not tell. */
  readonly source?: string;
}

export interface ReportedSetting extends TakeOver {
  /** As it is written: `log_retention_days = 60`. */
  readonly text: string;
  readonly file: string;
  /** The file is not there yet: the example beside it is to be copied. */
  readonly missing: boolean;
}

/** Everything about drift that was found. */
export async function reportDrift(
  deployment: Deployment,
  { resources, harmless }: Drift,
  invocation: Invocation,
): Promise<DriftReport> {
  const { environment, place } = deployment;
  const overrides = invocation.options.var;
  const changers = await whoChanged(deployment, resources, invocation);
  const settings = await settingsFor(deployment, resources, invocation);
  const sources = sourcesOf(deployment, resources, invocation);
  return {
    environment,
    place,
    since: changers.since,
    resources: resources.map((one) => ({
      ...one,
      changers: changersOf(one, changers),
      settings: settings.get(one) ?? [],
      source: sources.get(one.address),
    })),
    harmless,
    unreadable: changers.unreadable,
    takeBack: nextCommand("apply", deployment, { overrides }),
    plan: nextCommand("plan", deployment, { overrides }),
  };
}

const changersOf = (resource: DriftedResource, { byAddress }: Changers): readonly Attribution[] =>
  byAddress.get(key(resource)) ?? [];

async function settingsFor(
  { environment, settings }: Deployment,
  resources: readonly DriftedResource[],
  { io, project, screen }: Invocation,
): Promise<ReadonlyMap<DriftedResource, readonly ReportedSetting[]>> {
  if (resources.length === 0) return new Map();
  const path = join(project.environmentDir(environment), "terraform.tfvars");
  const file = relative(project.root, path);
  const missing = !existsSync(path);
  const found = await step(screen, "Trying settings", (say) =>
    takeOvers({ environment, settings, today: new Date(io.now()), say }, resources),
  );
  return new Map(
    [...found].map(([resource, list]) => [
      resource,
      list.map((one) => ({ ...one, text: `${one.variable} = ${hcl(one.value)}`, file, missing })),
    ]),
  );
}

function sourcesOf(
  { stack }: Deployment,
  resources: readonly DriftedResource[],
  { project }: Invocation,
): ReadonlyMap<string, string | undefined> {
  const wanted = new Set(resources.map(({ address }) => address));
  const origins = stack.resources.filter(({ address }) => wanted.has(address));
  if (origins.length === 0) return new Map();
  return new Map(withSources(origins, project.root).map(({ address, source }) => [address, source]));
}
