import { setImmediate } from "node:timers/promises";
import { checkSettings } from "../../../infra/settings/check-settings.ts";
import type { TerraformConfiguration } from "../../../infra/stack.ts";
import { synthesize } from "../../../infra/synthesize.ts";
import type { Settings, VariableName } from "../../../infra/variables.ts";
import { isDeclaredAs } from "../../review/drift/declared-value.ts";
import type { DriftedResource } from "../../review/drift/drifted.ts";
import { candidates } from "./candidates.ts";
import { combined } from "./combined.ts";

/** A setting under which what AWS has is what is declared. */
export interface TakeOver {
  readonly variable: VariableName;
  readonly value: unknown;
  /** The attributes that it explains; empty for a resource that it leaves out. */
  readonly attributes: readonly string[];
  /** Addresses that it changes as well. */
  readonly alsoChanges: readonly string[];
}

interface Trial {
  readonly variable: VariableName;
  readonly value: unknown;
  readonly configuration: TerraformConfiguration;
  /** Addresses whose declaration differs from today's. */
  readonly changed: readonly string[];
}

export interface Trying {
  readonly environment: string;
  readonly settings: Settings;
  readonly today: Date;
  /** Told which variable is being tried. */
  readonly say?: (variable: string) => void;
}

interface From extends Trying {
  /** What is declared today. */
  readonly now: TerraformConfiguration;
}

/**
 * The settings that take drift over, by resource: found by trying, since every synthesis says what a setting does. Each variable is given values that the
 * drift itself suggests, one variable at a time.
 */
export async function takeOvers(
  trying: Trying,
  resources: readonly DriftedResource[],
): Promise<ReadonlyMap<DriftedResource, readonly TakeOver[]>> {
  const declared = resources.filter(({ kind }) => kind !== "added");
  const now = synthesize(trying.environment, trying.settings).configuration;
  const trials = await triedOut(
    { ...trying, now },
    declared.flatMap(({ attributes }) => attributes.map(({ after }) => after)),
  );
  return withoutContradictions(
    { ...trying, now },
    new Map(declared.map((one) => [one, settingsFor(one, trials, now)])),
  );
}

async function triedOut(trying: From, drifted: readonly unknown[]): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const { variable, value } of candidates(trying.settings, drifted)) {
    const trial = tried(trying, variable, value);
    if (!trial) continue;
    trying.say?.(variable);
    // Each takes a twentieth of a second: the screen is let in between.
    await setImmediate();
    trials.push(trial);
  }
  return trials;
}

/** What another value changes; undefined where the settings' rules refuse it. */
function tried(
  { environment, settings, today, now }: From,
  variable: VariableName,
  value: unknown,
): Trial | undefined {
  const checked = checkSettings(environment, { ...settings, [variable]: value }, { today });
  if (!checked.settings) return undefined;
  const { configuration } = synthesize(environment, checked.settings);
  return { variable, value, configuration, changed: changedAddresses(now, configuration) };
}

type Found = Map<DriftedResource, TakeOver[]>;

/** A setting can be written once: where several of its values were found, they become one that takes over all of it, if there is such a value. */
function withoutContradictions(trying: From, found: Found): Found {
  const all = [...found.values()].flat();
  for (const variable of new Set(all.map((one) => one.variable))) {
    const those = all.filter((one) => one.variable === variable);
    if (new Set(those.map(({ value }) => JSON.stringify(value))).size < 2) continue;
    const value = combined(
      trying.settings[variable],
      those.map((one) => one.value),
    );
    const trial = value === undefined ? undefined : tried(trying, variable, value);
    if (!trial) continue;
    const together = new Map([...found].map(([one, list]) => [one, joined(one, list, trial)] as const));
    if ([...together.values()].every((list) => list !== undefined)) found = together as Found;
  }
  return found;
}

/** One setting in place of those of its variable; undefined where it does not take over all that they do. */
function joined(resource: DriftedResource, list: readonly TakeOver[], trial: Trial): TakeOver[] | undefined {
  const its = list.filter(({ variable }) => variable === trial.variable);
  if (its.length === 0) return [...list];
  const paths = its.flatMap(({ attributes }) => attributes);
  const holds =
    resource.kind === "deleted"
      ? !bodies(trial.configuration).has(resource.address)
      : resource.attributes
          .filter(({ path }) => paths.includes(path))
          .every((one) => explains(trial, resource, one));
  const others = list.filter(({ variable }) => variable !== trial.variable);
  return holds ? [...others, takeOver(trial, resource, paths)] : undefined;
}

const explains = (
  { configuration }: Trial,
  { address }: DriftedResource,
  { path, after }: DriftedResource["attributes"][number],
): boolean => isDeclaredAs(bodies(configuration).get(address), path, after);

function settingsFor(
  resource: DriftedResource,
  trials: readonly Trial[],
  now: TerraformConfiguration,
): TakeOver[] {
  const { address, kind, attributes } = resource;
  const fewestFirst = [...trials]
    .filter(({ changed }) => changed.includes(address))
    .sort((a, b) => a.changed.length - b.changed.length);
  if (kind === "deleted") {
    const gone = fewestFirst.find(({ configuration }) => !bodies(configuration).has(address));
    return gone ? [takeOver(gone, resource, [])] : [];
  }
  const found = new Map<Trial, string[]>();
  for (const attribute of attributes) {
    // What today's declaration says as well, such as nothing, no setting brings about.
    if (attribute.sensitive || isDeclaredAs(bodies(now).get(address), attribute.path, attribute.after))
      continue;
    const trial = fewestFirst.find((one) => explains(one, resource, attribute));
    if (trial) found.set(trial, [...(found.get(trial) ?? []), attribute.path]);
  }
  return [...found].map(([trial, paths]) => takeOver(trial, resource, paths));
}

function takeOver(
  { variable, value, changed }: Trial,
  { address }: DriftedResource,
  attributes: string[],
): TakeOver {
  return { variable, value, attributes, alsoChanges: changed.filter((one) => one !== address) };
}

function changedAddresses(before: TerraformConfiguration, after: TerraformConfiguration): string[] {
  const [old, now] = [bodies(before), bodies(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (address) => JSON.stringify(old.get(address)) !== JSON.stringify(now.get(address)),
  );
}

function bodies({ resource = {} }: TerraformConfiguration): Map<string, Readonly<Record<string, unknown>>> {
  return new Map(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}
