import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CALENDAR } from "../../infra/modules/eks/version-calendar.ts";
import type { SynthesizedStack } from "../../infra/stack.ts";
import { publicPrices, withPrices } from "../facts/prices/index.ts";
import type { Price, PriceList } from "../facts/prices/price.ts";
import { type CostDifference, type CostInputs, costDifference } from "../review/cost/estimate.ts";
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

/** Everything that an estimate is made of: resources, prices (refreshed ones where there are any), the environment's assumptions, today. */
export async function costInputsOf(
  { project, io, options }: Pick<Invocation, "project" | "io" | "options">,
  { environment, stack, plan }: Costed,
): Promise<CostInputs> {
  const resources = pricedResources(stack, plan);
  const regions = new Set(resources.map(({ region }) => region));
  const [prices, { usage }] = await Promise.all([
    knownPrices(project, regions),
    readUsage({ environment, project, overrides: options.usage }),
  ]);
  const date = new Date(io.now()).toISOString().slice(0, 10);
  return { resources, prices, usage, date, kubernetes: CALENDAR.versions };
}

/** What a plan changes in the bill. */
export async function costDifferenceOf(
  invocation: Pick<Invocation, "project" | "io" | "options">,
  costed: Costed,
): Promise<CostDifference> {
  return costDifference(await costInputsOf(invocation, costed));
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
async function knownPrices(project: Project, regions: ReadonlySet<string>): Promise<PriceList> {
  const refreshed = await Promise.all([...regions].map((region) => refreshedPrices(project, region)));
  return withPrices(refreshed.flat(), publicPrices);
}

/** Increased when what a file of prices holds changes its meaning. */
const FORMAT = 1;

const priceFile = ({ cacheDir }: Project, region: string): string =>
  join(cacheDir, "prices", `${region}.json`);

/** What AWS's price list answered for a region when it was last asked; nothing where it never was, or the file is damaged. */
export async function refreshedPrices(project: Project, region: string): Promise<readonly Price[]> {
  try {
    const { formatVersion, prices } = JSON.parse(await readFile(priceFile(project, region), "utf8")) as {
      readonly formatVersion: number;
      readonly prices: readonly Price[];
    };
    return formatVersion === FORMAT ? prices : [];
  } catch (error) {
    // A cache that nobody wrote yet, or that is damaged, is an empty one.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Keeps what AWS's price list answered for a region, beside what it answered before. */
export async function keepPrices(
  project: Project,
  region: string,
  answered: readonly Price[],
): Promise<void> {
  const before = await refreshedPrices(project, region);
  const byId = new Map([...before, ...answered].map((price) => [price.id, price]));
  const file = priceFile(project, region);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomically(
    file,
    JSON.stringify({ formatVersion: FORMAT, region, prices: [...byId.values()] }),
  );
}
