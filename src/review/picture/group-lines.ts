import type { Routed } from "./arrange.ts";
import { isGroup } from "./collapse.ts";
import type { PictureLine } from "./picture.ts";
import type { Placed } from "./placed.ts";

/** Lines between neighbours in a group (access logs from bucket to bucket): below them, in the group's margin. */
export function groupLines(lines: readonly PictureLine[], all: readonly Placed[]): Routed[] {
  return all
    .filter(({ box }) => isGroup(box))
    .flatMap((group) => {
      const bottom = Math.max(0, ...group.children.map(({ y, height }) => y + height));
      const below = (one: Placed) => one.y + one.height === bottom;
      const find = (id: string) => group.children.find(({ box }) => box.id === id);
      return lines.flatMap((line): Routed[] => {
        const [from, to] = [find(line.from), find(line.to)];
        if (!from || !to || !below(from) || !below(to)) return [];
        const y = bottom + 9;
        const start = from.x + from.width / 2;
        const end = to.x + to.width / 2 + (from.x < to.x ? -8 : 8);
        const way = [
          { x: start, y: bottom },
          { x: start, y },
          { x: end, y },
          { x: end, y: bottom },
        ];
        return [{ line, way }];
      });
    });
}
