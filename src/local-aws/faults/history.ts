import { deserialize, serialize } from "node:v8";
import { partKey, type Slot, type Store } from "../store.ts";
import type { StateView } from "./injector.ts";

/** How a part of the state was until a moment. */
interface Past {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly bytes: Uint8Array;
  /** Read back when it is first looked at. */
  part?: object;
}

/** So many pasts of a part are kept at most: more writes at once share one. */
const grains = 20;

/**
 * How the state was a while ago: before anything is written, the part of the state that it goes to is kept as it was.
 * Older pasts than the window are dropped.
 */
export class History {
  readonly #store: Store;
  readonly #windowMs: number;
  readonly #parts = new Map<string, Past[]>();

  constructor(store: Store, windowMs: number) {
    this.#store = store;
    this.#windowMs = windowMs;
  }

  /** Keeps a part as it is, since it is about to be written to. */
  keep(slot: Slot<object>, account: string, region: string, now: number): void {
    const key = partKey(slot, account, region);
    const pasts = this.#recent(key, now);
    const last = pasts.at(-1);
    if (last && now - last.until < this.#windowMs / grains) return;
    pasts.push({ until: now, bytes: serialize(this.#store.state(slot, account, region)) });
    this.#parts.set(key, pasts);
  }

  /** Whether a part has changed since then. */
  differs(slot: Slot<object>, account: string, region: string, then: number): boolean {
    return this.#parts.get(partKey(slot, account, region))?.some(({ until }) => until > then) ?? false;
  }

  /** How these slots were then; others are as they are. */
  view(slots: readonly Slot<object>[], then: number): StateView {
    const blurred = new Set(slots.map(({ name }) => name));
    return (slot, account, region) => {
      const pasts = blurred.has(slot.name) ? this.#parts.get(partKey(slot, account, region)) : undefined;
      const past = pasts?.find(({ until }) => until > then);
      if (!past) return this.#store.state(slot, account, region);
      past.part ??= deserialize(past.bytes) as object;
      return past.part as ReturnType<typeof slot.create>;
    };
  }

  #recent(key: string, now: number): Past[] {
    return (this.#parts.get(key) ?? []).filter(({ until }) => until > now - this.#windowMs);
  }
}
