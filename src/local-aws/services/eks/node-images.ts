import { type CreateNodegroupRequest, InvalidParameterException } from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { instanceTypes } from "../ec2/instance-types.ts";

/** What an image type's name says of the processors that it is for. */
export function architectureOf(amiType: string | undefined): "x86_64" | "arm64" {
  return amiType?.toUpperCase().includes("ARM_64") ? "arm64" : "x86_64";
}

/** Refuses types that cannot run the images asked for; those that EC2's table here does not hold are taken as they are. @throws InvalidParameterException */
export function checkInstanceTypes({ amiType, instanceTypes: asked = [] }: CreateNodegroupRequest): void {
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
