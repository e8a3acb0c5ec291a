import type { AttributeChange } from "../attributes.ts";
import type { Danger } from "../dangers/danger.ts";
import type { Finding } from "../findings.ts";
import { type Html, html } from "./html.ts";
import type { PageChange } from "./page-data.ts";
import { forcedByList, statementList } from "./sections/danger-details.ts";
import { findingItem } from "./sections/security.ts";
import { ACTIONS, afterText, beforeText, labelOf, matters, SIGNS } from "./words.ts";

/** What is known of one changed resource. */
export interface DescribedChange {
  readonly change: PageChange;
  readonly dangers: readonly Danger[];
  readonly findings: readonly Finding[];
}

/** The line of a change in the list, which opens to its details. */
export function changeSummary({ change, dangers }: DescribedChange): Html {
  const { action, address, path } = change;
  const labels = new Map(dangers.filter(matters).map((one) => [labelOf(one), one.kind]));
  return html`<span class="sign ${action}" aria-hidden="true">${SIGNS[action]}</span><span class="hidden">${ACTIONS[action]}: </span><code class="address">${address}</code>${[...labels].map(([label, kind]) => html` <span class="tag ${kind}">${label}</span>`)}${path && html`<span class="path muted">${path}</span>`}`;
}

/** Terraform's words for why, as sentences. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "The last apply could not finish it.",
  replace_because_cannot_update: "AWS cannot change this in place.",
  replace_by_request: "Its replacement was asked for.",
  replace_by_triggers: "What it is told to follow changes.",
  delete_because_no_resource_config: "Nothing declares it any more.",
  delete_because_wrong_repetition: "It is declared in another form now.",
  delete_because_count_index: "Fewer of it are declared now.",
  delete_because_each_key: "Its key is no longer declared.",
  delete_because_no_module: "Its module is no longer declared.",
  delete_because_no_move_target: "What it was to become is not declared.",
};

/** All there is to say of one change: why, what is dangerous in it, every attribute before and after. */
export function changeDetails({ change, dangers, findings }: DescribedChange): Html {
  const { action, reason, previousAddress, createBeforeDestroy, attributes } = change;
  const order = createBeforeDestroy
    ? "The new one is made before the old one goes."
    : "The old one goes before the new one is made.";
  return html`${reason && html`<p>${REASONS[reason] ?? reason}</p>`}
${previousAddress && html`<p>It was <code>${previousAddress}</code> before.</p>`}
${action === "replace" && html`<p>${order}</p>`}
${dangers.filter(saysMore).map(
  (
    danger,
  ) => html`<div class="danger ${danger.kind}"><p class="what"><span class="tag ${danger.kind}">${labelOf(danger)}</span> ${danger.what}</p>
${danger.advice.map((line) => html`<p class="advice">${line}</p>`)}${forcedByList(danger.forcedBy)}${statementList(danger.statements)}</div>`,
)}
${findings.length > 0 && html`<ul class="findings">${findings.map(findingItem)}</ul>`}
${attributes.length > 0 ? attributeTable(change) : html`<p class="muted">No attribute of it is known here.</p>`}`;
}

/** Of what hurts nobody the attributes say enough. */
function saysMore(danger: Danger): boolean {
  return matters(danger) || danger.advice.length > 0 || danger.statements.length > 0;
}

function attributeTable({ action, attributes, address }: PageChange): Html {
  const one = action === "create" || action === "delete";
  const headings = one
    ? ["Attribute", action === "create" ? "Value" : "Value now"]
    : ["Attribute", "Before", "After"];
  return html`<div class="scroll" role="region" aria-label="Attributes of ${address}" tabindex="0"><table class="attributes">
<caption class="hidden">Attributes of ${address}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${attributes.map((attribute) => attributeRow(attribute, action))}</tbody></table></div>`;
}

function attributeRow(attribute: AttributeChange, action: PageChange["action"]): Html {
  const { path, forcesReplacement } = attribute;
  const name = html`<th scope="row"><code>${path || "(all of it)"}</code>${forcesReplacement && html` <span class="tag replace">forces it</span>`}</th>`;
  if (action === "create") return html`<tr>${name}${after(attribute)}</tr>`;
  const before = html`<td class="value"><pre>${beforeText(attribute)}</pre></td>`;
  return action === "delete"
    ? html`<tr>${name}${before}</tr>`
    : html`<tr>${name}${before}${after(attribute)}</tr>`;
}

function after(attribute: AttributeChange): Html {
  const quiet = attribute.unknown || attribute.sensitive;
  return html`<td class="value${quiet && " muted"}"><pre>${afterText(attribute)}</pre></td>`;
}
