import type { Danger } from "../../dangers/danger.ts";
import type { Review } from "../../review.ts";
import { type DangerGroup, dangerGroups } from "../danger-groups.ts";
import { type Html, html } from "../html.ts";
import { labelOf, matters, plural } from "../words.ts";
import { forcedByList, statementList } from "./danger-details.ts";
import { section } from "./section.ts";

/** Dangers beyond these stay with the changes: a reader of the page alone would not get to their end. */
const SHOWN = 60;

/** Resources of one danger that are seen at once. */
const NAMED = 5;

/** What to know before saying yes, the worst first; what hurts nobody is counted. */
export function dangersSection({ dangers }: Review): Html {
  const groups = dangerGroups(dangers);
  const harmless = (kind: Danger["kind"]) =>
    dangers.filter((one) => one.kind === kind && !matters(one)).length;
  const [changes, cosmetic] = [harmless("change"), harmless("cosmetic")];
  return section(
    "dangers",
    "What could hurt",
    groups.length === 0
      ? html`<p class="lead">Nothing: no data is lost, nothing is destroyed or replaced, nothing stands still, no access is opened.</p>`
      : html`<ol class="dangers">${groups.slice(0, SHOWN).map(groupItem)}</ol>`,
    groups.length > SHOWN && html`<p>And ${groups.length - SHOWN} more, shown at their changes below.</p>`,
    changes + cosmetic > 0 &&
      html`<p class="muted">Beside that: ${[
        ...(changes > 0
          ? [`${plural(changes, "change")} that ${changes === 1 ? "takes" : "take"} effect and hurt nobody`]
          : []),
        ...(cosmetic > 0 ? [`${plural(cosmetic, "cosmetic change")} (tags, descriptions, order)`] : []),
      ].join(", ")}.</p>`,
  );
}

function groupItem({ dangers: [first, ...others], following }: DangerGroup): Html | undefined {
  if (!first) return undefined;
  const { kind, module, address, what, advice } = first;
  const all = [first, ...others];
  return html`<li class="danger ${kind}">
<p class="head"><span class="tag ${kind}">${labelOf(first)}</span> ${
    others.length === 0
      ? html`<code class="address">${address}</code> <span class="muted">${module}</span>`
      : html`<strong>${plural(all.length, "resource")}</strong>`
  }</p>
${others.length === 0 ? html`<p class="what">${what}</p>` : named(all)}
${advice.map((line) => html`<p class="advice">${line}</p>`)}
${forcedByList(first.forcedBy)}${statementList(first.statements)}
${
  following.length > 0 &&
  html`<details class="fold"><summary>${plural(following.length, "thing follows from it", "things follow from it")}</summary>${list(following)}</details>`
}</li>
`;
}

function named(dangers: readonly Danger[]): Html {
  const rest = dangers.slice(NAMED);
  return html`${list(dangers.slice(0, NAMED))}${
    rest.length > 0 &&
    html`<details class="fold"><summary>and ${rest.length} more</summary>${list(rest)}</details>`
  }`;
}

function list(dangers: readonly Danger[]): Html {
  return html`<ul class="plain">${dangers.map(({ address, what }) => html`<li><code class="address">${address}</code> ${what}</li>`)}</ul>`;
}
