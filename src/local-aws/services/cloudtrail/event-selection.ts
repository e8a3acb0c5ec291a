import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { ApiEvent } from "./event.ts";
import type { Trail } from "./state.ts";

/** Whether a trail's selectors are about a management event that changes something. */
export function selects({ eventSelectors, advancedEventSelectors }: Trail, event: ApiEvent): boolean {
  return (
    eventSelectors.some((selector) => selectsBasic(selector, event)) ||
    advancedEventSelectors.some((selector) => selectsAdvanced(selector, event))
  );
}

function selectsBasic(selector: EventSelector, { source }: ApiEvent): boolean {
  const { IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources = [] } = selector;
  return (
    IncludeManagementEvents === true &&
    ReadWriteType !== "ReadOnly" &&
    !ExcludeManagementEventSources.includes(source)
  );
}

function selectsAdvanced({ FieldSelectors = [] }: AdvancedEventSelector, event: ApiEvent): boolean {
  const fields: Readonly<Record<string, string>> = {
    eventCategory: "Management",
    readOnly: "false",
    eventSource: event.source,
    eventName: event.name,
    eventType: "AwsApiCall",
    sessionCredentialFromConsole: "false",
    "userIdentity.arn": event.caller.arn,
  };
  return FieldSelectors.every((selector) => fits(fields[selector.Field ?? ""] ?? "", selector));
}

/** Values of one condition are alternatives; several conditions all have to hold. */
function fits(value: string, selector: AdvancedFieldSelector): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  return (
    (Equals?.includes(value) ?? true) &&
    (StartsWith?.some((start) => value.startsWith(start)) ?? true) &&
    (EndsWith?.some((end) => value.endsWith(end)) ?? true) &&
    !NotEquals?.includes(value) &&
    !NotStartsWith?.some((start) => value.startsWith(start)) &&
    !NotEndsWith?.some((end) => value.endsWith(end))
  );
}
