import { deserialize, serialize } from "node:v8";

/** One thing that exists in the embedded AWS, as the inventory lists it. */
export interface InventoryItem {
  /** CloudFormation's word for its kind, such as `AWS::EC2::VPC`. */
  readonly type: string;
  readonly id: string;
  /** Where it is, for state that all regions or accounts share. @default the place that the state belongs to */
  readonly account?: string;
  readonly region?: string;
  /** AWS made it for something else, such as a cluster's security group. @default false */
  readonly madeByAws?: boolean;
}

/**
 * A service's state: a plain object of Maps and plain values (it is written to disk by structured clone), one per account
 * and region, per account (IAM), or one for all (the names of S3 buckets).
 */
export interface Slot<T extends object> {
  readonly name: string;
  readonly scope: "region" | "account" | "global";
  create(): T;
  /** What of this state a user would find when looking around; leaves out what AWS keeps by itself. */
  inventory(state: T): InventoryItem[];
}

/** Declares a service's state. */
export function slot<T extends object>(definition: Slot<T>): Slot<T> {
  return definition;
}

export interface PlacedItem extends InventoryItem {
  readonly service: string;
  readonly account: string;
  readonly region: string;
}

const format = 3;
const head = serialize({ format });
/** Before each part stands how many bytes it has, in 32 bits; a zero ends the file. */
const lengthBytes = 4;

/** All state of one embedded AWS. */
export class Store {
  #parts = new Map<string, object>();
  #changes = 0;

  /** Counts up with each request that may have written: tells when to save. */
  get changes(): number {
    return this.#changes;
  }

  touch(): void {
    this.#changes++;
  }

  state<T extends object>(slot: Slot<T>, account: string, region: string): T {
    const key = partKey(slot, account, region);
    let part = this.#parts.get(key) as T | undefined;
    if (part === undefined) {
      part = slot.create();
      this.#parts.set(key, part);
    }
    return part;
  }

  /** Everything that exists, over all accounts and regions. */
  inventory(slots: readonly Slot<object>[]): PlacedItem[] {
    const byName = new Map(slots.map((slot) => [slot.name, slot]));
    return [...this.#parts].flatMap(([key, part]) => {
      const [name = "", account = "", region = ""] = key.split("|");
      const items = byName.get(name)?.inventory(part) ?? [];
      return items.map((item) => ({ service: name, account, region, ...item }));
    });
  }

  clear(): void {
    this.#parts.clear();
    this.touch();
  }

  /** All bytes, piece by piece, so that no more than one part of the state is in memory twice. */
  *pieces(): Generator<Uint8Array> {
    yield head;
    for (const part of this.#parts) {
      const bytes = serialize(part);
      yield lengthOf(bytes.length);
      yield bytes;
    }
    yield lengthOf(0);
  }

  toBytes(): Uint8Array {
    return Buffer.concat([...this.pieces()]);
  }

  /** @throws Error when the bytes are not what `toBytes` gives. */
  load(bytes: Uint8Array): void {
    const saved = decode<{ format?: number }>(bytes);
    const parts = saved?.format === format ? readParts(bytes) : undefined;
    if (!parts)
      throw new Error(
        `it is not a state of format ${format}, but ${saved && saved.format !== format ? `of format ${saved.format}` : "damaged"}`,
      );
    this.#parts = parts;
  }
}

function lengthOf(bytes: number): Uint8Array {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(bytes);
  return length;
}

/** Undefined when one is damaged or not whole. */
function readParts(bytes: Uint8Array): Map<string, object> | undefined {
  const parts = new Map<string, object>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = head.length;
  while (at + lengthBytes <= bytes.length) {
    const from = at + lengthBytes;
    at = from + view.getUint32(at, true);
    if (at === from) return at === bytes.length ? parts : undefined;
    // Copied, since byte arrays that are read back are views of what they were read from: all of it would stay in memory.
    const part = decode<[string, object]>(new Uint8Array(bytes.subarray(from, at)));
    if (!part) return undefined;
    parts.set(...part);
  }
  return undefined;
}

/** What `serialize` made first of these bytes. */
function decode<T>(bytes: Uint8Array): T | undefined {
  try {
    return deserialize(bytes) as T;
  } catch {
    return undefined;
  }
}

/** Where a part of the state is kept. */
export function partKey(slot: Slot<object>, account: string, region: string): string {
  if (slot.scope === "global") return `${slot.name}||`;
  return slot.scope === "account" ? `${slot.name}|${account}|` : `${slot.name}|${account}|${region}`;
}
