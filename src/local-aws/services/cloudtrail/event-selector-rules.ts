import {
  type AdvancedEventSelector,
  type AdvancedFieldSelector,
  type DataResource,
  type EventSelector,
  InvalidEventSelectorsException,
} from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";

/** Source: "Quotas in AWS CloudTrail", November 2026. */
const quotas = { basicSelectors: 5, dataResources: 250, conditionValues: 500 } as const;

/** What basic selectors can be about. Source: DataResource in the CloudTrail API reference, November 2026. */
const basicTypes = ["AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::S3::Object"];

/** Sources of management events that are many, and can be left out. Source: EventSelector in the API reference, November 2026. */
const excludable = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/**
 * Fields that advanced selectors of each category know, and those that they must have, with one value.
 * Source: AdvancedFieldSelector in the CloudTrail API reference, November 2026.
 */
const categories: Readonly<Record<string, { fields: readonly string[]; demands: readonly string[] }>> = {
  Management: {
    fields: [
      "readOnly",
      "eventSource",
      "eventName",
      "eventType",
      "sessionCredentialFromConsole",
      "userIdentity.arn",
    ],
    demands: [],
  },
  Data: {
    fields: [
      "readOnly",
      "eventSource",
      "eventName",
      "eventType",
      "resources.type",
      "resources.ARN",
      "sessionCredentialFromConsole",
      "userIdentity.arn",
    ],
    demands: ["resources.type"],
  },
  NetworkActivity: {
    fields: ["eventSource", "eventName", "errorCode", "vpcEndpointId", "userIdentity.arn"],
    demands: ["eventSource"],
  },
};

export function invalidSelectors(message: string): InvalidEventSelectorsException {
  return exception(InvalidEventSelectorsException, message);
}

/** @throws InvalidEventSelectorsException */
export function checkBasicSelectors(selectors: readonly EventSelector[]): void {
  if (selectors.length > quotas.basicSelectors)
    throw invalidSelectors(`A trail can have at most ${quotas.basicSelectors} event selectors.`);
  const resources = selectors.flatMap(({ DataResources = [] }) => DataResources);
  resources.forEach(checkDataResource);
  if (resources.flatMap(({ Values = [] }) => Values).length > quotas.dataResources)
    throw invalidSelectors(
      `A trail can have at most ${quotas.dataResources} data resources over all its selectors.`,
    );
  for (const source of selectors.flatMap(({ ExcludeManagementEventSources: sources = [] }) => sources))
    if (!excludable.includes(source))
      throw invalidSelectors(`Value ${source} for ExcludeManagementEventSources is invalid.`);
}

/** @throws InvalidEventSelectorsException */
export function checkAdvancedSelectors(selectors: readonly AdvancedEventSelector[]): void {
  selectors.forEach(checkAdvanced);
  const values = selectors.flatMap(({ FieldSelectors = [] }) => FieldSelectors.flatMap(valuesOf));
  if (values.length > quotas.conditionValues)
    throw invalidSelectors(
      `A trail can have at most ${quotas.conditionValues} values for all conditions in all advanced event selectors.`,
    );
}

/** Objects are named by all of S3, all of a bucket (`arn:aws:s3:::bucket/`) or the beginning of their keys. */
function checkDataResource({ Type = "", Values = [] }: DataResource): void {
  if (!basicTypes.includes(Type))
    throw invalidSelectors(
      `Value ${Type} for DataResources.Type is invalid. Valid values are: ${basicTypes.join(", ")}`,
    );
  if (Type !== "AWS::S3::Object") return;
  const wrong = Values.find((value) => !/^arn:aws:s3(:::([^*/]+\/.*)?)?$/.test(value));
  if (wrong !== undefined) throw invalidSelectors(`Value ${wrong} for DataResources.Values is invalid.`);
}

/** Each selector says which category of events it is about, once, and then only what that category knows. */
function checkAdvanced({ Name = "", FieldSelectors = [] }: AdvancedEventSelector): void {
  const named = (field: string) => FieldSelectors.filter(({ Field }) => Field === field);
  const isOneValue = ([selector, second]: AdvancedFieldSelector[]) =>
    selector !== undefined && second === undefined && selector.Equals?.length === 1;
  const category = named("eventCategory");
  const known = categories[category[0]?.Equals?.[0] ?? ""];
  if (!isOneValue(category) || !known)
    throw invalidSelectors(
      `The advanced event selector "${Name}" must say what its eventCategory equals, once.`,
    );
  for (const field of known.demands)
    if (!isOneValue(named(field)))
      throw invalidSelectors(
        `The advanced event selector "${Name}" must say what its ${field} equals, once.`,
      );
  for (const selector of FieldSelectors) {
    const { Field = "" } = selector;
    if (Field !== "eventCategory" && !known.fields.includes(Field))
      throw invalidSelectors(`Field ${Field} is not supported for this event category.`);
    if (valuesOf(selector).length === 0)
      throw invalidSelectors(`Field ${Field} must have at least one condition.`);
    if (named(Field).length > 1) throw invalidSelectors(`Field ${Field} is specified more than once.`);
  }
}

function valuesOf(selector: AdvancedFieldSelector): string[] {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  return [Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith].flatMap((list) => list ?? []);
}
