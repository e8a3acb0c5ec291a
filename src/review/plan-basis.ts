import { type AttributeChange, changedAttributes } from "./attributes.ts";

/** What a plan was made of: it is the plan that was approved only while all of this is still the same. */
export interface PlanBasis {
  /** Every setting with its value, presets and defaults included. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A digest of each declaration, by address; of what is no resource by its path, such as `output.vpc_id`. */
  readonly code: Readonly<Record<string, string>>;
  /** Version of each provider that the dependency lock file selects, by its name, such as `hashicorp/aws`. */
  readonly providers: Readonly<Record<string, string>>;
  /** Digest of the whole lock file, checksums included. */
  readonly lockFile: string;
  /** Product and version, such as `terraform 1.11.4`. */
  readonly engine: string;
  /** The state that was planned on: `none` where there was none yet. Absent where nobody could read it: the engine compares it all the same. */
  readonly state?: StateVersion | "none";
  /** Digest of each file that adds to the configuration, by name, such as `more.tf.json`. */
  readonly files: Readonly<Record<string, string>>;
  /** Digest of the plan itself. */
  readonly plan: string;
}

/** One version of a state. */
export interface StateVersion {
  /** Stays with a state for its life. */
  readonly lineage: string;
  /** Grows with each change. */
  readonly serial: number;
}

/** One part in which what a plan was made of is not what is there now. */
export type BasisDifference =
  | { readonly part: "settings"; readonly changes: readonly AttributeChange[] }
  | { readonly part: "code"; readonly changes: readonly NamedChange[] }
  | {
      readonly part: "provider lock";
      /** Empty when only checksums differ. */
      readonly changes: readonly VersionChange[];
    }
  | { readonly part: "engine"; readonly before: string; readonly after: string }
  | {
      readonly part: "state";
      readonly before: StateVersion | "none";
      readonly after: StateVersion | "none";
    }
  | { readonly part: "files"; readonly changes: readonly NamedChange[] }
  | { readonly part: "plan"; readonly gone: boolean };

/** What differs of something that has a name, and no value worth showing. */
export interface NamedChange {
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
}

/** A provider's version before and after; absent where it was not, or is no more, in the lock file. */
export interface VersionChange {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** Digest of a file that is not there. */
export const MISSING = "";

/**
 * Every part in which two bases differ, in the order in which a person would look for the cause. `sameSettings` gives today's code with the settings
 * of then, so that a declaration that differs only because a setting does isn't blamed on the code.
 */
export function basisDifferences(
  before: PlanBasis,
  after: PlanBasis,
  sameSettings: () => PlanBasis["code"] | undefined = () => undefined,
): BasisDifference[] {
  const settings = changedAttributes({ actions: ["update"], before: before.settings, after: after.settings });
  const declared = namedChanges(before.code, after.code);
  const both = settings.length > 0 && declared.length > 0;
  const code = both ? namedChanges(before.code, sameSettings() ?? after.code) : declared;
  const versions = versionChanges(before.providers, after.providers);
  const files = namedChanges(before.files, after.files);
  const lock = versions.length > 0 || before.lockFile !== after.lockFile;
  const found: (BasisDifference | false)[] = [
    settings.length > 0 && { part: "settings", changes: settings },
    code.length > 0 && { part: "code", changes: code },
    lock && { part: "provider lock", changes: versions },
    before.engine !== after.engine && { part: "engine", before: before.engine, after: after.engine },
    stateDifference(before.state, after.state),
    files.length > 0 && { part: "files", changes: files },
    before.plan !== after.plan && { part: "plan", gone: after.plan === MISSING },
  ];
  return found.filter((one) => one !== false);
}

/** What could not be read is not called another: the engine compares states by itself, too. */
function stateDifference(before: PlanBasis["state"], after: PlanBasis["state"]): BasisDifference | false {
  if (before === undefined || after === undefined) return false;
  if (before === "none" || after === "none") return before !== after && { part: "state", before, after };
  const same = before.lineage === after.lineage && before.serial === after.serial;
  return !same && { part: "state", before, after };
}

function namedChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): NamedChange[] {
  return namesOf(before, after)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      name,
      change: before[name] === undefined ? "added" : after[name] === undefined ? "removed" : "changed",
    }));
}

function versionChanges(before: PlanBasis["providers"], after: PlanBasis["providers"]): VersionChange[] {
  return namesOf(before, after)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

const namesOf = (before: object, after: object): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
