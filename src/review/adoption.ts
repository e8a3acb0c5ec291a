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
  /** Addresses that the configuration declares. */
  readonly declared: ReadonlySet<string>;
  /** Tags that everything of this environment carries. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Sorts what is there by what is to become of it: each thing ends in exactly one list. */
export function adoptionPlan({ planned, found, declared, tags }: AdoptionInput): AdoptionPlan {
  const creates = new Map(planned.map((create) => [create.address, create]));
  const adoptions: Adoption[] = [];
  const conflicts: Conflict[] = [];
  const duplicates: Duplicate[] = [];
  const undeclared: FoundThing[] = [];
  for (const [address, things] of byAddress(found)) {
    if (!declared.has(address)) undeclared.push(...things);
    else if (!creates.has(address)) duplicates.push(...things.map((thing) => ({ address, thing })));
    else {
      const [first, ...others] = [...things].sort(moreInUse);
      if (!first) continue;
      const why = conflictOf(first, tags);
      if (why) conflicts.push({ address, thing: first, why });
      else adoptions.push({ address, type: first.type, importId: importIdOf(first), thing: first });
      const instead = first.candidate.id;
      duplicates.push(...others.map((thing) => ({ address, thing, instead })));
    }
  }
  return { adoptions, conflicts, duplicates, undeclared };
}

const importIdOf = ({ candidate: { importId, id } }: FoundThing): string => importId ?? id;

function byAddress(found: readonly FoundThing[]): Map<string, FoundThing[]> {
  const groups = new Map<string, FoundThing[]>();
  for (const thing of found) groups.set(thing.address, [...(groups.get(thing.address) ?? []), thing]);
  return groups;
}

/** What something uses comes first, then what is whole, then what is older. */
function moreInUse({ candidate: one }: FoundThing, { candidate: other }: FoundThing): number {
  const users = (other.users?.length ?? 0) - (one.users?.length ?? 0);
  if (users !== 0) return users;
  const broken = Number(one.broken !== undefined) - Number(other.broken !== undefined);
  if (broken !== 0) return broken;
  const age = (one.made?.getTime() ?? 0) - (other.made?.getTime() ?? 0);
  return age !== 0 ? age : one.id.localeCompare(other.id);
}

function conflictOf(
  { address, candidate }: FoundThing,
  tags: Readonly<Record<string, string>>,
): Conflict["why"] | undefined {
  const { foreign, broken, tags: own = {}, empty, madeByAws } = candidate;
  if (foreign) return "foreign";
  if (broken) return "broken";
  const isOurs = Object.entries(tags).every(([key, value]) => own[key] === value);
  if (isOurs) return (own.TerraformAddress ?? address) === address ? undefined : "other-address";
  // A bucket gets its tags after it was made: one without any, and without objects, is such a beginning.
  if (Object.keys(own).length === 0 && (empty || madeByAws)) return undefined;
  return empty === false && Object.keys(own).length === 0 ? "holds-objects" : "not-ours";
}
