import type { Context } from "../../context.ts";
import { ec2Slot } from "./state.ts";

/** What a request names in another way than by its id: a template by its name, an address by itself or by what it is on. */
export interface Named {
  readonly AssociationId?: string;
  readonly LaunchTemplateName?: string;
  readonly PublicIp?: string;
}

type Ids = Readonly<Record<string, string>>;

/** The ids behind such names, by the members that would hold them; nothing where there is no such thing. */
export function idsBehind(ctx: Context, { AssociationId, LaunchTemplateName, PublicIp }: Named): Ids {
  const { addresses, launchTemplates, routeTables, vpcs } = ctx.state(ec2Slot);
  for (const one of launchTemplates.values())
    if (LaunchTemplateName && one.LaunchTemplateName === LaunchTemplateName)
      return { LaunchTemplateId: one.LaunchTemplateId };
  for (const { AllocationId, ...address } of addresses.values())
    if (PublicIp ? address.PublicIp === PublicIp : AssociationId && address.AssociationId === AssociationId)
      return { AllocationId };
  for (const { RouteTableId, Associations } of routeTables.values())
    if (AssociationId && Associations.some((one) => one.RouteTableAssociationId === AssociationId))
      return { RouteTableId };
  for (const {
    VpcId,
    CidrBlockAssociationSet: ipv4,
    Ipv6CidrBlockAssociationSet: ipv6 = [],
  } of vpcs.values())
    if (AssociationId && [...ipv4, ...ipv6].some((one) => one.AssociationId === AssociationId))
      return { VpcId };
  return {};
}
