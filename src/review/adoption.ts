/** What a plan would create, as far as it must fit what is there. */
export interface PlannedCreate {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Something that is there without being in the state, under the address that its tag or its name says. */
export interface FoundThing {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly by: "tag" | "name";
  readonly candidate: {
    readonly id: string;
    readonly importId?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly made?: Date;
    readonly foreign?: string;
    readonly broken?: string;
    /** AWS is still making it. */
    readonly pending?: boolean;
    readonly empty?: boolean;
    readonly madeByAws?: boolean;
    /** What uses it, in words. */
    readonly users?: readonly string[];
  };
}

/** A planned create for which something is there already: taken into the state instead. */
export interface Adoption {
  readonly address: string;
  readonly type: string;
  readonly importId: string;
  readonly thing: FoundThing;
}

/** A planned create that will fail, or should not be: something of its name is there and is not this environment's. */
export interface Conflict {
  readonly address: string;
  readonly thing: FoundThing;
  readonly why: "foreign" | "not-ours" | "holds-objects" | "broken" | "other-address";
}

/** Something of an address that has one already. */
export interface Duplicate {
  readonly address: string;
  readonly thing: FoundThing;
  /** Why it stays although nothing uses it now, in words. */
  readonly kept?: string;
  /** The id of the one that stays, where that is not the state's. */
  readonly instead?: string;
}

export interface AdoptionPlan {
  readonly adoptions: readonly Adoption[];
  readonly conflicts: readonly Conflict[];
  readonly duplicates: readonly Duplicate[];
  /** Carries this environment's tags, and nothing declares its address. */
  readonly undeclared: readonly FoundThing[];
}

export interface AdoptionInput {
  readonly planned: readonly PlannedCreate[];
  readonly found: readonly FoundThing[];
  /** Addresses that the configuration declares, with the region of each. */
  readonly declared: ReadonlyMap<string, string>;
  /** Tags of what the state holds where something else carries the same address. */
  readonly held?: ReadonlyMap<string, Tags>;
  /** Tags that everything of this environment carries. */
  readonly tags: Tags;
}

type Tags = Readonly<Record<string, string>>;

/** Sorts what is there by what is to become of it: each thing ends in exactly one list. */
export function adoptionPlan({ planned, found, declared, held, tags }: AdoptionInput): AdoptionPlan {
  const creates = new Map(planned.map((create) => [create.address, create]));
  const adoptions: Adoption[] = [];
  const conflicts: Conflict[] = [];
  const duplicates: Duplicate[] = [];
  const undeclared: FoundThing[] = [];
  for (const [address, all] of byAddress(found)) {
    // In another region it is another thing, which nothing declares there.
    const things = all.filter(({ region }) => declared.get(address) === region);
    undeclared.push(...all.filter((thing) => !things.includes(thing)));
    if (!creates.has(address)) {
      duplicates.push(
        ...things.map((thing) => ({ address, thing, ...keptBeside(thing, held?.get(address)) })),
      );
      continue;
    }
    const [first, ...others] = [...things].sort(moreInUse);
    if (!first) continue;
    const why = conflictOf(first, tags);
    if (why) {
      conflicts.push(...things.map((thing) => ({ address, thing, why: conflictOf(thing, tags) ?? why })));
      continue;
    }
    adoptions.push({ address, type: first.type, importId: importIdOf(first), thing: first });
    const { id: instead, tags: own } = first.candidate;
    duplicates.push(...others.map((thing) => ({ address, thing, instead, ...keptBeside(thing, own) })));
  }
  return { adoptions, conflicts, duplicates, undeclared };
}

const importIdOf = ({ candidate: { importId, id } }: FoundThing): string => importId ?? id;

function byAddress(found: readonly FoundThing[]): Map<string, FoundThing[]> {
  const groups = new Map<string, FoundThing[]>();
  for (const thing of found) groups.set(thing.address, [...(groups.get(thing.address) ?? []), thing]);
  return groups;
}

/** What may be needed although nothing names it any more: a key opens what it encrypted while it was in use. */
const OPENS_DATA: ReadonlySet<string> = new Set(["aws_kms_key"]);
/** The tag of the run that made something. */
const RUN = "TerraformRun";

/** A lost answer leaves both to one run, which never used the other. What two runs made, each may have used in its time. */
function keptBeside({ type, candidate }: FoundThing, twin: Tags | undefined): Pick<Duplicate, "kept"> {
  const run = candidate.tags?.[RUN];
  if (!OPENS_DATA.has(type) || (run !== undefined && run === twin?.[RUN])) return {};
  return { kept: "another run made it, so it may have encrypted what only it can open" };
}

/** What is whole comes first, then what something uses, then what is older. */
function moreInUse({ candidate: one }: FoundThing, { candidate: other }: FoundThing): number {
  const broken = Number(one.broken !== undefined) - Number(other.broken !== undefined);
  if (broken !== 0) return broken;
  const users = (other.users?.length ?? 0) - (one.users?.length ?? 0);
  if (users !== 0) return users;
  const age = (one.made?.getTime() ?? 0) - (other.made?.getTime() ?? 0);
  return age !== 0 ? age : one.id.localeCompare(other.id);
}

function conflictOf({ address, candidate }: FoundThing, tags: Tags): Conflict["why"] | undefined {
  const { foreign, broken, tags: own = {}, empty, madeByAws } = candidate;
  if (foreign) return "foreign";
  if (broken) return "broken";
  const isOurs = Object.entries(tags).every(([key, value]) => own[key] === value);
  if (isOurs) return (own.TerraformAddress ?? address) === address ? undefined : "other-address";
  // A bucket gets its tags after it was made: one without any, and without objects, is such a beginning.
  if (Object.keys(own).length === 0 && (empty || madeByAws)) return undefined;
  return empty === false && Object.keys(own).length === 0 ? "holds-objects" : "not-ours";
}
