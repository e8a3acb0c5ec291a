import { InvalidParameterException, ResourceLimitExceededException } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type Block, contains, parseBlock } from "../ec2/ipv4.ts";

/** How a cluster's API can be reached. */
export interface EndpointAccess {
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: string[];
}

/** Addresses that nobody has on the Internet. Source: IANA's registry of special-purpose addresses, RFC 6890, read November 2026. */
const reserved = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map((text) => parseBlock(text) as Block);

/** @throws InvalidParameterException, ResourceLimitExceededException */
export function checkEndpointAccess(access: EndpointAccess, clusterName: string, ctx: Context): void {
  const invalid = (message: string) => exception(InvalidParameterException, message, { clusterName });
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs } = access;
  if (!endpointPublicAccess && !endpointPrivateAccess)
    throw invalid("Private and public endpoint access cannot be false");
  const refused = publicAccessCidrs.filter(isReserved);
  if (refused.length > 0)
    throw invalid(`The following CIDRs are not allowed in publicAccessCidrs: [${refused.join(", ")}]`);
  const most = ctx.quota("eks:public-access-cidrs");
  if (publicAccessCidrs.length > most)
    throw exception(
      ResourceLimitExceededException,
      `The number of CIDRs in publicAccessCidrs, ${publicAccessCidrs.length}, is above the limit of ${most}`,
      { clusterName },
    );
}

function isReserved(cidr: string): boolean {
  const block = parseBlock(cidr);
  return block !== undefined && reserved.some((one) => contains(one, block));
}
