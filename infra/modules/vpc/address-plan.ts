import { type Cidr, formatCidr, parseCidr, sizeOf } from "../../cidr.ts";

/** The zones that the plan has room for. A letter's place is fixed, so that adding a zone moves no other. */
export const ZONE_LETTERS: readonly string[] = ["a", "b", "c", "d", "e", "f"];

export interface ZoneSubnets {
  /** For nodes: an eighth of the VPC, 8,192 addresses of a /16. */
  readonly privateCidr: string;
  /** For load balancers and NAT: a 64th of the VPC, 1,024 addresses of a /16. */
  readonly publicCidr: string;
}

/**
 * The subnets of a zone: the VPC is cut in eight, parts 0 to 5 are the private subnets of zones a to f, part 6 is cut in eight
 * again for their public subnets, and part 7 stays free. Throws for a block outside /16 to /21 or a letter outside a to f.
 * Below /21 a public subnet would be smaller than the /27 that AWS asks for under a load balancer.
 */
export function subnetsOf(vpcCidr: string, letter: string): ZoneSubnets {
  const vpc = parseCidr(vpcCidr);
  if (vpc === undefined || vpc.prefix < 16 || vpc.prefix > 21) {
    throw new Error(`A VPC needs a block from /16 to /21, not "${vpcCidr}".`);
  }
  const index = ZONE_LETTERS.indexOf(letter);
  if (index < 0) throw new Error(`Zone "${letter}" is not one of ${ZONE_LETTERS.join(", ")}.`);
  return {
    privateCidr: formatCidr(eighth(vpc, index)),
    publicCidr: formatCidr(eighth(eighth(vpc, 6), index)),
  };
}

function eighth({ address, prefix }: Cidr, part: number): Cidr {
  return { address: address + part * sizeOf(prefix + 3), prefix: prefix + 3 };
}
