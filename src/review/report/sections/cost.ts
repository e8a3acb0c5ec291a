import type { Review } from "../../review.ts";
import { type MadeAssumption, madeAssumptions } from "../assumptions.ts";
import { costChart, costRows, savingItems } from "../cost-figures.ts";
import { type Html, html } from "../html.ts";
import { POSITIONS, positionOf } from "../slider.ts";
import { amount, money, moneyDifference, plural } from "../words.ts";
import { section, table } from "./section.ts";

/** Differences beyond these are small change. */
const DIFFERENCES = 12;

/** What a month costs, why, by how much the plan changes it, what it would be at another use, and how to pay less. */
export function costSection(review: Review): Html {
  const { cost, costDifference } = review;
  const { before, after } = costDifference;
  return section(
    "cost",
    "What it costs",
    html`<p class="lead">About <strong>${money(after)}</strong> a month after this plan, ${moneyDifference(after - before)} compared with now (${money(before)}).</p>`,
    difference(review),
    cost.lines.length > 0 &&
      html`<div class="what-if-head"><h3 id="what-if-title">By module <span class="script">and what if</span></h3>
<p class="script result"><span role="status" aria-live="polite">With these assumptions <strong id="what-if-total">${money(cost.total)}</strong> a month <span id="what-if-difference" class="muted"></span></span> <button type="button" id="what-if-reset" hidden>Reset</button></p></div>`,
    cost.lines.length > 0 &&
      html`<div class="beside"><div>${table("Cost by module", "chart", ["Module", "Compared", "A month", "Part"], costChart(cost))}</div>
<div>${assumptionsForm(review)}</div></div>`,
    cost.lines.length > 0 && lines(review),
    notPriced(review),
    savings(review),
    sources(review),
  );
}

function difference({ costDifference: { lines } }: Review): Html | undefined {
  if (lines.length === 0) return undefined;
  const row = (one: (typeof lines)[number]) =>
    html`<tr><td>${one.what}<br><code class="address muted">${one.address}</code></td><td class="number">${money(one.before)}</td><td class="number">${money(one.after)}</td><td class="number">${moneyDifference(one.after - one.before)}</td></tr>
`;
  const rest = lines.slice(DIFFERENCES).reduce((sum, { before, after }) => sum + after - before, 0);
  return html`<details class="fold"${lines.length <= 6 && html` open`}><summary>What the plan changes in the bill</summary>
${table(
  "What the plan changes in the bill",
  "difference",
  ["What", "Now", "After", "Difference"],
  [
    lines.slice(0, DIFFERENCES).map(row),
    lines.length > DIFFERENCES &&
      html`<tr><td colspan="3">${lines.length - DIFFERENCES} smaller ones</td><td class="number">${moneyDifference(rest)}</td></tr>`,
  ],
)}</details>`;
}

/** Sliders that are seen at once: those that most of the bill rests on. */
const WEIGHTY = 6;

function assumptionsForm({ cost }: Review): Html | undefined {
  const all = madeAssumptions(cost.usage);
  if (all.length === 0) return undefined;
  const weight = ({ name }: MadeAssumption) =>
    cost.lines.filter(({ usage }) => usage === name).reduce((sum, { monthly }) => sum + monthly, 0);
  const heaviest = new Set([...all].sort((a, b) => weight(b) - weight(a)).slice(0, WEIGHTY));
  const rows = (weighty: boolean) => all.filter((one) => heaviest.has(one) === weighty).map(assumptionRow);
  const rest = all.length - heaviest.size;
  return html`<form id="what-if" aria-labelledby="what-if-title">
${table("Assumptions that most of the bill rests on", "assumptions", ["Assumption", "Amount"], rows(true))}
${
  rest > 0 &&
  html`<details class="fold"><summary>${plural(rest, "more assumption")}</summary>${table("Further assumptions", "assumptions", ["Assumption", "Amount"], rows(false))}</details>`
}</form>`;
}

function assumptionRow(assumption: MadeAssumption): Html {
  const { name, unit, what, value } = assumption;
  return html`<tr><th scope="row"><label for="usage-${name}"><code>${name}</code></label> <span class="muted">${what}</span></th>
<td class="number"><output id="value-${name}" for="usage-${name}">${amount(value)}</output> <span class="unit">${unit}</span><input class="script" type="range" id="usage-${name}" name="${name}" min="0" max="${POSITIONS}" step="1" value="${positionOf(value, assumption)}" aria-valuetext="${amount(value)} ${unit}"></td></tr>
`;
}

function lines({ cost }: Review): Html {
  return html`<details class="fold"><summary>Every line of the bill</summary>
<div class="scroll" role="region" aria-label="Every line of the bill" tabindex="0"><table class="lines"><caption class="hidden">Every line of the bill</caption>
<thead><tr><th scope="col">What</th><th scope="col">How much</th><th scope="col">Price</th><th scope="col">A month</th></tr></thead>
<tbody id="cost-lines">${costRows(cost)}</tbody>
<tfoot><tr class="sum"><th scope="row" colspan="3">Total a month</th><td class="number" id="cost-total">${money(cost.total)}</td></tr></tfoot></table></div></details>`;
}

function notPriced({ cost }: Review): Html | undefined {
  if (cost.notPriced.length === 0) return undefined;
  return html`<h3>Not in these figures</h3><ul class="plain">${cost.notPriced.map(
    ({ address, what, why }) =>
      html`<li><strong>${what}</strong>${address && html` <code class="address">${address}</code>`}: ${why}</li>`,
  )}</ul>`;
}

function savings({ cost }: Review): Html | undefined {
  if (cost.savings.length === 0) return undefined;
  return html`<h3>How to pay less</h3><ul class="savings" id="savings">${savingItems(cost)}</ul>`;
}

/** Where the prices come from: each source once, with the dates that its prices were read on. */
function sources({ cost }: Review): Html | undefined {
  const dates = new Map<string, Set<string>>();
  for (const { price } of cost.lines)
    dates.set(price.source, (dates.get(price.source) ?? new Set()).add(price.date));
  if (dates.size === 0) return undefined;
  return html`<details class="fold"><summary>Where the prices come from</summary><ul class="plain">${[
    ...dates,
  ].map(([source, days]) => html`<li>${source} (${[...days].sort().join(", ")})</li>`)}</ul></details>`;
}
