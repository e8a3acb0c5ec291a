import {
  DescribeVpcAttributeCommand,
  ModifyVpcAttributeCommand,
  type ModifyVpcAttributeRequest,
} from "@aws-sdk/client-ec2";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { badParameter, missingParameter } from "./errors.ts";
import { findVpc } from "./vpcs.ts";

export const describeVpcAttribute = operation(DescribeVpcAttributeCommand, ({ VpcId, Attribute }, ctx) => {
  const vpc = findVpc(ctx, VpcId);
  switch (Attribute) {
    case "enableDnsSupport":
      return { VpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
    case "enableDnsHostnames":
      return { VpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
    case "enableNetworkAddressUsageMetrics":
      return { VpcId, EnableNetworkAddressUsageMetrics: { Value: vpc.enableNetworkAddressUsageMetrics } };
    case undefined:
      throw missingParameter("attribute");
    default:
      throw badParameter("attribute", Attribute, "Unknown attribute.");
  }
});

export const modifyVpcAttribute = operation(ModifyVpcAttributeCommand, (input, ctx) => {
  const vpc = findVpc(ctx, input.VpcId);
  refuseSeveral(input);
  vpc.enableDnsSupport = input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
  vpc.enableDnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
  vpc.enableNetworkAddressUsageMetrics =
    input.EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics;
  return {};
});

const changeable = [
  "EnableDnsHostnames",
  "EnableDnsSupport",
  "EnableNetworkAddressUsageMetrics",
] as const satisfies readonly (keyof ModifyVpcAttributeRequest)[];

/** EC2 changes one attribute at a time. @throws ServiceError `InvalidParameterCombination` */
function refuseSeveral(input: ModifyVpcAttributeRequest): void {
  const given = changeable.filter((name) => input[name] !== undefined);
  if (given.length === 0) throw new ServiceError("InvalidParameterCombination", "No attributes specified.");
  if (given.length === 1) return;
  const names = given.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  throw new ServiceError(
    "InvalidParameterCombination",
    `Fields for multiple attribute types specified: ${names.join(", ")}`,
  );
}
