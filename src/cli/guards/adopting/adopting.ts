import { type AdoptionPlan, adoptionPlan, type FoundThing } from "../../../review/adoption.ts";
import { declaredValues } from "../../../review/declared-values.ts";
import { declaredAttributes } from "../../../review/references.ts";
import type { Attributes } from "../../../review/rules/rule.ts";
import type { ChangeAction } from "../../../review/summary.ts";
import type { Deployment } from "../../deployment.ts";
import { lastRun } from "../../journaled-run.ts";
import { awsPlace } from "../../state-store.ts";
import { step } from "../../step.ts";
import { adoptedLine } from "../../views/adoption.ts";
import type { Healer, MadePlan } from "../healing.ts";
import { stateBehind } from "../rescue/held.ts";
import { readAdopted, writeAdopted } from "./file.ts";
import { reportWhatIsThere } from "./report.ts";

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

async function whatIsThere(deployment: Deployment, plan: MadePlan): Promise<WhatIsThere> {
  const { stack, settings, directory } = deployment;
  const { planFile } = plan;
  const created = changesOf(plan, "create");
  const [held, adopted] = await Promise.all([stateBehind(deployment, plan), readAdopted(directory)]);
  // Where nothing is there yet, the declaration says all that is known, and the engine need not be asked: that takes seconds.
  const values =
    created.length > 0 && held.length + adopted.size > 0
      ? await plannedValues(deployment, planFile)
      : undefined;
  const planned = created.map((address) => ({
    address,
    type: address.slice(0, address.indexOf(".")),
    values: values?.get(address) ?? declaredValues(stack.configuration, address),
    region: regionOf(deployment, address),
  }));
  const tags = { Project: "retail-forecast", Environment: settings.environment };
  const place = awsPlace(deployment);
  const { findExisting } = await import("../../../operate/existing/existing.ts");
  const regions = [...new Set(regionsOf(stack.configuration.provider.aws, settings.region))];
  const known = new Set([...held.map(({ attributes }) => String(attributes.id)), ...adopted.values()]);
  const { found, missed } = await findExisting(place, { wanted: planned, tags, known, regions });
  const declared = new Map(stack.resources.map(({ address }) => [address, regionOf(deployment, address)]));
  const fitting = found.filter((thing) => !adopted.has(thing.address) || thing.by === "tag");
  const withUsers = await withUsersOfTwins(deployment, fitting, declared);
  const ids = new Map([
    ...held.map(({ address, attributes }) => [address, String(attributes.id)] as const),
    ...adopted,
  ]);
  const heldTags = await tagsOfTwins(deployment, withUsers, ids);
  return {
    ...adoptionPlan({ planned, found: withUsers, declared, held: heldTags, tags }),
    missed,
    creates: created.length > 0,
  };
}

/** Where one address has several, what uses each decides. */
async function withUsersOfTwins(
  deployment: Deployment,
  found: readonly FoundThing[],
  declared: ReadonlyMap<string, string>,
): Promise<FoundThing[]> {
  const tagged = found.filter(({ by, address }) => by === "tag" && declared.has(address));
  if (tagged.length === 0) return [...found];
  const { usersOf } = await import("../../../operate/existing/unused.ts");
  return Promise.all(
    found.map(async (thing) => {
      if (!tagged.includes(thing)) return thing;
      const { type, region, candidate } = thing;
      const users = await usersOf(awsPlace(deployment), { type, region, id: candidate.id });
      return { ...thing, candidate: { ...candidate, users } };
    }),
  );
}

/** What the state, or the plan that is being made, has at the address of something else: by its tags it says which run made it. */
async function tagsOfTwins(
  deployment: Deployment,
  found: readonly FoundThing[],
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, Readonly<Record<string, string>>>> {
  const twins = found.filter(({ by, address }) => by === "tag" && ids.has(address));
  if (twins.length === 0) return new Map();
  const { tagsOf } = await import("../../../operate/existing/unused.ts");
  const looked = twins.map(async ({ type, region, address }) => {
    const tags = await tagsOf(awsPlace(deployment), { type, region, id: ids.get(address) ?? "" });
    return tags ? [[address, tags] as const] : [];
  });
  return new Map((await Promise.all(looked)).flat());
}

/** The values that the engine knows of what it would create, by address. */
async function plannedValues({ workspace }: Deployment, planFile: string): Promise<Map<string, Attributes>> {
  const { resource_changes: all = [] } = await workspace.show(planFile);
  return new Map(all.map(({ address, change }) => [address, (change.after ?? {}) as Attributes]));
}

/** The region of the provider that makes a resource. */
function regionOf({ stack, settings }: Deployment, address: string): string {
  const alias = String(declaredAttributes(stack.configuration, address)?.provider ?? "").split(".")[1];
  const own = stack.configuration.provider.aws?.find((one) => one.alias === alias)?.region;
  return String(own ?? settings.region);
}

const regionsOf = (providers: readonly Record<string, unknown>[] = [], own: string): string[] => [
  own,
  ...providers.map(({ region }) => String(region ?? own)),
];
