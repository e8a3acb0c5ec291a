import { DescribeVpcAttributeCommand, ModifyVpcAttributeCommand } from "@aws-sdk/client-ec2";
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
  vpc.enableDnsSupport = input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
  vpc.enableDnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
  vpc.enableNetworkAddressUsageMetrics =
    input.EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics;
  return {};
});
