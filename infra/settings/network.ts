import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { type Cidr, contains, formatCidr, hasHostBits, networkOf, overlap, parseCidr } from "../cidr.ts";
import { SERVICE_CIDR } from "../modules/eks/service-cidr.ts";
import {
  ENDPOINT_BUNDLES,
  ENDPOINT_SERVICES,
  ENDPOINTS_NODES_NEED,
  expandEndpoints,
} from "../modules/vpc/endpoint-services.ts";
import { eachOf, repeated, ruled, type Violation } from "./rule.ts";

const block = (text: string) => parseCidr(text) as Cidr;

/** RFC 1918: the blocks that AWS recommends for a VPC. */
export const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(block);

/** What EKS refuses as a source of the public endpoint: private, shared, loopback, link-local and multicast addresses. */
const UNROUTABLE_BLOCKS = [
  ...PRIVATE_BLOCKS,
  ...["100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"].map(block),
];

/** EKS takes at most so many public access CIDRs. Source: EKS quotas, 2026-11. */
const MOST_PUBLIC_ACCESS_CIDRS = 40;

/** The VPC's block: /16 to /21, because the subnet rule cuts it in eight, an eighth of it in eight again, and load balancers need a /27. */
export const vpcCidr = ruled(z.string(), (text) => {
  const malformed = malformedCidr(text, "10.0.0.0/16", proposedVpc);
  if (malformed.length > 0) return malformed;
  const cidr = block(text);
  const violations: Violation[] = [];
  if (!PRIVATE_BLOCKS.some((outer) => contains(outer, cidr))) {
    violations.push({
      expected: "inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
      fix: 'Take a private block, for example "10.0.0.0/16".',
    });
  }
  if (cidr.prefix < 16) {
    violations.push({
      expected: "a /16 to /21 block, which is what a VPC may have at most",
      fix: `Write "${proposedVpc(cidr)}".`,
    });
  }
  if (cidr.prefix > 21) {
    violations.push({
      expected: "a /16 to /21 block, so that every zone has room for its nodes and load balancers",
      fix: `Take a larger block, for example "${proposedVpc(cidr)}".`,
    });
  }
  return violations;
});

/** Where the public endpoint may be reached from: public blocks, none inside another. */
export const publicAccessCidrs = ruled(z.array(z.string()), (texts) => {
  const proposed = (cidr: Cidr) => {
    const network = networkOf(cidr);
    const others = texts.map(parseCidr).filter((other) => other !== undefined && !hasHostBits(other));
    const isRefused = unroutable(network) || others.some((other) => other && overlap(other, network));
    return isRefused ? undefined : formatCidr(network);
  };
  const each = eachOf(texts, (text) => {
    const malformed = malformedCidr(text, "203.0.113.7/32", proposed);
    if (malformed.length > 0) return malformed;
    const inside = unroutable(block(text));
    if (!inside) return [];
    return [
      {
        expected: `public addresses; ${formatCidr(inside)} is not routed on the Internet, and EKS refuses it`,
        fix: "Write the address that your network has on the Internet, or leave the list empty: the private endpoint stays on.",
      },
    ];
  });
  return [...each, ...(each.length === 0 ? [...repeated(texts), ...nested(texts)] : []), ...tooMany(texts)];
});

/** Services and bundles that have an interface endpoint here. */
export const interfaceEndpoints = ruled(z.array(z.string()), (names) => {
  const known = [...Object.keys(ENDPOINT_BUNDLES), ...ENDPOINT_SERVICES];
  const each = eachOf(names, (name): Violation[] => {
    if (known.includes(name)) return [];
    const bare = name.replace(/^com\.amazonaws\.[a-z0-9-]+\.(?=.)/, "");
    const fix =
      bare === "s3"
        ? "Remove it: S3 has a gateway endpoint, always and free."
        : `Did you mean "${known.includes(bare) ? bare : closest(bare, known)}"?`;
    return [
      { expected: `an endpoint service or a bundle (${Object.keys(ENDPOINT_BUNDLES).join(", ")})`, fix },
    ];
  });
  return [...each, ...repeated(names)];
});

/** The services that nodes need to join the cluster and that these endpoints do not cover. */
export function uncoveredWithoutNat(names: readonly string[]): string[] {
  const covered = expandEndpoints(names);
  return ENDPOINTS_NODES_NEED.filter((service) => !covered.includes(service));
}

function nested(texts: readonly string[]): Violation[] {
  return texts.flatMap((text, index) => {
    const other = texts.find((candidate) => candidate !== text && contains(block(candidate), block(text)));
    if (!other || !overlap(block(other), block(text))) return [];
    return [
      {
        expected: "blocks that do not overlap",
        fix: `Remove "${text}": "${other}" covers it.`,
        path: [index],
      },
    ];
  });
}

function tooMany(texts: readonly string[]): Violation[] {
  if (texts.length <= MOST_PUBLIC_ACCESS_CIDRS) return [];
  return [{ expected: `at most ${MOST_PUBLIC_ACCESS_CIDRS} blocks`, fix: "Merge neighbouring blocks." }];
}

/** The block that EKS refuses all of this one for. */
function unroutable(cidr: Cidr): Cidr | undefined {
  return UNROUTABLE_BLOCKS.find((outer) => contains(outer, cidr));
}

/** The VPC's block that is meant by a wrong one: its own network in a size that is allowed, where the other rules let it be. */
function proposedVpc(cidr: Cidr): string {
  const prefix = cidr.prefix < 16 || cidr.prefix > 21 ? 16 : cidr.prefix;
  const network = networkOf({ ...cidr, prefix });
  const isAllowed =
    PRIVATE_BLOCKS.some((outer) => contains(outer, network)) && !overlap(network, block(SERVICE_CIDR));
  return isAllowed ? formatCidr(network) : `10.0.0.0/${prefix}`;
}

/** What keeps a text from being a block; `proposed` gives one to write instead that nothing else refuses, if there is one. */
function malformedCidr(
  text: string,
  example: string,
  proposed: (cidr: Cidr) => string | undefined,
): Violation[] {
  const cidr = parseCidr(text);
  if (!cidr) return [{ expected: "an IPv4 block in CIDR notation", fix: `Write it like "${example}".` }];
  if (!hasHostBits(cidr)) return [];
  const proposal = proposed(cidr);
  const network = formatCidr(networkOf(cidr));
  const why = proposal === network ? `, the block that "${text}" is in` : ", for example";
  const fix =
    proposal === undefined ? `Remove it, or write one like "${example}".` : `Write "${proposal}"${why}.`;
  return [{ expected: "a block without host bits", fix }];
}
