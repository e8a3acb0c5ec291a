import { paginateDescribeTags } from "@aws-sdk/client-ec2";
import type { AwsPlace } from "../access.ts";
import { findTagged } from "../tagged.ts";
import { AwsClients } from "./clients.ts";
import type { Candidate, NamedKind, TaggedKind, Wanted } from "./kind.ts";
import { existingKinds } from "./kinds.ts";
import { eachOf } from "./parallel.ts";
import { permissionMissing } from "./refused.ts";
import { tagRecord } from "./tag-list.ts";

/** The tag that every declared thing carries its Terraform address in. */
const ADDRESS = "TerraformAddress";
/** Reads at once: enough that a first apply waits about a second, few enough that no service throttles. */
const AT_ONCE = 8;

export interface ExistingProps {
  readonly wanted: readonly Wanted[];
  /** Tags that everything of this environment carries: Project and Environment. */
  readonly tags: Readonly<Record<string, string>>;
  /** Ids that the state holds: they need no search. */
  readonly known: ReadonlySet<string>;
  /** All of the environment's regions. */
  readonly regions: readonly string[];
}

/** Something that is there and that the state does not hold, under the address that its tag or its name says. */
export interface Existing {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly by: "tag" | "name";
  readonly candidate: Candidate;
}

export interface Search {
  readonly found: readonly Existing[];
  /** What could not be looked for, and why, a line each. */
  readonly missed: readonly string[];
}

/**
 * Looks for what a plan would create, and for what carries this environment's tags without being in its state. A refused read leaves a note,
 * and the search goes on without it.
 */
export async function findExisting(place: AwsPlace, props: ExistingProps): Promise<Search> {
  const missed = new Set<string>();
  const searched = props.regions.map(async (region) => {
    const aws = new AwsClients({ ...place, region });
    try {
      return (await Promise.all([byTag(aws, props, missed), byName(aws, props, missed)])).flat();
    } finally {
      aws.close();
    }
  });
  const found = (await Promise.all(searched)).flat();
  return { found, missed: [...missed] };
}

interface Tagged {
  readonly kind: TaggedKind;
  readonly id: string;
  readonly address: string;
}

async function byTag(
  aws: AwsClients,
  { tags, known }: ExistingProps,
  missed: Set<string>,
): Promise<Existing[]> {
  const { region } = aws.place;
  const lists = await Promise.all([
    tolerated(() => inIndex(aws.place, tags), "tag:GetResources", missed),
    tolerated(() => inEc2(aws, tags), "ec2:DescribeTags", missed),
  ]);
  const unknown = lists.flatMap((list) => list ?? []).filter(({ id }) => !known.has(id));
  const each = new Map(unknown.map((one) => [one.id, one]));
  const found = await eachOf([...each.values()], AT_ONCE, async ({ kind, id, address }) => {
    const candidate = await tolerated(() => kind.look(aws, id), `reading ${id}`, missed);
    return candidate && { address, type: kind.type, region, by: "tag" as const, candidate };
  });
  return found.flatMap((one) => one ?? []);
}

/** What AWS's tag index knows: everything, but a moment late. */
async function inIndex(place: AwsPlace, tags: Readonly<Record<string, string>>): Promise<Tagged[]> {
  const found = await findTagged(place, tags);
  return found.flatMap(({ arn, tags: own }) => {
    const [, , service = "", , , ...rest] = arn.split(":");
    const [type = "", id = ""] = rest.join(":").split("/");
    return tagged(own[ADDRESS], id, [service, type]);
  });
}

/** What EC2 itself knows: at once, and only its own. */
async function inEc2({ ec2 }: AwsClients, tags: Readonly<Record<string, string>>): Promise<Tagged[]> {
  const keys = [ADDRESS, ...Object.keys(tags)];
  const byId = new Map<string, { type: string; tags: { Key?: string; Value?: string }[] }>();
  const Filters = [{ Name: "key", Values: keys }];
  for await (const { Tags = [] } of paginateDescribeTags({ client: ec2, pageSize: 1000 }, { Filters }))
    for (const { ResourceId = "", ResourceType = "", Key, Value } of Tags) {
      const one = byId.get(ResourceId) ?? { type: ResourceType, tags: [] };
      byId.set(ResourceId, { ...one, tags: [...one.tags, { Key, Value }] });
    }
  return [...byId].flatMap(([id, one]) => {
    const own = tagRecord(one.tags);
    const ours = Object.entries(tags).every(([key, value]) => own[key] === value);
    return ours ? tagged(own[ADDRESS], id, ["ec2", one.type]) : [];
  });
}

function tagged(
  address: string | undefined,
  id: string,
  [service, type]: readonly [string, string],
): Tagged[] {
  const kind = existingKinds.get(address?.split(".")[0] ?? "");
  if (!address || kind?.by !== "tag" || kind.arn[0] !== service || kind.arn[1] !== type) return [];
  return [{ kind, id, address }];
}

async function byName(aws: AwsClients, { wanted }: ExistingProps, missed: Set<string>): Promise<Existing[]> {
  const { region } = aws.place;
  const named = wanted.flatMap((one) => {
    const kind = existingKinds.get(one.type);
    return kind?.by === "name" && one.region === region ? [{ one, kind }] : [];
  });
  const found = await eachOf(named, AT_ONCE, async ({ one, kind }) => {
    const values = knownValues(kind, one);
    if (!values) return undefined;
    const candidate = await tolerated(() => kind.look(aws, values, one), kind.permission, missed);
    return candidate && { address: one.address, type: one.type, region, by: "name" as const, candidate };
  });
  return found.flatMap((one) => one ?? []);
}

/** The values that a search needs; nothing while one of them is only known after the apply: then what it names is not there either. */
function knownValues({ needs }: NamedKind, { values }: Wanted): Record<string, string> | undefined {
  const known: Record<string, string> = {};
  for (const name of needs) {
    const value = values[name];
    if (typeof value !== "string" || value === "") return undefined;
    known[name] = value;
  }
  return known;
}

/** A search that AWS refuses is left out, and noted. @throws whatever is no answer of AWS */
async function tolerated<T>(
  search: () => Promise<T>,
  permission: string,
  missed: Set<string>,
): Promise<T | undefined> {
  try {
    return await search();
  } catch (error) {
    const note = permissionMissing(error, permission);
    if (note === undefined) throw error;
    missed.add(note);
    return undefined;
  }
}
