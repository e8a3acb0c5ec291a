import { type Ids, ids } from "./ids.ts";
import { type Store, slot } from "./store.ts";

/** How often a server with this state was started. */
const startsSlot = slot<{ starts: number }>({
  name: "starts",
  scope: "global",
  create: () => ({ starts: 0 }),
  inventory: () => [],
});

/**
 * Ids that repeat with their seed, and over restarts do not: whoever goes on with a saved state and the same seed would else give new
 * things the ids of those that are there. The state is looked at when the first id is asked for, since it is read from disk by then.
 */
export function lastingIds(store: Store, seed: number | undefined): Ids {
  if (seed === undefined) return ids();
  let made: Ids | undefined;
  const own = (): Ids => {
    made ??= ids(seed, nextStart(store));
    return made;
  };
  return {
    hex: (digits) => own().hex(digits),
    resource: (prefix) => own().resource(prefix),
    uuid: () => own().uuid(),
    unique: (prefix, length) => own().unique(prefix, length),
    integer: (below) => own().integer(below),
  };
}

function nextStart(store: Store): number {
  const state = store.state(startsSlot, "", "");
  store.touch();
  return state.starts++;
}
