import { type CreateNodegroupRequest, InvalidParameterException } from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { instanceTypes } from "../ec2/instance-types.ts";

/** What an image type's name says of the processors that it is for. */
export function architectureOf(amiType: string | undefined): "x86_64" | "arm64" {
  return amiType?.toUpperCase().includes("ARM_64") ? "arm64" : "x86_64";
}

const anyType = /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|\d*x?large|metal(-\d+xl)?)$/;

/**
 * Refuses types that no name of EC2's could be, and those that cannot run the images asked for; what else EC2's table here does not hold
 * is taken as it is.
 * @throws InvalidParameterException
 */
export function checkInstanceTypes({ amiType, instanceTypes: asked = [] }: CreateNodegroupRequest): void {
  const unknown = asked.filter((type) => !anyType.test(type));
  if (unknown.length > 0)
    throw exception(
      InvalidParameterException,
      `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
    );
  if (amiType === "CUSTOM") return;
  const wrong = asked.filter((type) => {
    const known = instanceTypes.get(type)?.ProcessorInfo?.SupportedArchitectures;
    return known !== undefined && !known.includes(architectureOf(amiType));
  });
  if (wrong.length > 0)
    throw exception(
      InvalidParameterException,
      `[${wrong.join(", ")}] is not a valid instance type for requested amiType ${amiType ?? "AL2023_x86_64_STANDARD"}`,
    );
}
