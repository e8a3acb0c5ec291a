import type { Attributes } from "../rules/rule.ts";
import { listAt, valueAt } from "./resource-plan.ts";

type Sides = readonly [before: Attributes | undefined, after: Attributes | undefined];

/** What a trail no longer records or looks for, since its selectors are fewer or narrower. Wider ones are no news here. */
export function unselected(...sides: Sides): string[] {
  return [
    ...without("advanced_event_selector", ...sides).map((name) => `events "${name}" are not recorded`),
    ...narrowed(...sides).map((name) => `fewer of the events "${name}" are recorded`),
    ...without("insight_selector", ...sides).map((name) => `nobody looks for what is unusual (${name})`),
    ...(lost("event_selector", ...sides) ? ["other events are recorded than so far (event_selector)"] : []),
  ];
}

/** Names of selectors that are gone. */
function without(attribute: string, ...[before, after]: Sides): string[] {
  if (valueAt(after, attribute) === undefined) return [];
  const now = blocks(after, attribute).map(nameOf);
  return blocks(before, attribute)
    .map(nameOf)
    .filter((name) => !now.includes(name));
}

/** Names of selectors that are still there and let fewer events through. */
function narrowed(...[before, after]: Sides): string[] {
  const old = new Map(blocks(before, "advanced_event_selector").map((one) => [nameOf(one), one]));
  return blocks(after, "advanced_event_selector").flatMap((now) => {
    const was = old.get(nameOf(now));
    return was && asksMore(was, now) ? [nameOf(now)] : [];
  });
}

/** A further field, a further exclusion, or a value fewer of those of which one is enough. */
function asksMore(before: Attributes, after: Attributes): boolean {
  const old = new Map(blocks(before, "field_selector").map((one) => [one.field, one]));
  return blocks(after, "field_selector").some((now) => {
    const was = old.get(now.field);
    const fewer = (operator: string) =>
      listAt(was, operator).some((value) => !listAt(now, operator).includes(value));
    const more = (operator: string) =>
      listAt(now, operator).some((value) => !listAt(was, operator).includes(value));
    return (
      !was ||
      ["equals", "starts_with", "ends_with"].some(fewer) ||
      ["not_equals", "not_starts_with", "not_ends_with"].some(more)
    );
  });
}

function lost(attribute: string, ...[before, after]: Sides): boolean {
  const now = blocks(after, attribute).map((one) => JSON.stringify(one));
  return (
    valueAt(after, attribute) !== undefined &&
    blocks(before, attribute).some((one) => !now.includes(JSON.stringify(one)))
  );
}

const nameOf = ({ name, insight_type }: Attributes): string => String(name || insight_type || "unnamed");

const blocks = (attributes: Attributes | undefined, name: string): Attributes[] =>
  [valueAt(attributes, name) ?? []].flat() as Attributes[];
