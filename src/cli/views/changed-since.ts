import type { ChangedSince } from "../../review/changed-since.ts";
import type { Look } from "../paint.ts";
import { visible } from "./plan-text.ts";
import { attributeLine } from "./plan-values.ts";
import { plural, wrap } from "./text.ts";

const RESOURCES = 10;
const ATTRIBUTES = 5;

const WORDS = { gone: "is gone", back: "is there again", changed: "changed" } as const;

/** What somebody changed in AWS after the plan was made, attribute by attribute. */
export function changedLines(changes: readonly ChangedSince[], look: Look): string[] {
  const { paint, columns } = look;
  const title = "Somebody changed AWS after this plan was made, so it is not applied:";
  const more = changes.length - RESOURCES;
  return [
    ...wrap(title, columns - 5).map((line, index) => `  ${index === 0 ? paint("yellow", "!") : " "} ${line}`),
    ...changes
      .slice(0, RESOURCES)
      .flatMap((one) => [
        `    ${paint("bold", visible(one.address))} ${WORDS[one.change]}`,
        ...one.attributes.slice(0, ATTRIBUTES).flatMap((attribute) => attributeLine(attribute, 6, look)),
        ...(one.attributes.length > ATTRIBUTES
          ? [`      and ${plural(one.attributes.length - ATTRIBUTES, "attribute")} more`]
          : []),
      ]),
    ...(more > 0 ? [`    and ${plural(more, "resource")} more`] : []),
    paint("dim", "  Planning anew."),
  ];
}
