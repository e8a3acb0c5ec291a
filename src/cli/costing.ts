import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CALENDAR } from "../../infra/modules/eks/version-calendar.ts";
import type { SynthesizedStack } from "../../infra/stack.ts";
import { publicPrices, withPrices } from "../facts/prices/index.ts";
import type { Price, PriceList } from "../facts/prices/price.ts";
import type { CostInputs } from "../review/cost/estimate.ts";
import type { PlanJson } from "../review/plan.ts";
import { type ReviewedResource, reviewedResources } from "../review/resources.ts";
import { writeFileAtomically } from "../terraform/atomic-file.ts";
import type { Invocation } from "./command.ts";
import type { Project } from "./project.ts";
import { readUsage } from "./usage.ts";

/** What is to be priced: an environment's declaration, and what a plan would do to it. */
export interface Costed {
  readonly environment: string;
  readonly stack: SynthesizedStack;
  /** @default everything is as it is declared */
  readonly plan?: PlanJson;
}

type Asking = Pick<Invocation, "project" | "io" | "options">;

/** Everything that an estimate is made of: resources, prices (refreshed ones where there are any), the environment's assumptions, today. */
export async function costInputsOf(asking: Asking, { plan, ...costed }: Costed): Promise<CostInputs> {
  const inputs = await costingOf(asking, costed);
  return inputs(plan);
}

/**
 * Reads and checks what an estimate needs beside a plan, so that a mistake in it is told before anything is planned, and gives back what
 * makes a plan's own.
 * @throws UserError with what is wrong in usage.tfvars
 */
export async function costingOf(
  { project, io, options }: Asking,
  { environment, stack }: Omit<Costed, "plan">,
): Promise<(plan?: PlanJson) => CostInputs> {
  const [prices, { usage }] = await Promise.all([
    knownPrices(project),
    readUsage({ environment, project, overrides: options.usage }),
  ]);
  const date = new Date(io.now()).toISOString().slice(0, 10);
  return (plan) => ({
    resources: pricedResources(stack, plan),
    prices,
    usage,
    date,
    kubernetes: CALENDAR.versions,
  });
}

/**
 * The resources of a declaration and a plan for it. A plan that was read from its events has no values: what it deletes is taken to be
 * as it is declared.
 */
function pricedResources(
  { configuration, resources }: SynthesizedStack,
  plan?: PlanJson,
): ReviewedResource[] {
  const reviewed = reviewedResources({ configuration, declared: resources, plan });
  if (!plan) return reviewed;
  const asDeclared = new Map(
    reviewedResources({ configuration, declared: resources }).map((one) => [one.address, one.declared]),
  );
  return reviewed.map((one) =>
    one.change === "delete" && !one.deployed ? { ...one, deployed: asDeclared.get(one.address) } : one,
  );
}

/** The public prices, and over them what AWS's price list answered when it was last asked. */
async function knownPrices(project: Project): Promise<PriceList> {
  const folder = join(project.cacheDir, PRICES);
  const files = existsSync(folder) ? await readdir(folder) : [];
  const refreshed = await Promise.all(
    files.filter((file) => file.endsWith(".json")).map((file) => refreshedPrices(join(folder, file))),
  );
  return withPrices(refreshed.flat(), publicPrices);
}

const PRICES = "prices";

/** Increased when what a file of prices holds changes its meaning. */
const FORMAT = 1;

/** What AWS's price list answered when it was last asked; nothing where it never was, or the file is damaged. */
async function refreshedPrices(file: string): Promise<readonly Price[]> {
  const text = existsSync(file) ? await readFile(file, "utf8") : "{}";
  try {
    const kept: { readonly formatVersion?: number; readonly prices?: unknown } | null = JSON.parse(text);
    return kept?.formatVersion === FORMAT && Array.isArray(kept.prices) ? kept.prices : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Keeps what AWS's price list answered for a region, beside what it answered before. */
export async function keepPrices(
  project: Project,
  region: string,
  answered: readonly Price[],
): Promise<void> {
  const file = join(project.cacheDir, PRICES, `${region}.json`);
  const before = await refreshedPrices(file);
  const byId = new Map([...before, ...answered].map((price) => [price.id, price]));
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomically(
    file,
    JSON.stringify({ formatVersion: FORMAT, region, prices: [...byId.values()] }),
  );
}
