import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Cidr,
  contains,
  formatCidr,
  hasHostBits,
  networkOf,
  overlap,
  parseCidr,
  sizeOf,
} from "./cidr.ts";

const cidrs: fc.Arbitrary<Cidr> = fc.record({
  address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  prefix: fc.integer({ min: 0, max: 32 }),
});

describe("parseCidr", () => {
  it("reads back what formatCidr writes", () => {
    fc.assert(
      fc.property(cidrs, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
    );
  });

  it.each([
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0/33",
    "256.0.0.0/8",
    "010.0.0.0/8",
    "10.0.0.0/08",
    " 10.0.0.0/8",
    "::/0",
    "",
  ])("refuses %j", (text) => expect(parseCidr(text)).toBeUndefined());
});

describe("networks", () => {
  it("have no host bits, and hold the address they were made from", () => {
    fc.assert(
      fc.property(cidrs, (cidr) => {
        const network = networkOf(cidr);
        expect(hasHostBits(network)).toBe(false);
        expect(contains(network, { address: cidr.address, prefix: 32 })).toBe(true);
        expect(cidr.address - network.address).toBeLessThan(sizeOf(cidr.prefix));
      }),
    );
  });

  it("overlap exactly when their ranges of addresses do", () => {
    fc.assert(
      fc.property(cidrs, cidrs, (one, other) => {
        const [a, b] = [networkOf(one), networkOf(other)];
        const meet = a.address < b.address + sizeOf(b.prefix) && b.address < a.address + sizeOf(a.prefix);
        expect(overlap(one, other)).toBe(meet);
        expect(overlap(other, one)).toBe(meet);
      }),
    );
  });
});
