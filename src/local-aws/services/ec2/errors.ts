import { ServiceError } from "../../errors.ts";

/** AWS's refusal to delete what something else still uses. `what` is AWS's word for it, such as `subnet`. */
export function dependencyViolation(what: string, id: string): ServiceError {
  return new ServiceError(
    "DependencyViolation",
    `The ${what} '${id}' has dependencies and cannot be deleted.`,
  );
}

export function invalidValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValue", message);
}

/** A value that is not allowed there, in EC2's words; `reason` is a sentence. */
export function badParameter(parameter: string, value: unknown, reason: string): ServiceError {
  return invalidValue(`Value (${value}) for parameter ${parameter} is invalid. ${reason}`);
}

export function missingParameter(parameter: string): ServiceError {
  return new ServiceError("MissingParameter", `The request must contain the parameter ${parameter}`);
}
