import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PlanJson, ResourceChange } from "../../src/review/plan.ts";
import type { ConfigurationWithProviders } from "../../src/review/resources.ts";
import { actionOf, type DeclaredResource } from "../../src/review/summary.ts";

/** What a review of a plan reads: the plan, the configuration that it is of, and where each resource was declared. */
export interface Sample {
  readonly plan: PlanJson;
  readonly configuration: ConfigurationWithProviders;
  readonly declared: readonly DeclaredResource[];
}

export function readSample(name: string): Sample {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, "plans", `${name}.json.snap`), "utf8"));
}

/**
 * A plan with what is read of it, and no more, since the whole is a megabyte: of what changes, the attributes that say something; of the
 * rest, that it is there. The configuration keeps what changes, references, and the clusters.
 */
export function trimmed({ plan, configuration, declared }: Sample): Sample {
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const changing = new Set(changes.filter((one) => actionOf(one)).map(({ address }) => address));
  const fresh = changes.every(({ change }) => change.actions[0] === "create");
  const removal = changes.every(({ change }) => change.actions[0] === "delete");
  const drifted = (plan.resource_drift ?? []).filter(
    ({ address, change }) => changing.has(address) || change.actions.includes("delete"),
  );
  const resource = Object.fromEntries(
    Object.entries(configuration.resource ?? {}).map(([type, named]) => [
      type,
      Object.fromEntries(
        Object.entries(named).map(([name, attributes]) => [
          name,
          changing.has(`${type}.${name}`) && !fresh && !removal ? attributes : telling(attributes),
        ]),
      ),
    ]),
  );
  return {
    plan: {
      // Of creations and of a removal, commands read the events, which have no values.
      resource_changes: changes.map((one) => shortened(one, !fresh && !removal && changing.has(one.address))),
      resource_drift: drifted.map((one) => shortened(one, true)),
      output_changes: Object.fromEntries(
        Object.entries(plan.output_changes ?? {}).map(([name, { actions }]) => [name, { actions }]),
      ),
    },
    configuration: { resource },
    declared,
  };
}

function shortened(one: ResourceChange, whole: boolean): ResourceChange {
  const { address, previous_address, mode, type, deposed, action_reason, change } = one;
  const { actions, before, after, after_unknown, replace_paths } = change;
  const values = whole ? { ...sides(before, after), after_unknown, replace_paths } : {};
  const kept = { address, previous_address, mode, type, deposed, action_reason };
  return JSON.parse(JSON.stringify({ ...kept, change: { actions, ...values } }));
}

/** Of both sides what differs, and what names a resource or is a setting that sentences mention. */
function sides(before: unknown, after: unknown): { before: unknown; after: unknown } {
  const [was, is] = [before, after].map((side) => (side ?? {}) as Record<string, unknown>);
  const kept = (name: string) =>
    !before ||
    !after ||
    /^(id|arn|name|bucket|role|\w+_(id|name|arn|block|config))$/.test(name) ||
    JSON.stringify(was?.[name]) !== JSON.stringify(is?.[name]);
  const side = (values: unknown) =>
    values &&
    Object.fromEntries(Object.entries(values).filter(([name, value]) => kept(name) && isSet(value)));
  return { before: side(before) ?? null, after: side(after) ?? null };
}

/** Null, "" and [] say nothing. */
const isSet = (value: unknown): boolean => value !== null && value !== "" && JSON.stringify(value) !== "[]";

/** What refers to another resource, and switches and names that rules ask for. */
function telling(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, value]) =>
        /^(name|bucket|description|force_\w+|deletion_window_in_days|node_group_name|version)$/.test(name) ||
        (typeof value === "string" && /^\$\{[^}]*\}$/.test(value)),
    ),
  );
}
