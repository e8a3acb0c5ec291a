import type { CostEstimate, CostLine, NotPriced, Saving } from "../../review/cost/estimate.ts";
import type { Look } from "../paint.ts";
import { priceLines, usageLines } from "./cost-sources.ts";
import { aboutMoney, basisText, money } from "./money.ts";
import { beside, cut, plural, wrap } from "./text.ts";

/** What lines are added up by. */
export const GROUPINGS = ["module", "service", "resource"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface CostHeading {
  readonly environment: string;
  readonly region: string;
  /** The file of assumptions; absent where the environment has none. */
  readonly usageFile?: string;
  /** ISO 8601 date: how old prices are. */
  readonly today: string;
}

/** Wider than that, amounts stand too far from what they are for. */
const WIDEST = 110;
const AMOUNT = 10;

/** Lines of less, in US dollars, are added up where several resources are. */
const SMALL = 1;

/** What a month costs: the total first and last, and between them every line with what it rests on. */
export function renderCost(estimate: CostEstimate, heading: CostHeading, by: Grouping, look: Look): string[] {
  const width = Math.min(look.columns, WIDEST);
  const missing = estimate.notPriced.filter(({ address }) => address !== undefined).length;
  const atLeast =
    missing > 0
      ? ` or more: ${plural(missing, "thing")} here ${missing === 1 ? "has" : "have"} no price`
      : "";
  const total = `about ${look.paint("bold", aboutMoney(estimate.total))} a month${atLeast}`;
  return [
    `${heading.environment}, ${heading.region}: ${total}`,
    ...groupsOf(estimate.lines, by).flatMap((group) => [
      "",
      ...renderGroup(group, by, { ...look, columns: width }),
    ]),
    ...renderNotPriced(estimate.notPriced, { ...look, columns: width }),
    ...renderSavings(estimate.savings, { ...look, columns: width }),
    "",
    ...usageLines(heading, { ...look, columns: width }),
    ...priceLines(estimate.lines, heading, { ...look, columns: width }),
    "",
    ...wrap(
      `In all ${total}${missing > 0 ? ";" : ":"} list prices, before taxes and discounts.`,
      look.columns,
    ),
  ];
}

interface Group {
  readonly name: string;
  readonly monthly: number;
  readonly lines: readonly CostLine[];
}

function groupsOf(lines: readonly CostLine[], by: Grouping): Group[] {
  const groups = new Map<string, CostLine[]>();
  for (const line of lines) {
    const name = by === "resource" ? line.address : line[by];
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return [...groups]
    .map(([name, own]) => ({ name, lines: merged(own), monthly: sum(own) }))
    .sort((a, b) => b.monthly - a.monthly);
}

/** Three keys are one line of three. */
function merged(lines: readonly CostLine[]): CostLine[] {
  const found = new Map<string, CostLine>();
  for (const line of lines) {
    const key = [line.what, line.usage, line.price.id, line.price.region].join(" ");
    const known = found.get(key);
    const { quantity = 0, monthly = 0 } = known ?? {};
    found.set(key, { ...line, quantity: quantity + line.quantity, monthly: monthly + line.monthly });
  }
  return [...found.values()].sort((a, b) => b.monthly - a.monthly);
}

function renderGroup({ name, monthly, lines }: Group, by: Grouping, look: Look): string[] {
  const small = by === "resource" ? [] : lines.filter((line) => line.monthly < SMALL);
  const folded = small.length > 1 ? small : [];
  return [
    amountLine(look.paint("bold", name), name.length, monthly, look, 2),
    ...lines.filter((line) => !folded.includes(line)).flatMap((line) => renderLine(line, look)),
    ...(folded.length > 0
      ? [amountLine(...dim(plural(folded.length, "smaller line"), look), sum(folded), look, 4)]
      : []),
  ];
}

function renderLine({ what, quantity, monthly, price, usage }: CostLine, look: Look): string[] {
  const { columns, paint } = look;
  const label = Math.max(24, Math.min(44, columns - 50));
  const room = columns - 4 - label - 1 - AMOUNT - 1;
  const basis = basisText(quantity, monthly, price);
  const named = usage ? ` ${paint("dim", usage)}` : "";
  const length = basis.length + (usage ? usage.length + 1 : 0);
  const first = `${what.padEnd(label)} ${basis}`;
  if (what.length <= label && length <= room)
    return [amountLine(`${first}${named}`, label + 1 + length, monthly, look, 4)];
  const below = (text: string, wide: number) =>
    " ".repeat(Math.max(6, Math.min(4 + label + 1, columns - wide))) + text;
  if (what.length <= label && basis.length <= room)
    return [
      amountLine(first, first.length, monthly, look, 4),
      below(named.trimStart(), length - basis.length - 1),
    ];
  const shown = cut(what, columns - 4 - AMOUNT - 1);
  return [amountLine(shown, shown.length, monthly, look, 4), below(`${basis}${named}`, length)];
}

function amountLine(
  text: string,
  length: number,
  monthly: number,
  { columns }: Look,
  indent: number,
): string {
  const gap = Math.max(1, columns - indent - length - AMOUNT);
  return `${" ".repeat(indent)}${text}${" ".repeat(gap)}${money(monthly).padStart(AMOUNT)}`;
}

function dim(text: string, { paint }: Look): [text: string, length: number] {
  return [paint("dim", text), text.length];
}

function renderNotPriced(notPriced: readonly NotPriced[], look: Look): string[] {
  if (notPriced.length === 0) return [];
  return [
    "",
    look.paint("bold", "Not priced, and on the bill all the same"),
    ...grouped(notPriced).flatMap((text) => hanging(text, look)),
  ];
}

/** What has no price for the same reason is told together. */
function grouped(notPriced: readonly NotPriced[]): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { address, what, why } of notPriced) {
    const thing = address === undefined || what !== address.split(".")[0] ? what : address;
    reasons.set(why, (reasons.get(why) ?? new Set()).add(thing));
  }
  return [...reasons].map(([why, things]) => `${[...things].join("; ")}. ${sentence(why)}`);
}

function renderSavings(savings: readonly Saving[], look: Look): string[] {
  if (savings.length === 0) return [];
  const { paint, columns } = look;
  return [
    "",
    paint("bold", "Ways to pay less, each by itself"),
    ...savings.flatMap(({ title, tradeoff, how, monthly }) => [
      ...beside(money(monthly).padStart(AMOUNT), title, { width: AMOUNT, columns, indent: 1 }),
      ...wrap(tradeoff, columns - AMOUNT - 3).map((line) => `${" ".repeat(AMOUNT + 2)}${paint("dim", line)}`),
      ...wrap(how, columns - AMOUNT - 3).map((line) => `${" ".repeat(AMOUNT + 2)}${paint("cyan", line)}`),
    ]),
  ];
}

function hanging(text: string, { columns }: Look): string[] {
  return wrap(text, columns - 4).map((line, index) => `${index === 0 ? "  - " : "    "}${line}`);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const sum = (lines: readonly CostLine[]): number => lines.reduce((all, { monthly }) => all + monthly, 0);
