import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, formatBlock, overlap, parseAddress, parseBlock, sizeOf } from "./ipv4.ts";

const block = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => ({ address: address - (address % sizeOf(prefix)), prefix }));

describe("IPv4 blocks", () => {
  it("read what they write", () => {
    fc.assert(
      fc.property(block, (one) => {
        expect(parseBlock(formatBlock(one))).toEqual(one);
      }),
    );
  });

  it("overlap exactly when their ranges of addresses do", () => {
    const last = ({ address, prefix }: { address: number; prefix: number }) => address + sizeOf(prefix) - 1;
    fc.assert(
      fc.property(block, block, (one, other) => {
        const ranges = one.address <= last(other) && other.address <= last(one);
        expect(overlap(one, other)).toBe(ranges);
        expect(contains(one, other)).toBe(one.address <= other.address && last(other) <= last(one));
      }),
    );
  });

  it("lose their host bits, as EC2 takes them", () => {
    expect(formatBlock(parseBlock("10.0.17.5/16") ?? { address: 0, prefix: 0 })).toBe("10.0.0.0/16");
  });

  it.each(["10.0.0.0", "10.0.0.256/24", "10.0.0.0/33", "10.0.0/24", "a.b.c.d/8", "10.0.0.0/", ""])(
    "are not to be read out of '%s'",
    (text) => expect(parseBlock(text)).toBeUndefined(),
  );

  it.each(["10.0.0.", "1.2.3.4.5", "1.2.3.-4", "1e1.0.0.0"])("have no address '%s'", (text) =>
    expect(parseAddress(text)).toBeUndefined(),
  );
});
