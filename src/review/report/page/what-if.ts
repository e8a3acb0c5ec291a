import { type CostEstimate, estimateCost, priceListOf, type Usage } from "../../cost/estimate.ts";
import type { MadeAssumption } from "../assumptions.ts";
import { costChart, costRows, savingItems } from "../cost-figures.ts";
import type { Html } from "../html.ts";
import type { PageData } from "../page-data.ts";
import { valueAt } from "../slider.ts";
import { amount, money, moneyDifference } from "../words.ts";
import { element } from "./data.ts";

/** The sliders: each movement makes the estimate anew, by the rules that made the one in the page. */
export function enableWhatIf({ resources, costBasis, made, total }: PageData): void {
  const form = document.getElementById("what-if");
  if (!(form instanceof HTMLFormElement)) return;
  const prices = priceListOf(costBasis.prices);
  const show = () => {
    const moved = movedAssumptions(form, made);
    const usage = { ...costBasis.usage, ...Object.fromEntries(moved) };
    showEstimate(estimateCost({ ...costBasis, resources, prices, usage }), total);
    showAmounts(form, made, usage);
    element("what-if-reset").hidden = moved.size === 0;
  };
  let waiting = 0;
  form.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  element("what-if-reset").addEventListener("click", () => {
    form.reset();
    show();
    form.querySelector("input")?.focus();
  });
}

/** Values of the sliders that were moved: a slider has few positions, and one that nobody touched stands for the exact assumption. */
function movedAssumptions(form: HTMLFormElement, made: readonly MadeAssumption[]): Map<string, number> {
  const moved = new Map<string, number>();
  for (const assumption of made) {
    const slider = sliderOf(form, assumption);
    if (slider && slider.value !== slider.defaultValue)
      moved.set(assumption.name, valueAt(slider.valueAsNumber, assumption));
  }
  return moved;
}

function sliderOf(form: HTMLFormElement, { name }: MadeAssumption): HTMLInputElement | undefined {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement ? found : undefined;
}

function showEstimate(estimate: CostEstimate, total: number): void {
  const sum = money(estimate.total);
  element("what-if-total").textContent = sum;
  element("what-if-difference").textContent =
    Math.abs(estimate.total - total) < 0.005 ? "" : `(${moneyDifference(estimate.total - total)})`;
  fill(document.querySelector("table.chart tbody"), costChart(estimate));
  fill(element("cost-lines"), costRows(estimate));
  fill(document.getElementById("savings"), savingItems(estimate));
  element("cost-total").textContent = sum;
}

function showAmounts(form: HTMLFormElement, made: readonly MadeAssumption[], usage: Usage): void {
  for (const assumption of made) {
    const text = amount(usage[assumption.name] ?? assumption.value);
    element(`value-${assumption.name}`).textContent = text;
    sliderOf(form, assumption)?.setAttribute("aria-valuetext", `${text} ${assumption.unit}`);
  }
}

function fill(target: Element | null, content: Html): void {
  if (target) target.innerHTML = content.text;
}
