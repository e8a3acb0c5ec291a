import type { CostDifference } from "../../review/cost/estimate.ts";
import type { Look } from "../paint.ts";
import { aboutMoney, differenceOf } from "./money.ts";
import { cut, plural } from "./text.ts";

/** As many lines as say most of it; `--json` and `infra cost` have all. */
const LINES = 5;

/** What a plan changes in the bill, and what most of that is. */
export function renderCostDifference(cost: CostDifference, { columns }: Look): string[] {
  const { before, after, lines } = cost;
  const difference = after - before;
  if (lines.length === 0)
    return [`  Cost: ${before === 0 ? "nothing" : `about ${aboutMoney(before)} a month`}, as now`];
  const changed = Math.abs(difference) < 0.005 ? "no more and no less" : differenceOf(difference);
  const total = after === 0 ? "nothing" : `about ${aboutMoney(after)} a month`;
  const shown = lines.slice(0, LINES);
  const rest = lines.slice(LINES).reduce((sum, line) => sum + line.after - line.before, 0);
  const missing = cost.notPriced ?? 0;
  const texts = [
    ...shown.map(
      (line) => [differenceOf(line.after - line.before), `${line.what} (${line.address})`] as const,
    ),
    ...(lines.length > LINES
      ? [[differenceOf(rest), `in ${plural(lines.length - LINES, "more line")}`] as const]
      : []),
  ];
  const width = Math.max(...texts.map(([amount]) => amount.length));
  return [
    `  Cost: ${total} after, ${changed} (now ${aboutMoney(before)})`,
    ...texts.map(([amount, text]) => `      ${amount.padStart(width)}  ${cut(text, columns - width - 8)}`),
    ...(missing > 0 ? [`      and ${plural(missing, "thing")} without a price here (see infra cost)`] : []),
  ];
}

/** For a plan's last line: what a month costs afterwards, where that is something and something changes in it. */
export function costNote({ after, lines, notPriced = 0 }: CostDifference): string | undefined {
  if (lines.length === 0 || after === 0) return undefined;
  return `${aboutMoney(after)} a month${notPriced > 0 ? " or more" : ""}`;
}
