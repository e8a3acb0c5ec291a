import { ServiceError } from "../../errors.ts";
import type { Problem } from "../problem.ts";
import { coralMessage, coralPath } from "./coral.ts";

/**
 * What IAM says of its patterns instead of showing them.
 *
 * Sources: error messages quoted in aws-cloudformation/cfn-lint issues 722 and 996 and aws/aws-cli issue 5860 (2026-11-23).
 */
const patterns: Readonly<Record<string, string>> = {
  "[\\w+=,.@-]+": "It must contain only alphanumeric characters and/or the following: +=,.@_-",
  "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)":
    "It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/":
    "It must begin and end with / and contain only alphanumeric characters and/or / characters.",
};

/** Of prefixes IAM does not say that they end with a slash, whether they must or not. */
const pathPrefix =
  "It must begin with the / character and contain only alphanumeric characters and/or / characters.";

/** IAM names lengths and missing members as all do, and one broken pattern by itself, in words. */
export function iamRefusal(problems: readonly Problem[]): ServiceError {
  const worded = problems.map((problem) => inWords(problem));
  const others = problems.filter((_, i) => worded[i] === undefined);
  const message = others.length > 0 ? coralMessage(others.map(shown)) : (worded[0] as string);
  return new ServiceError("ValidationError", message);
}

/** IAM shows the characters of its patterns, not their escapes. */
function shown(problem: Problem): Problem {
  const { rule } = problem;
  if (rule.kind !== "pattern") return problem;
  const pattern = rule.pattern.replace(/\\u([0-9A-F]{4})/g, (_, code) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return { ...problem, rule: { ...rule, pattern } };
}

function inWords({ path, rule }: Problem): string | undefined {
  if (rule.kind !== "pattern") return undefined;
  const words = path.at(-1) === "PathPrefix" ? pathPrefix : patterns[rule.pattern];
  return words && `The specified value for ${coralPath(path)} is invalid. ${words}`;
}
