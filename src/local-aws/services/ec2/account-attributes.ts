import { DescribeAccountAttributesCommand } from "@aws-sdk/client-ec2";
import { operation } from "../../operation.ts";
import { badParameter } from "./errors.ts";

/** A new account's attributes, by name. The embedded AWS has no default VPC. Source: EC2 API reference, read 2026-11. */
const attributes: Readonly<Record<string, string>> = {
  "supported-platforms": "VPC",
  "default-vpc": "none",
  "max-instances": "20",
  "vpc-max-security-groups-per-interface": "5",
  "max-elastic-ips": "5",
  "vpc-max-elastic-ips": "5",
};

export const describeAccountAttributes = operation(DescribeAccountAttributesCommand, (input) => {
  const names: readonly string[] = input.AttributeNames?.length
    ? input.AttributeNames
    : Object.keys(attributes);
  const AccountAttributes = names.map((AttributeName) => {
    const AttributeValue = attributes[AttributeName];
    if (!AttributeValue) throw badParameter("attributeName", AttributeName, "Unknown attribute.");
    return { AttributeName, AttributeValues: [{ AttributeValue }] };
  });
  return { AccountAttributes };
});
