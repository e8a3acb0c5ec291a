import { InvalidParameterException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";

/** A rule of a lifecycle policy, of the shape that ECR's JSON schema demands. */
export interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: LifecycleSelection;
}

export interface LifecycleSelection {
  readonly tagStatus: "tagged" | "untagged" | "any";
  readonly tagPrefixList?: readonly string[];
  readonly tagPatternList?: readonly string[];
  readonly storageClass?: "standard" | "archive";
  readonly countType: string;
}

/** Which members an object has, and which it must have. Source: the ECR user guide, "Lifecycle policy parameters", 2026. */
interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const policyShape: Shape = { required: ["rules"], optional: [] };
const ruleShape: Shape = { required: ["rulePriority", "selection", "action"], optional: ["description"] };
const selectionShape: Shape = {
  required: ["tagStatus", "countType", "countNumber"],
  optional: ["tagPrefixList", "tagPatternList", "countUnit", "storageClass"],
};

/** How images can be counted, and whether a unit of time goes with it. */
const countTypes: Readonly<Record<string, { readonly unit: boolean }>> = {
  imageCountMoreThan: { unit: false },
  sinceImagePushed: { unit: true },
  sinceImagePulled: { unit: true },
  sinceImageTransitioned: { unit: true },
};

const mostRules = 50;

/** The rules of a policy whose shape is right. @throws InvalidParameterException in the words of ECR's JSON schema */
export function readLifecycleRules(text: string): LifecycleRule[] {
  const { rules } = checkShape(parse(text), policyShape);
  if (!Array.isArray(rules)) throw wrongType(rules, "array");
  if (rules.length === 0)
    throw invalidPolicy("array is too short: must have at least 1 elements but instance has 0 elements");
  if (rules.length > mostRules)
    throw invalidPolicy(
      `array is too long: must have at most ${mostRules} elements but instance has ${rules.length} elements`,
    );
  for (const rule of rules) checkRule(checkShape(rule, ruleShape));
  return rules as LifecycleRule[];
}

export function invalidPolicy(why: string): InvalidParameterException {
  return exception(
    InvalidParameterException,
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
  );
}

type Members = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidPolicy("Could not map policyString into LifecyclePolicy.");
  }
}

function checkRule({ rulePriority, description, selection, action }: Members): void {
  checkWholeNumber(rulePriority);
  if (description !== undefined && typeof description !== "string") throw wrongType(description, "string");
  checkAction(checkShape(action, { required: ["type"], optional: ["targetStorageClass"] }));
  checkSelection(checkShape(selection, selectionShape));
}

function checkAction({ type, ...rest }: Members): void {
  checkEnum(type, ["expire", "transition"]);
  const fits = type === "expire" ? Object.keys(rest).length === 0 : rest.targetStorageClass === "archive";
  if (!fits) throw noSchema(2);
}

function checkSelection(selection: Members): void {
  const { tagStatus, tagPrefixList, tagPatternList, countType, countUnit, countNumber, storageClass } =
    selection;
  checkEnum(tagStatus, ["any", "tagged", "untagged"]);
  for (const list of [tagPrefixList, tagPatternList]) if (list !== undefined) checkTexts(list);
  if (storageClass !== undefined) checkEnum(storageClass, ["archive", "standard"]);
  const count = countTypes[String(countType)];
  if (!count || (count.unit ? countUnit !== "days" : countUnit !== undefined))
    throw noSchema(Object.keys(countTypes).length);
  checkWholeNumber(countNumber);
}

function checkShape(value: unknown, { required, optional }: Shape): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(value, "object");
  const missing = required.filter((name) => !(name in value)).sort();
  if (missing.length > 0)
    throw invalidPolicy(`object has missing required properties (${JSON.stringify(missing)})`);
  const unknown = Object.keys(value).filter((name) => !required.includes(name) && !optional.includes(name));
  if (unknown.length > 0)
    throw invalidPolicy(
      `object instance has properties which are not allowed by the schema: ${JSON.stringify(unknown.sort())}`,
    );
  return value as Members;
}

function checkEnum(value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    throw invalidPolicy(
      `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(allowed)})`,
    );
}

function checkWholeNumber(value: unknown): void {
  if (!Number.isInteger(value)) throw wrongType(value, "integer");
  if (Number(value) < 1)
    throw invalidPolicy(`numeric instance is lower than the required minimum (minimum: 1, found: ${value})`);
}

function checkTexts(value: unknown): void {
  if (!Array.isArray(value)) throw wrongType(value, "array");
  for (const text of value) if (typeof text !== "string") throw wrongType(text, "string");
}

function wrongType(value: unknown, allowed: string): InvalidParameterException {
  return invalidPolicy(
    `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ${JSON.stringify([allowed])})`,
  );
}

/** JSON Schema's name of a value's type. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function noSchema(count: number): InvalidParameterException {
  return invalidPolicy(`instance failed to match exactly one schema (matched 0 out of ${count})`);
}
