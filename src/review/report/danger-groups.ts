import type { Danger } from "../dangers/danger.ts";
import { matters } from "./words.ts";

/** Dangers that are told together: the same thing said of several resources, each with what follows from it. */
export interface DangerGroup {
  readonly dangers: readonly Danger[];
  /** What their destruction or replacement brings along. */
  readonly following: readonly Danger[];
}

/** From so many on, the same thing is said once. */
const TOGETHER = 3;

/** The dangers that matter, in their order, told together where a reader would read the same sentence over and over. */
export function dangerGroups(dangers: readonly Danger[]): DangerGroup[] {
  const grave = dangers.filter(matters);
  const told = new Set(grave.map(({ address }) => address));
  const follows = ({ follows: root, address }: Danger) =>
    root !== undefined && root !== address && told.has(root);
  const roots = grave.filter((one) => !follows(one));
  const sizes = new Map<string, number>();
  for (const root of roots) sizes.set(keyOf(root), (sizes.get(keyOf(root)) ?? 0) + 1);
  const groups = new Map<string, Danger[]>();
  for (const [index, root] of roots.entries()) {
    const key = (sizes.get(keyOf(root)) ?? 0) >= TOGETHER ? keyOf(root) : `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), root]);
  }
  // A resource may be in several groups: what follows from it is told with the first.
  const left = new Set(grave.filter(follows));
  return [...groups.values()].map((group) => {
    const addresses = new Set(group.map(({ address }) => address));
    const following = [...left].filter((one) => addresses.has(one.follows ?? ""));
    for (const one of following) left.delete(one);
    return { dangers: group, following };
  });
}

/** What has details of its own is told alone. */
function keyOf({ rule, kind, address, forcedBy, statements, advice }: Danger): string {
  if (forcedBy.length > 0 || statements.length > 0) return address;
  return `${kind} ${rule ?? address.slice(0, address.indexOf("."))} ${advice.join(" ")}`;
}
