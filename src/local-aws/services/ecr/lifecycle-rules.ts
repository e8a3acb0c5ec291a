import {
  invalidPolicy,
  type LifecycleRule,
  type LifecycleSelection,
  readLifecycleRules,
} from "./lifecycle-schema.ts";

/** Wildcards that one tag pattern may have. Source: the ECR user guide, "Lifecycle policy parameters", 2026. */
const mostWildcards = 4;

/** Refuses a lifecycle policy that ECR would refuse. @throws InvalidParameterException */
export function checkLifecyclePolicy(text: string): void {
  const rules = readLifecycleRules(text);
  for (const { selection } of rules) checkTags(selection);
  const priorities = rules.map(({ rulePriority }) => rulePriority);
  if (new Set(priorities).size < priorities.length)
    throw invalidPolicy("Rules must have unique values for rulePriority.");
  for (const storageClass of ["standard", "archive"]) checkTogether(rules.filter(holds(storageClass)));
}

function checkTags({ tagStatus, tagPrefixList = [], tagPatternList = [] }: LifecycleSelection): void {
  if (tagStatus === "tagged" && tagPrefixList.length + tagPatternList.length === 0)
    throw invalidPolicy("Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.");
  if (tagStatus !== "tagged" && tagPrefixList.length + tagPatternList.length > 0)
    throw invalidPolicy(
      `Must not specify tagPrefixList or tagPatternList when tagStatus=${tagStatus.toUpperCase()}.`,
    );
  if (tagPrefixList.length > 0 && tagPatternList.length > 0)
    throw invalidPolicy("Must specify only one of tagPrefixList and tagPatternList.");
  for (const pattern of tagPatternList)
    if (pattern.split("*").length - 1 > mostWildcards)
      throw invalidPolicy(`A tag pattern must not have more than ${mostWildcards} wildcards: ${pattern}`);
}

/** What holds among the rules for images in one storage class. */
function checkTogether(rules: readonly LifecycleRule[]): void {
  const of = (status: string) => rules.filter(({ selection }) => selection.tagStatus === status);
  if (of("untagged").length > 1)
    throw invalidPolicy("Only one rule can select Untagged images per storage class.");
  const [any, second] = of("any");
  if (second) throw invalidPolicy("Only one rule can select Any images per storage class.");
  if (any && rules.some(({ rulePriority }) => rulePriority > any.rulePriority))
    throw invalidPolicy("Rule for tagStatus=ANY must have the lowest priority per storage class");
}

function holds(storageClass: string): (rule: LifecycleRule) => boolean {
  return ({ selection }) => (selection.storageClass ?? "standard") === storageClass;
}
