import {
  type AdvancedEventSelector,
  type EventSelector,
  GetEventSelectorsCommand,
  PutEventSelectorsCommand,
  ReadWriteType,
} from "@aws-sdk/client-cloudtrail";
import { operation } from "../../operation.ts";
import { checkAdvancedSelectors, checkBasicSelectors, invalidSelectors } from "./event-selector-rules.ts";
import { requireOwnTrail, requireTrail } from "./find.ts";
import type { Trail } from "./state.ts";

export const putEventSelectors = operation(PutEventSelectorsCommand, (input, ctx) => {
  const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = input;
  const trail = requireOwnTrail(ctx, input.TrailName);
  if (basic.length > 0 === advanced.length > 0)
    throw invalidSelectors(
      "Specify either event selectors or advanced event selectors, not both and not neither.",
    );
  checkBasicSelectors(basic);
  checkAdvancedSelectors(advanced);
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

/** True when a trail records management events that change something. */
export function recordsManagement({ eventSelectors, advancedEventSelectors }: Trail): boolean {
  const basic = eventSelectors.some(
    ({ IncludeManagementEvents, ReadWriteType: kind }) =>
      IncludeManagementEvents && kind !== ReadWriteType.ReadOnly,
  );
  return basic || advancedEventSelectors.some(selectsManagement);
}

function selectsManagement({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  const equals = (name: string, value: string): boolean =>
    FieldSelectors.some(({ Field, Equals = [] }) => Field === name && Equals.includes(value));
  return equals("eventCategory", "Management") && !equals("readOnly", "true");
}

function complete(selector: EventSelector): EventSelector {
  return {
    ReadWriteType: selector.ReadWriteType ?? ReadWriteType.All,
    IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
    DataResources: selector.DataResources ?? [],
    ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
  };
}

function describeSelectors({ arn, eventSelectors, advancedEventSelectors }: Trail) {
  return advancedEventSelectors.length > 0
    ? { TrailARN: arn, AdvancedEventSelectors: advancedEventSelectors }
    : { TrailARN: arn, EventSelectors: eventSelectors };
}
