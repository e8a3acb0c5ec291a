import { ServiceError } from "../../errors.ts";
import type { Problem } from "../problem.ts";
import { coralMessage, coralPath } from "./coral.ts";

/**
 * EKS has words of its own for names of clusters only.
 *
 * Source: error message quoted in surajincloud/kubectl-eks issue 72 (2026-11-23).
 */
export function eksRefusal(problems: readonly Problem[]): ServiceError {
  const name = problems.find(({ rule, shape }) => rule.kind === "pattern" && shape === "ClusterName");
  const message = name
    ? `The parameter ${coralPath(name.path)} contains invalid characters. It should conform to the regular expression "^[0-9A-Za-z][A-Za-z0-9-_]*"In other words, it should start with a number or letter, and can contain numbers, letters, dashes, and underscores.`
    : coralMessage(problems);
  return new ServiceError("InvalidParameterException", message);
}
