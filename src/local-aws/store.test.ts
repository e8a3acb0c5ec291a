import { serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { Store, slot } from "./store.ts";

const things = slot<{ items: Map<string, Uint8Array | Date> }>({
  name: "things",
  scope: "region",
  create: () => ({ items: new Map() }),
  inventory: ({ items }) => [...items.keys()].map((id) => ({ type: "Thing", id })),
});

function filled(): Store {
  const store = new Store();
  for (const region of ["us-east-1", "eu-west-1"])
    store
      .state(things, "123456789012", region)
      .items.set(`${region}-bytes`, new TextEncoder().encode("x".repeat(1000)))
      .set(`${region}-date`, new Date(0));
  return store;
}

describe("a store", () => {
  it("comes back from its bytes, part by part", () => {
    const store = filled();
    const copy = new Store();
    copy.load(store.toBytes());
    expect(copy.inventory([things])).toEqual(store.inventory([things]));
    for (const region of ["us-east-1", "eu-west-1"])
      expect(copy.state(things, "123456789012", region)).toEqual(store.state(things, "123456789012", region));
  });

  it("does not keep the whole file in memory for the bytes of one object", () => {
    const copy = new Store();
    const bytes = filled().toBytes();
    copy.load(bytes);
    const read = copy.state(things, "123456789012", "us-east-1").items.get("us-east-1-bytes") as Uint8Array;
    expect(read.buffer).not.toBe(bytes.buffer);
    expect(read.buffer.byteLength).toBeLessThan(bytes.byteLength * 0.6);
  });

  it("comes back empty from nothing", () => {
    const copy = new Store();
    copy.load(new Store().toBytes());
    expect(copy.inventory([things])).toEqual([]);
  });

  it("says of which format older bytes are", () => {
    const older = serialize({ format: 2, parts: new Map() });
    expect(() => new Store().load(older)).toThrow("it is not a state of format 3, but of format 2");
  });

  it("refuses bytes that are cut off anywhere, or none of its own", () => {
    const bytes = filled().toBytes();
    const damaged = "it is not a state of format 3, but damaged";
    for (let length = 0; length < bytes.length; length++)
      expect(() => new Store().load(bytes.subarray(0, length)), `${length} bytes`).toThrow(damaged);
    expect(() => new Store().load(new TextEncoder().encode("{}"))).toThrow(damaged);
  });
});
