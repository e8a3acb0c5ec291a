import type { PriceFigure } from "../../facts/prices/price.ts";
import type { CostEstimate, CostLine } from "../cost/estimate.ts";
import { type Html, html } from "./html.ts";
import { amount, money, plural } from "./words.ts";

/** Lines that are written out; smaller ones are added up. */
const LINES = 150;

/** Bars of what each module costs, the largest first. */
export function costChart({ lines, total }: CostEstimate): Html {
  const modules = sums(lines);
  const largest = Math.max(...modules.map(([, sum]) => sum), 0.01);
  return html`${modules.map(
    ([module, sum]) => html`<tr><th scope="row">${module}</th>
<td class="track"><span class="bar cost" style="left:0;width:${((sum / largest) * 100).toFixed(2)}%"></span></td>
<td class="number">${money(sum)}</td><td class="number muted">${total > 0 ? Math.round((sum / total) * 100) : 0} %</td></tr>
`,
  )}`;
}

/** Every line of the estimate under its module, the largest first: what, how much of it at which price, and on which assumption. */
export function costRows({ lines }: CostEstimate): Html {
  const sorted = [...lines].sort((a, b) => b.monthly - a.monthly);
  const shown = new Set(sorted.slice(0, LINES));
  const rest = sorted.slice(LINES);
  return html`${sums(lines).map(([module, sum]) => {
    const own = sorted.filter((line) => line.module === module && shown.has(line));
    return (
      own.length > 0 &&
      html`<tr class="group"><th scope="rowgroup" colspan="3">${module}</th><td class="number">${money(sum)}</td></tr>
${own.map(costRow)}`
    );
  })}${
    rest.length > 0 &&
    html`<tr><td colspan="3">${plural(rest.length, "smaller line")}</td><td class="number">${money(rest.reduce((sum, { monthly }) => sum + monthly, 0))}</td></tr>`
  }`;
}

function costRow({ address, service, what, quantity, price, monthly, usage }: CostLine): Html {
  return html`<tr><td><strong>${service}</strong> ${what}<br><code class="address muted">${address}</code></td>
<td class="number">${amount(quantity)} ${unitOf(quantity, price.unit)}</td>
<td class="number">${figureText(price.usd)} per ${price.per === 1 ? "" : `${amount(price.per)} `}${unitOf(price.per, price.unit)}${usage && html`<br><span class="muted">by <code>${usage}</code></span>`}</td>
<td class="number">${money(monthly)}</td></tr>
`;
}

/** What would make it cheaper, with what one loses by it. */
export function savingItems({ savings }: CostEstimate): Html {
  return html`${savings.map(
    ({ title, tradeoff, how, monthly }) =>
      html`<li><p><strong>${title}</strong> <span class="amount">saves about ${money(monthly)} a month</span></p><p>${tradeoff}</p><p><code>${how}</code></p></li>
`,
  )}`;
}

function unitOf(count: number, unit: string): string {
  return count === 1 || /GB|IOPS|MiBps/.test(unit) ? unit : `${unit}s`;
}

/** US dollars with every digit that the price has: `$0.0528`, `from $0.059`. */
export function figureText(figure: PriceFigure): string {
  if (typeof figure === "number") return `$${plainNumber(figure)}`;
  const [first] = figure;
  return `${figure.length > 1 ? "from " : ""}$${plainNumber(first?.usd ?? 0)}`;
}

/** Without an exponent: `0.0000004`. */
function plainNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-6 ? value.toFixed(10).replace(/0+$/, "") : String(value);
}

function sums(lines: readonly CostLine[]): [module: string, sum: number][] {
  const found = new Map<string, number>();
  for (const { module, monthly } of lines) found.set(module, (found.get(module) ?? 0) + monthly);
  return [...found].sort(([, a], [, b]) => b - a);
}
