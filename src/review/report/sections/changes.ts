import type { Review } from "../../review.ts";
import type { ChangeAction, ModuleChanges } from "../../summary.ts";
import { type Html, html } from "../html.ts";
import { ACTION_ORDER, ACTIONS, DANGER_ORDER, DANGERS, matters, plural, SIGNS } from "../words.ts";
import { section, table } from "./section.ts";

/** Without the page's script, so many of the changes that touch what exists are named. */
const NAMED = 100;

/** Counts by module, then every change with its attributes; those are put in by the page's script. */
export function changesSection(review: Review): Html {
  const { modules, drifted } = review.summary;
  if (modules.length === 0)
    return section(
      "changes",
      "What changes",
      html`<p class="lead">Nothing: what is deployed is what is declared.</p>`,
    );
  const actions = ACTION_ORDER.filter((action) => modules.some((one) => countOf(one, action) > 0));
  return section(
    "changes",
    "What changes",
    countsTable(modules, actions),
    drifted.length > 0 &&
      html`<p class="note"><strong>Changed outside Terraform</strong> since the last apply: ${codes(drifted)}.</p>`,
    filters(review, actions),
    html`<div id="change-list" class="script"></div>
<noscript>${withoutScript(modules)}</noscript>`,
  );
}

function countsTable(modules: readonly ModuleChanges[], actions: readonly ChangeAction[]): Html {
  return table(
    "Changes by module",
    "counts",
    ["Module", ...actions.map((action) => `${SIGNS[action]} ${ACTIONS[action]}`)],
    modules.map(
      (one) => html`<tr><th scope="row">${one.module}</th>${actions.map((action) => {
        const count = countOf(one, action);
        return html`<td class="number">${count > 0 ? html`<span class="count ${action}">${count}</span>` : html`<span class="muted">·</span>`}</td>`;
      })}</tr>
`,
    ),
  );
}

function filters({ dangers, summary }: Review, actions: readonly ChangeAction[]): Html {
  const kinds = DANGER_ORDER.filter((kind) => dangers.some((one) => one.kind === kind));
  return html`<form id="filters" class="filters script" role="search" aria-label="Changes">
<label class="search">Search<input type="search" name="text" placeholder="address, attribute or value" autocomplete="off" spellcheck="false"></label>
<label>Module<select name="module"><option value="">all</option>${summary.modules.map(({ module }) => html`<option>${module}</option>`)}</select></label>
${
  kinds.length > 0 &&
  html`<label>Danger<select name="danger"><option value="">any or none</option>${
    dangers.some(matters) && html`<option value="matters">all that matter</option>`
  }${kinds.map((kind) => html`<option value="${kind}">${DANGERS[kind]}</option>`)}</select></label>`
}
<fieldset><legend>Action</legend>${actions.map(
    (action) =>
      html`<label class="chip ${action}"><input type="checkbox" name="action" value="${action}" checked><span>${SIGNS[action]} ${ACTIONS[action]}</span></label>`,
  )}</fieldset>
<p class="result"><span id="result" role="status" aria-live="polite"></span> <button type="button" id="reset-filters" hidden>Show all</button></p>
</form>`;
}

function withoutScript(modules: readonly ModuleChanges[]): Html {
  const touched = modules.flatMap(({ changes }) => changes.filter(({ action }) => action !== "create"));
  return html`<ul>${touched
    .slice(0, NAMED)
    .map(
      ({ action, address }) => html`<li>${SIGNS[action]} <code>${address}</code> is ${ACTIONS[action]}</li>`,
    )}</ul>
${touched.length > NAMED && html`<p>And ${touched.length - NAMED} more.</p>`}
<p>With JavaScript this page shows ${plural(
    modules.reduce((sum, { changes }) => sum + changes.length, 0),
    "change",
  )} with every attribute.</p>`;
}

function codes(addresses: readonly string[]): Html[] {
  return addresses.map((address, index) => html`${index > 0 && ", "}<code>${address}</code>`);
}

function countOf({ changes }: ModuleChanges, wanted: ChangeAction): number {
  return changes.filter(({ action }) => action === wanted).length;
}
