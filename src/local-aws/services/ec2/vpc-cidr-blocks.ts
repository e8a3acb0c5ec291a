import { AssociateVpcCidrBlockCommand, DisassociateVpcCidrBlockCommand } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { invalidValue } from "./errors.ts";
import { type Block, contains, formatBlock, overlap, parseBlock } from "./ipv4.ts";
import { requireRoom } from "./limits.ts";
import { addLocalRoute, removeLocalRoute } from "./local-routes.ts";
import { ec2Slot, type VpcRecord } from "./state.ts";
import { amazonProvidedIpv6, blocksOf, vpcBlock } from "./vpc-blocks.ts";
import { findVpc } from "./vpcs.ts";

export const associateVpcCidrBlock = operation(AssociateVpcCidrBlockCommand, (input, ctx) => {
  const vpc = findVpc(ctx, input.VpcId);
  if (input.AmazonProvidedIpv6CidrBlock) {
    const association = amazonProvidedIpv6(ctx);
    vpc.Ipv6CidrBlockAssociationSet = [...(vpc.Ipv6CidrBlockAssociationSet ?? []), association];
    addLocalRoute(ctx, vpc.VpcId, { DestinationIpv6CidrBlock: association.Ipv6CidrBlock });
    return { VpcId: vpc.VpcId, Ipv6CidrBlockAssociation: association };
  }
  const block = vpcBlock(input.CidrBlock);
  if (blocksOf(vpc).some((own) => overlap(own, block)))
    throw new ServiceError(
      "InvalidVpc.Range",
      `The CIDR '${input.CidrBlock}' conflicts with another CIDR block of the VPC.`,
    );
  requireRoom(ctx, "vpc:cidr-blocks-per-vpc", blocksOf(vpc).length + 1);
  const association = {
    AssociationId: ctx.ids.resource("vpc-cidr-assoc"),
    CidrBlock: formatBlock(block),
    CidrBlockState: { State: "associated" as const },
  };
  vpc.CidrBlockAssociationSet.push(association);
  addLocalRoute(ctx, vpc.VpcId, { DestinationCidrBlock: association.CidrBlock });
  return { VpcId: vpc.VpcId, CidrBlockAssociation: association };
});

export const disassociateVpcCidrBlock = operation(DisassociateVpcCidrBlockCommand, (input, ctx) => {
  const id = input.AssociationId ?? "";
  for (const vpc of ctx.state(ec2Slot).vpcs.values()) {
    const done = disassociateIpv4(ctx, vpc, id) ?? disassociateIpv6(ctx, vpc, id);
    if (done) return { VpcId: vpc.VpcId, ...done };
  }
  throw new ServiceError(
    "InvalidVpcCidrBlockAssociationID.NotFound",
    `The vpc CIDR block association ID '${id}' does not exist`,
  );
});

function disassociateIpv4(ctx: Context, vpc: VpcRecord, id: string) {
  const association = vpc.CidrBlockAssociationSet.find(({ AssociationId }) => AssociationId === id);
  if (!association) return undefined;
  if (association.CidrBlock === vpc.CidrBlock)
    throw new ServiceError(
      "OperationNotPermitted",
      `The vpc CIDR block with association ID ${id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  const block = parseBlock(association.CidrBlock ?? "") as Block;
  for (const { VpcId, CidrBlock } of ctx.state(ec2Slot).subnets.values())
    if (VpcId === vpc.VpcId && contains(block, parseBlock(CidrBlock) as Block))
      throw stillUsed(association.CidrBlock);
  vpc.CidrBlockAssociationSet = vpc.CidrBlockAssociationSet.filter((one) => one !== association);
  removeLocalRoute(ctx, vpc.VpcId, association.CidrBlock);
  return { CidrBlockAssociation: { ...association, CidrBlockState: { State: "disassociated" as const } } };
}

function disassociateIpv6(ctx: Context, vpc: VpcRecord, id: string) {
  const association = vpc.Ipv6CidrBlockAssociationSet?.find(({ AssociationId }) => AssociationId === id);
  if (!association) return undefined;
  for (const { VpcId, Ipv6CidrBlockAssociationSet } of ctx.state(ec2Slot).subnets.values())
    if (VpcId === vpc.VpcId && Ipv6CidrBlockAssociationSet?.length)
      throw stillUsed(association.Ipv6CidrBlock);
  vpc.Ipv6CidrBlockAssociationSet = vpc.Ipv6CidrBlockAssociationSet?.filter((one) => one !== association);
  removeLocalRoute(ctx, vpc.VpcId, association.Ipv6CidrBlock);
  return {
    Ipv6CidrBlockAssociation: { ...association, Ipv6CidrBlockState: { State: "disassociated" as const } },
  };
}

function stillUsed(cidr: string | undefined): ServiceError {
  return invalidValue(`The CIDR block ${cidr} has subnets and cannot be disassociated.`);
}
