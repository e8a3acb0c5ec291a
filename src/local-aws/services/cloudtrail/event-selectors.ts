import {
  type AdvancedEventSelector,
  type DataResource,
  type EventSelector,
  GetEventSelectorsCommand,
  InvalidEventSelectorsException,
  PutEventSelectorsCommand,
  ReadWriteType,
} from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { requireOwnTrail, requireTrail } from "./find.ts";
import type { Trail } from "./state.ts";

/** Source: "Quotas in AWS CloudTrail", November 2026. */
const quotas = { basicSelectors: 5, dataResources: 250 } as const;

export const putEventSelectors = operation(PutEventSelectorsCommand, (input, ctx) => {
  const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = input;
  const trail = requireOwnTrail(ctx, input.TrailName);
  if (basic.length > 0 === advanced.length > 0)
    throw refused("Specify either event selectors or advanced event selectors, not both and not neither.");
  checkBasic(basic);
  advanced.forEach(checkAdvanced);
  trail.eventSelectors = basic.map(complete);
  trail.advancedEventSelectors = advanced;
  return describeSelectors(trail);
});

export const getEventSelectors = operation(GetEventSelectorsCommand, ({ TrailName }, ctx) =>
  describeSelectors(requireTrail(ctx, TrailName)),
);

/** What a new trail records: all management events. */
export function defaultEventSelectors(): EventSelector[] {
  return [complete({})];
}

/** True when a trail records anything else than all management events. */
export function hasCustomSelectors({ eventSelectors, advancedEventSelectors }: Trail): boolean {
  return (
    advancedEventSelectors.length > 0 ||
    JSON.stringify(eventSelectors) !== JSON.stringify(defaultEventSelectors())
  );
}

function complete(selector: EventSelector): EventSelector {
  return {
    ReadWriteType: selector.ReadWriteType ?? ReadWriteType.All,
    IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
    DataResources: selector.DataResources ?? [],
    ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
  };
}

function checkBasic(selectors: readonly EventSelector[]): void {
  if (selectors.length > quotas.basicSelectors)
    throw refused(`A trail can have at most ${quotas.basicSelectors} event selectors.`);
  const values = selectors.flatMap(({ DataResources = [] }) =>
    DataResources.flatMap(({ Values = [] }) => Values),
  );
  for (const { DataResources = [] } of selectors) DataResources.forEach(checkDataResource);
  if (values.length > quotas.dataResources)
    throw refused(`A trail can have at most ${quotas.dataResources} data resources over all its selectors.`);
}

/** Objects are named by all of S3, all of a bucket (`arn:aws:s3:::bucket/`) or the beginning of their keys. */
function checkDataResource({ Type, Values = [] }: DataResource): void {
  if (Type !== "AWS::S3::Object") return;
  const wrong = Values.find((value) => !/^arn:aws:s3(:::([^*/]+\/.*)?)?$/.test(value));
  if (wrong !== undefined) throw refused(`Value ${wrong} for DataResources.Values is invalid.`);
}

/** Each selector says which category of events it is about, once, and data events also say of what type. */
function checkAdvanced({ Name = "", FieldSelectors = [] }: AdvancedEventSelector): void {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  const category = field("eventCategory")?.Equals;
  if (category?.length !== 1)
    throw refused(`The advanced event selector "${Name}" must say what its eventCategory equals, once.`);
  if (category[0] === "Data" && field("resources.type")?.Equals?.length !== 1)
    throw refused(`The advanced event selector "${Name}" must say what its resources.type equals, once.`);
}

function describeSelectors({ arn, eventSelectors, advancedEventSelectors }: Trail) {
  return advancedEventSelectors.length > 0
    ? { TrailARN: arn, AdvancedEventSelectors: advancedEventSelectors }
    : { TrailARN: arn, EventSelectors: eventSelectors };
}

function refused(message: string): InvalidEventSelectorsException {
  return exception(InvalidEventSelectorsException, message);
}
