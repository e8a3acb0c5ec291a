import type { ReviewedResource } from "../resources.ts";
import type { ChangeAction } from "../summary.ts";
import { about, hasPublicEndpoint, roleGroup } from "./about.ts";
import { groups, places } from "./kinds.ts";
import { vpcBox } from "./network.ts";
import type { Ownership } from "./ownership.ts";
import type { PictureBox } from "./picture.ts";
import type { Relations } from "./relations.ts";

/** What the parts of a picture are made from. */
export interface Drawing {
  readonly relations: Relations;
  readonly owners: Ownership;
  /** Things that no box stands for yet; who makes a box takes them out. */
  readonly left: Set<ReviewedResource>;
}

/** The Internet, and each region with what is in it. */
export function boxesOf(
  resources: readonly ReviewedResource[],
  relations: Relations,
  owners: Ownership,
): PictureBox[] {
  const drawing = { relations, owners, left: new Set(owners.things) };
  const regions = [...new Set(owners.things.map(({ region }) => region))].map((region) =>
    regionBox(region, drawing),
  );
  const reached = resources.some(
    (one) =>
      one.type === "aws_internet_gateway" || (one.type === "aws_eks_cluster" && hasPublicEndpoint(one)),
  );
  return [...(reached ? [place("internet", "internet", "Internet", [])] : []), ...regions];
}

function regionBox(region: string, drawing: Drawing): PictureBox {
  const here = [...drawing.left].filter((thing) => thing.region === region);
  const networks = here.filter(({ type }) => type === "aws_vpc").map((vpc) => vpcBox(vpc, here, drawing));
  const alone = here.filter((thing) => drawing.left.has(thing) && standsAlone(thing));
  const cards = alone.map((thing) => boxOf(thing, drawing));
  const rest = here.filter((thing) => drawing.left.has(thing));
  const grouped = Object.entries(groups).flatMap(([name, title]) => {
    const members = rest.filter((thing) => groupOf(thing) === name).map((thing) => boxOf(thing, drawing));
    return members.length > 0 ? [place(`${name}-${region}`, `${name}-group`, title, members)] : [];
  });
  return place(`region-${region}`, "region", `Region ${region}`, [...networks, ...cards, ...grouped]);
}

/** Clusters and trails are drawn by themselves; what should be in a VPC that is not here is not. */
const standsAlone = ({ type }: ReviewedResource): boolean => ["cluster", "trail"].includes(kindOf(type));

export const kindOf = (type: string): string => places[type]?.kind ?? "other";

function groupOf(thing: ReviewedResource): string {
  const group = places[thing.type]?.group ?? "others";
  return group === "roles" ? roleGroup(thing) : group;
}

/** The box of a thing and its settings. */
export function boxOf(
  thing: ReviewedResource,
  { owners, relations, left }: Drawing,
  more: Partial<PictureBox> = {},
): PictureBox {
  left.delete(thing);
  const addresses = owners.of(thing.address);
  const settings = addresses
    .flatMap((address) => relations.get(address) ?? [])
    .filter((one) => one !== thing);
  return {
    id: thing.address,
    kind: kindOf(thing.type),
    ...about(thing, settings),
    addresses,
    change: owners.change(thing.address),
    children: [],
    ...more,
  };
}

/** One box for several things that say the same; it changes as they do, or is updated where only some do. */
export function boxOfMany(
  id: string,
  things: readonly ReviewedResource[],
  drawing: Drawing,
  more: Pick<PictureBox, "kind" | "title" | "details" | "across">,
): PictureBox {
  const parts = things.map((thing) => boxOf(thing, drawing));
  const changes = new Set<ChangeAction | "none">(parts.map(({ change }) => change));
  const [change = "none"] = changes;
  return {
    id,
    addresses: parts.flatMap(({ addresses }) => addresses),
    change: changes.size === 1 ? change : "update",
    children: [],
    ...more,
  };
}

/** A box that no resource stands for: a region, a zone, a group. */
export function place(id: string, kind: string, title: string, children: readonly PictureBox[]): PictureBox {
  return { id, kind, title, details: [], addresses: [], change: "none", children };
}
