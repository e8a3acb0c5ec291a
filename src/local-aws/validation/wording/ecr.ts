import { ServiceError } from "../../errors.ts";
import type { Problem, Rule } from "../problem.ts";
import { coralPath } from "./coral.ts";

/**
 * ECR names the first problem only.
 *
 * Sources: error messages quoted in stelligent/mu issue 323 and aws/aws-dotnet-deploy issue 549 (2026-11-23).
 */
export function ecrRefusal([problem]: readonly [Problem, ...Problem[]]): ServiceError {
  const { path, rule } = problem;
  return new ServiceError(
    "InvalidParameterException",
    `Invalid parameter at '${coralPath(path)}' failed to satisfy constraint: '${ecrRule(rule)}'`,
  );
}

function ecrRule(rule: Rule): string {
  switch (rule.kind) {
    case "required":
      return "must not be null";
    case "min":
      return `must have ${rule.of} greater than or equal to ${rule.limit}`;
    case "max":
      return `must have ${rule.of} less than or equal to ${rule.limit}`;
    case "pattern":
      return `must satisfy regular expression '${rule.pattern}'`;
    case "enum":
      return `must satisfy enum value set: [${rule.values.join(", ")}]`;
    default:
      return ecrRule(rule.broken.rule);
  }
}
