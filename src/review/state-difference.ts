/** Structural: one object of a state. */
export interface StateObject {
  readonly address: string;
  readonly tainted: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What one state has that another has not. Names only: values may be sensitive. */
export interface StateDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ChangedObject[];
}

export interface ChangedObject {
  readonly address: string;
  /** Names of the attributes, and `tainted` where that changed. */
  readonly attributes: readonly string[];
}

/** What changes from one state to another, by address. */
export function stateDifference(
  before: readonly StateObject[],
  after: readonly StateObject[],
): StateDifference {
  const was = new Map(before.map((one) => [one.address, one]));
  const is = new Map(after.map((one) => [one.address, one]));
  return {
    added: [...is.keys()].filter((address) => !was.has(address)).sort(),
    removed: [...was.keys()].filter((address) => !is.has(address)).sort(),
    changed: [...is.values()]
      .flatMap((now) => {
        const old = was.get(now.address);
        const attributes = old ? changedAttributes(old, now) : [];
        return attributes.length > 0 ? [{ address: now.address, attributes }] : [];
      })
      .sort((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

function changedAttributes(old: StateObject, now: StateObject): string[] {
  const names = new Set([...Object.keys(old.attributes), ...Object.keys(now.attributes)]);
  const changed = [...names].filter((name) => !equal(old.attributes[name], now.attributes[name])).sort();
  return old.tainted === now.tainted ? changed : [...changed, "tainted"];
}

/** Equal as JSON; an absent attribute is null, and the order of keys says nothing. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    equal(left[key], right[key]),
  );
}
