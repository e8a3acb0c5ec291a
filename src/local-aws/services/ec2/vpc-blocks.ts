import type { Vpc, VpcIpv6CidrBlockAssociation } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { badParameter, missingParameter } from "./errors.ts";
import { type Block, parseBlock } from "./ipv4.ts";

/** The IPv4 blocks of a VPC: the first one and those that were added. */
export function blocksOf({ CidrBlockAssociationSet }: Vpc): Block[] {
  return (CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => CidrBlockState?.State === "associated")
    .flatMap(({ CidrBlock = "" }) => parseBlock(CidrBlock) ?? []);
}

/** Reads a block that a VPC may have. @throws ServiceError `InvalidVpc.Range` outside /16 to /28. */
export function vpcBlock(cidr: string | undefined): Block {
  if (cidr === undefined) throw missingParameter("cidrBlock");
  const block = parseBlock(cidr);
  if (!block) throw badParameter("cidrBlock", cidr, "This is not a valid CIDR block.");
  if (block.prefix < 16 || block.prefix > 28)
    throw new ServiceError("InvalidVpc.Range", `The CIDR '${cidr}' is invalid.`);
  return block;
}

/** A /56 out of Amazon's addresses. The block is made up; its form is not. */
export function amazonProvidedIpv6(ctx: Context): VpcIpv6CidrBlockAssociation {
  return {
    AssociationId: ctx.ids.resource("vpc-cidr-assoc"),
    Ipv6CidrBlock: `2406:da18:${ctx.ids.hex(3)}:${ctx.ids.hex(2)}00::/56`.replace(/:0+(?=[0-9a-f])/g, ":"),
    Ipv6CidrBlockState: { State: "associated" },
    NetworkBorderGroup: ctx.region,
    Ipv6Pool: "Amazon",
    IpSource: "amazon",
    Ipv6AddressAttribute: "public",
  };
}
