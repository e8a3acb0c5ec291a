import { DescribeAccountAttributesCommand } from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { operation } from "../../operation.ts";
import { badParameter } from "./errors.ts";

/** An account's attributes, by name. The embedded AWS has no default VPC. Source: EC2 API reference, read 2026-11. */
const attributes: Readonly<Record<string, (ctx: Context) => string | number>> = {
  "supported-platforms": () => "VPC",
  "default-vpc": () => "none",
  "max-instances": () => 20,
  "vpc-max-security-groups-per-interface": (ctx) => ctx.quota("vpc:security-groups-per-interface"),
  "max-elastic-ips": (ctx) => ctx.quota("vpc:elastic-ips"),
  "vpc-max-elastic-ips": (ctx) => ctx.quota("vpc:elastic-ips"),
};

export const describeAccountAttributes = operation(DescribeAccountAttributesCommand, (input, ctx) => {
  const names: readonly string[] = input.AttributeNames?.length
    ? input.AttributeNames
    : Object.keys(attributes);
  const AccountAttributes = names.map((AttributeName) => {
    const value = attributes[AttributeName];
    if (!value) throw badParameter("attributeName", AttributeName, "Unknown attribute.");
    return { AttributeName, AttributeValues: [{ AttributeValue: String(value(ctx)) }] };
  });
  return { AccountAttributes };
});
