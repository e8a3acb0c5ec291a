import { printable } from "../../terraform/printable.ts";
import type { Look } from "../paint.ts";
import { cut, wrap } from "./text.ts";

/** Structural: what a restore changes in a state. */
export interface ShownDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly address: string; readonly attributes: readonly string[] }[];
}

/** A list longer than this ends with how many more there are. */
const SHOWN = 15;

/** What the state would know again, forget, and say otherwise, once it is restored. */
export function renderRestore({ added, removed, changed }: ShownDifference, look: Look): string[] {
  const { paint } = look;
  const lines = [
    ...part(paint("green", "+"), "The state knows again:", added, look),
    ...part(
      paint("red", "-"),
      "The state forgets (in AWS these stay, and the next plan takes over what it finds by its tags and names):",
      removed,
      look,
    ),
    ...part(
      paint("yellow", "~"),
      "The state says otherwise:",
      changed.map(({ address, attributes }) => `${address}: ${attributes.join(", ")}`),
      look,
    ),
  ];
  return lines.length > 0 ? lines : ["  No resource changes; outputs or details of the state do."];
}

function part(sign: string, title: string, items: readonly string[], { columns }: Look): string[] {
  if (items.length === 0) return [];
  const more = items.length - SHOWN;
  return [
    ...wrap(title, columns - 4).map((line, index) => `  ${index === 0 ? sign : " "} ${line}`),
    ...items.slice(0, SHOWN).map((item) => `      ${cut(printable(item), columns - 6)}`),
    ...(more > 0 ? [`      … ${more} more`] : []),
  ];
}
