import type { PictureBox, PictureLine } from "./picture.ts";

/** Each line once; and once for the group where all of it say the same. */
export function collapsed(
  lines: readonly PictureLine[],
  groupOf: ReadonlyMap<string, PictureBox>,
): PictureLine[] {
  const whole = (end: "from" | "to", given: readonly PictureLine[]): PictureLine[] => {
    const other = end === "from" ? "to" : "from";
    const sides = new Map<string, Set<string>>();
    // What goes from group to group pair by pair (copies in another region) counts as one, too.
    const key = (one: PictureLine) =>
      [groupOf.get(one[end])?.id, one.kind, one.label, groupOf.get(one[other])?.id ?? one[other]].join(" ");
    const keyOf = (one: PictureLine) => (one.kind === "encryption" ? `${key(one)} ${one[other]}` : key(one));
    for (const one of given) sides.set(keyOf(one), new Set([...(sides.get(keyOf(one)) ?? []), one[end]]));
    return given.map((one) => {
      const group = groupOf.get(one[end]);
      const apart = group && group.id !== one[other] && groupOf.get(one[other]) !== group;
      return apart &&
        (members(group).length > 1 || one.kind !== "encryption") &&
        sides.get(keyOf(one))?.size === members(group).length
        ? { ...one, [end]: group.id }
        : one;
    });
  };
  const all = whole("from", whole("to", lines));
  return [...new Map(all.map((one) => [JSON.stringify([one.from, one.to, one.kind]), one])).values()];
}

/** The things that a group is for: what sets something of all of them (a registry's replication) does not count. */
const members = ({ children }: PictureBox): readonly PictureBox[] =>
  children.filter(({ kind }) => kind !== "registry");

/** A box that only holds things of one kind together. */
export const isGroup = ({ kind, addresses }: PictureBox): boolean =>
  kind.endsWith("-group") && addresses.length === 0;
