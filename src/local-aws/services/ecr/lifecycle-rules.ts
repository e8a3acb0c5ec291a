import { InvalidParameterException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";

interface LifecycleRule {
  readonly rulePriority?: unknown;
  readonly description?: unknown;
  readonly selection?: Readonly<Record<string, unknown>>;
  readonly action?: { readonly type?: unknown; readonly targetStorageClass?: unknown };
}

/** How images can be counted, and whether a unit of time goes with it. Source: the ECR user guide, "Lifecycle policy parameters", 2026. */
const countTypes: Readonly<Record<string, { readonly unit: boolean }>> = {
  imageCountMoreThan: { unit: false },
  sinceImagePushed: { unit: true },
  sinceImagePulled: { unit: true },
  sinceImageTransitioned: { unit: true },
};

const selectionMembers = new Set([
  "tagStatus",
  "tagPrefixList",
  "tagPatternList",
  "countType",
  "countUnit",
  "countNumber",
  "storageClass",
]);

/** Refuses a lifecycle policy that ECR would refuse. @throws InvalidParameterException */
export function checkLifecyclePolicy(text: string): void {
  const rules = readRules(text);
  rules.forEach(checkRule);
  const priorities = rules.map(({ rulePriority }) => Number(rulePriority));
  if (new Set(priorities).size < priorities.length) throw invalid("rulePriority values must be unique");
  const forAny = rules.filter(({ selection }) => selection?.tagStatus === "any");
  if (forAny.length > 1) throw invalid("Only one rule is allowed with tagStatus any");
  if (forAny[0] && Number(forAny[0].rulePriority) < Math.max(...priorities))
    throw invalid("A rule with tagStatus any must have the highest value for rulePriority");
}

function readRules(text: string): LifecycleRule[] {
  let policy: { rules?: unknown } | null;
  try {
    policy = JSON.parse(text) as { rules?: unknown } | null;
  } catch {
    throw invalid("could not map policyString into LifecyclePolicy");
  }
  if (!Array.isArray(policy?.rules) || policy.rules.length === 0)
    throw invalid('object has missing required properties (["rules"])');
  return policy.rules as LifecycleRule[];
}

function checkRule({ rulePriority, selection = {}, action }: LifecycleRule): void {
  if (!isPositiveInteger(rulePriority)) throw invalid("rulePriority must be a whole number from 1");
  if (
    action?.type !== "expire" &&
    !(action?.type === "transition" && action.targetStorageClass === "archive")
  )
    throw noSchema();
  const { tagStatus, tagPrefixList, tagPatternList, countType, countUnit, countNumber } = selection;
  const count = countTypes[String(countType)];
  if (!count || !isPositiveInteger(countNumber)) throw noSchema();
  if (count.unit ? countUnit !== "days" : countUnit !== undefined) throw noSchema();
  if (Object.keys(selection).some((member) => !selectionMembers.has(member))) throw noSchema();
  const lists = [tagPrefixList, tagPatternList].filter((list) => list !== undefined);
  if (tagStatus === "tagged") {
    if (!lists.some((list) => Array.isArray(list) && list.length > 0)) throw noSchema();
  } else if ((tagStatus !== "untagged" && tagStatus !== "any") || lists.length > 0) throw noSchema();
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

function noSchema(): Error {
  return invalid("instance failed to match exactly one schema (matched 0 out of 2)");
}

function invalid(why: string): Error {
  return exception(
    InvalidParameterException,
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
  );
}
