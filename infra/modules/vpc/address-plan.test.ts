import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cidr, contains, formatCidr, networkOf, overlap, parseCidr } from "../../cidr.ts";
import { subnetsOf, ZONE_LETTERS } from "./address-plan.ts";

const vpcs = fc
  .record({ address: fc.integer({ min: 0, max: 0xffffffff }), prefix: fc.integer({ min: 16, max: 21 }) })
  .map(networkOf);

function subnetsOfAll(vpc: Cidr): Cidr[] {
  return ZONE_LETTERS.flatMap((letter) => Object.values(subnetsOf(formatCidr(vpc), letter))).map(
    (text) => parseCidr(text) as Cidr,
  );
}

describe("the address plan", () => {
  it("gives each zone of a /16 a private /19 and a public /22", () => {
    expect(subnetsOf("10.0.0.0/16", "a")).toEqual({
      privateCidr: "10.0.0.0/19",
      publicCidr: "10.0.192.0/22",
    });
    expect(subnetsOf("10.0.0.0/16", "f")).toEqual({
      privateCidr: "10.0.160.0/19",
      publicCidr: "10.0.212.0/22",
    });
  });

  it("keeps all subnets of every VPC inside it, apart, and large enough for load balancers", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const subnets = subnetsOfAll(vpc);
        expect(subnets).toHaveLength(12);
        for (const [index, subnet] of subnets.entries()) {
          expect(contains(vpc, subnet)).toBe(true);
          expect(subnet.prefix).toBeLessThanOrEqual(27);
          expect(subnets.slice(index + 1).some((other) => overlap(subnet, other))).toBe(false);
        }
      }),
    );
  });

  it("leaves the last eighth free for what comes later", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const free = { address: vpc.address + 7 * 2 ** (29 - vpc.prefix), prefix: vpc.prefix + 3 };
        expect(subnetsOfAll(vpc).some((subnet) => overlap(subnet, free))).toBe(false);
      }),
    );
  });

  it.each(["10.0.0.0/15", "10.0.0.0/22", "10.0.0.0", "nonsense"])("refuses %s as a VPC", (cidr) => {
    expect(() => subnetsOf(cidr, "a")).toThrow("/16 to /21");
  });

  it("refuses a zone that it has no room for", () => {
    expect(() => subnetsOf("10.0.0.0/16", "g")).toThrow('"g" is not one of a, b, c, d, e, f');
  });
});
