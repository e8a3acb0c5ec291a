import { InvalidParameterException } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { type Block, contains, overlap, parseBlock } from "../ec2/ipv4.ts";
import { findVpc } from "../ec2/vpcs.ts";

/** Where services may have their addresses, and how large their block is. Source: EKS API, KubernetesNetworkConfigRequest. */
const allowed = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((text) => parseBlock(text) as Block);
const prefixes = { shortest: 12, longest: 24 };

/** The service addresses of a cluster: those asked for, else the block of two that the VPC does not use. @throws InvalidParameterException */
export function serviceCidr(vpcId: string, asked: string | undefined, ctx: Context): string {
  const blocks = findVpc(ctx, vpcId).CidrBlockAssociationSet.flatMap(
    ({ CidrBlock = "" }) => parseBlock(CidrBlock) ?? [],
  );
  if (asked === undefined) {
    const usesTen = blocks.some((block) => contains(allowed[0] as Block, block));
    return usesTen ? "172.20.0.0/16" : "10.100.0.0/16";
  }
  const block = parseBlock(asked);
  if (!block || !allowed.some((one) => contains(one, block)))
    throw invalid(
      `The specified serviceIpv4Cidr ${asked} is not within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`,
    );
  if (block.prefix < prefixes.shortest || block.prefix > prefixes.longest)
    throw invalid(`The specified serviceIpv4Cidr ${asked} is not between /12 and /24.`);
  if (blocks.some((one) => overlap(one, block)))
    throw invalid(`The specified serviceIpv4Cidr ${asked} overlaps with a CIDR block of the VPC ${vpcId}.`);
  return asked;
}

function invalid(message: string): InvalidParameterException {
  return exception(InvalidParameterException, message);
}
