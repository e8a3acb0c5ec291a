import { setImmediate } from "node:timers/promises";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import type { TerraformConfiguration } from "../../infra/stack.ts";
import { synthesize } from "../../infra/synthesize.ts";
import type { Settings, VariableName } from "../../infra/variables.ts";
import { isDeclaredAs } from "../review/drift/declared-value.ts";
import type { DriftedResource } from "../review/drift/drifted.ts";
import { candidates } from "./drifting-candidates.ts";

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

/**
 * The settings that take drift over, by resource: found by trying, since every synthesis says what a setting does. Each variable is given values that the
 * drift itself suggests, one variable at a time.
 */
export async function takeOvers(
  trying: Trying,
  resources: readonly DriftedResource[],
): Promise<ReadonlyMap<DriftedResource, readonly TakeOver[]>> {
  const declared = resources.filter(({ kind }) => kind !== "added");
  const trials = await triedOut(
    trying,
    declared.flatMap(({ attributes }) => attributes.map(({ after }) => after)),
  );
  return new Map(declared.map((one) => [one, settingsFor(one, trials)]));
}

async function triedOut({ environment, settings, today, say }: Trying, drifted: readonly unknown[]) {
  const now = synthesize(environment, settings).configuration;
  const trials: Trial[] = [];
  for (const { variable, value } of candidates(settings, drifted)) {
    const checked = checkSettings(environment, { ...settings, [variable]: value }, { today });
    if (!checked.settings) continue;
    say?.(variable);
    // Each takes a twentieth of a second: the screen is let in between.
    await setImmediate();
    const { configuration } = synthesize(environment, checked.settings);
    trials.push({ variable, value, configuration, changed: changedAddresses(now, configuration) });
  }
  return trials;
}

function settingsFor(resource: DriftedResource, trials: readonly Trial[]): TakeOver[] {
  const { address, kind, attributes } = resource;
  const fewestFirst = [...trials]
    .filter(({ changed }) => changed.includes(address))
    .sort((a, b) => a.changed.length - b.changed.length);
  if (kind === "deleted") {
    const gone = fewestFirst.find(({ configuration }) => !bodies(configuration).has(address));
    return gone ? [takeOver(gone, resource, [])] : [];
  }
  const found = new Map<Trial, string[]>();
  for (const { path, after, sensitive } of attributes) {
    if (sensitive) continue;
    const trial = fewestFirst.find(({ configuration }) =>
      isDeclaredAs(bodies(configuration).get(address), path, after),
    );
    if (trial) found.set(trial, [...(found.get(trial) ?? []), path]);
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
