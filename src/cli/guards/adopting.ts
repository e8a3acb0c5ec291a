import { type AdoptionPlan, adoptionPlan, type FoundThing } from "../../review/adoption.ts";
import type { ResourceChange } from "../../review/plan.ts";
import type { ChangeAction } from "../../review/summary.ts";
import type { Deployment } from "../deployment.ts";
import { lastRun } from "../journaled-run.ts";
import { awsPlace } from "../state-store.ts";
import { step } from "../step.ts";
import { adoptedLine } from "../views/adoption.ts";
import { readAdopted, writeAdopted } from "./adopted-file.ts";
import { reportWhatIsThere } from "./adopting-report.ts";
import type { Healer, MadePlan } from "./healing.ts";

/** How long something may still be on its way: EKS takes a quarter of an hour for a cluster, AWS says. */
const PATIENCE_MS = 40 * 60_000;
const POLL_MS = 5_000;
const LOCAL_POLL_MS = 500;

/** What a plan would create and is there already: taken into the state by `import` blocks instead. */
export const adoptOrphans: Healer = async (deployment, plan, invocation) => {
  const { adoptions, ...rest } = await step(invocation.screen, "Looking for what exists already", (say) =>
    settled(deployment, plan, say),
  );
  const adopted = new Map(await readAdopted(deployment.directory));
  if (adoptions.length === 0) {
    const replaced = changesOf(plan, "replace").filter((address) => adopted.has(address));
    await reportWhatIsThere(deployment, { ...rest, replaced }, invocation, plan.acts);
    return [];
  }
  for (const { address, importId } of adoptions) adopted.set(address, importId);
  await writeAdopted(deployment.directory, adopted);
  const brokeOff = lastRun(deployment.directory)?.outcome !== "complete";
  return adoptions.map((one) => adoptedLine(one, { now: invocation.io.now(), brokeOff }));
};

/** What is there and what is to become of it. */
export interface WhatIsThere extends AdoptionPlan {
  /** What could not be looked for. */
  readonly missed: readonly string[];
  /** Whether the plan creates anything. */
  readonly creates: boolean;
}

const changesOf = ({ summary }: Pick<MadePlan, "summary">, wanted: ChangeAction): string[] =>
  summary.modules.flatMap(({ changes }) =>
    changes.filter(({ action }) => action === wanted).map(({ address }) => address),
  );

/** Looks until nothing that would be taken over is still being made. */
async function settled(
  deployment: Deployment,
  plan: MadePlan,
  say: (detail: string) => void,
): Promise<WhatIsThere> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const there = await whatIsThere(deployment, plan);
    const pending = there.adoptions.filter(({ thing }) => thing.candidate.pending);
    if (pending.length === 0 || Date.now() > until) return there;
    say(`waiting for ${pending.map(({ address }) => address).join(", ")}, which AWS is still making`);
    await new Promise((done) => setTimeout(done, deployment.local ? LOCAL_POLL_MS : POLL_MS));
  }
}

async function whatIsThere(deployment: Deployment, { summary, planFile }: MadePlan): Promise<WhatIsThere> {
  const { workspace, stack, settings, directory } = deployment;
  const creates = changesOf({ summary }, "create").length > 0;
  const [held, planned, adopted] = await Promise.all([
    workspace.stateResources(),
    creates ? plannedCreates(deployment, planFile) : [],
    readAdopted(directory),
  ]);
  const tags = { Project: "retail-forecast", Environment: settings.environment };
  const place = awsPlace(deployment);
  const { findExisting } = await import("../../operate/existing/existing.ts");
  const regions = [...new Set(regionsOf(stack.configuration.provider.aws, settings.region))];
  const known = new Set([...held.map(({ attributes }) => String(attributes.id)), ...adopted.values()]);
  const { found, missed } = await findExisting(place, { wanted: planned, tags, known, regions });
  const declared = new Set(stack.resources.map(({ address }) => address));
  const fitting = found.filter((thing) => !adopted.has(thing.address) || thing.by === "tag");
  const withUsers = await withUsersOfTwins(deployment, fitting, declared);
  return { ...adoptionPlan({ planned, found: withUsers, declared, tags }), missed, creates };
}

/** Where one address has several, what uses each decides. */
async function withUsersOfTwins(
  deployment: Deployment,
  found: readonly FoundThing[],
  declared: ReadonlySet<string>,
): Promise<FoundThing[]> {
  const tagged = found.filter(({ by, address }) => by === "tag" && declared.has(address));
  if (tagged.length === 0) return [...found];
  const { usersOf } = await import("../../operate/existing/unused.ts");
  return Promise.all(
    found.map(async (thing) => {
      if (!tagged.includes(thing)) return thing;
      const { type, region, candidate } = thing;
      const users = await usersOf(awsPlace(deployment), { type, region, id: candidate.id });
      return { ...thing, candidate: { ...candidate, users } };
    }),
  );
}

/** What the plan creates, with the values that are known, and the region of each one's provider. */
async function plannedCreates({ workspace, stack, settings }: Deployment, planFile: string) {
  const { resource_changes: all = [] } = await workspace.show(planFile);
  const { resource = {}, provider } = stack.configuration;
  return all.filter(isCreate).map(({ address, type, name = "", change }) => {
    const alias = String(resource[type]?.[name]?.provider ?? "").split(".")[1];
    const own = provider.aws?.find((one) => one.alias === alias)?.region;
    return {
      address,
      type,
      values: (change.after ?? {}) as Record<string, unknown>,
      region: String(own ?? settings.region),
    };
  });
}

const isCreate = ({ mode, change: { actions } }: ResourceChange): boolean =>
  mode === "managed" && actions.length === 1 && actions[0] === "create";

const regionsOf = (providers: readonly Record<string, unknown>[] = [], own: string): string[] => [
  own,
  ...providers.map(({ region }) => String(region ?? own)),
];
