import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../../errors.ts";
import { parameterName } from "../../protocols/form.ts";
import { kindOf } from "../../protocols/scalar.ts";
import type { PathPart, Problem, Rule } from "../problem.ts";
import { decapitalize } from "./coral.ts";

/**
 * EC2 names the first problem only: a missing parameter as the request would write it, a wrong value by its member's name.
 *
 * Sources: error messages quoted in aws/aws-sdk-ruby pull request 2575 and Terraform's and boto's issues (2026-11-23).
 */
export function ec2Refusal(
  [problem]: readonly [Problem, ...Problem[]],
  input: NormalizedSchema,
): ServiceError {
  const { path, rule, value } = problem;
  if (rule.kind === "required")
    return new ServiceError(
      "MissingParameter",
      `The request must contain the parameter ${wirePath(input, path)}`,
    );
  const broken = "broken" in rule ? rule.broken : { rule, value };
  const ownWords = words[problem.shape ?? ""]?.(String(broken.value));
  if (ownWords) return new ServiceError("InvalidParameterValue", ownWords);
  const names = path.filter((part) => typeof part === "string");
  return new ServiceError(
    "InvalidParameterValue",
    `Value ( ${broken.value} ) for parameter ${decapitalize(names.at(-1) ?? "")} is invalid. ${ec2Rule(broken.rule)}`,
  );
}

const descriptions =
  "Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

/** What EC2 says of values of single shapes; undefined where it says what it says of all. */
const words: Readonly<Record<string, (value: string) => string | undefined>> = {
  ResourceType: (value) => `'${value}' is not a valid taggable resource type for this operation.`,
  SecurityGroupName: (value) => beyondAscii("GroupName", value),
  SecurityGroupDescription: (value) =>
    beyondAscii("GroupDescription", value) ?? `Invalid security group description. ${descriptions}`,
  SecurityGroupRuleDescription: () => `Invalid rule description. ${descriptions}`,
};

function beyondAscii(parameter: string, value: string): string | undefined {
  if (/^\p{ASCII}*$/u.test(value)) return undefined;
  return `Value (${value}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`;
}

function ec2Rule(rule: Rule): string {
  switch (rule.kind) {
    case "min":
      return rule.of === "value"
        ? `Expecting a value greater than ${rule.limit}.`
        : `It must have a length of at least ${rule.limit}.`;
    case "max":
      return rule.of === "value"
        ? `Expecting a value smaller than or equal to ${rule.limit}.`
        : `It exceeds the maximum length of ${rule.limit}.`;
    case "enum":
      return `Valid values are: ${rule.values.join(" | ")}`;
    default:
      return rule.kind === "pattern" ? `It must match the pattern ${rule.pattern}` : "";
  }
}

/** `TagSpecification.1.Tag.1.Key`. */
function wirePath(input: NormalizedSchema, path: readonly PathPart[]): string {
  let schema = input;
  const parts = path.map((part) => {
    if (kindOf(schema) !== "struct") {
      schema = schema.getValueSchema();
      return typeof part === "object" ? part.key : String(part);
    }
    schema = schema.getMemberSchema(part as string);
    return parameterName(part as string, schema, "ec2Query");
  });
  return parts.join(".");
}
