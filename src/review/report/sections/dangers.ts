import type { Danger } from "../../dangers/danger.ts";
import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { DANGERS, matters, plural } from "../words.ts";
import { forcedByList, statementList } from "./danger-details.ts";
import { section } from "./section.ts";

/** Dangers beyond these stay with the changes: a reader of the page alone would not get to their end. */
const SHOWN = 60;

/** What to know before saying yes, the worst first; what hurts nobody is counted. */
export function dangersSection({ dangers }: Review): Html {
  const grave = dangers.filter(({ kind }) => matters(kind));
  const harmless = (kind: Danger["kind"]) => dangers.filter((one) => one.kind === kind).length;
  const [changes, cosmetic] = [harmless("change"), harmless("cosmetic")];
  return section(
    "dangers",
    "What could hurt",
    grave.length === 0
      ? html`<p class="lead">Nothing: no data is lost, nothing is destroyed or replaced, nothing stands still, no access is opened.</p>`
      : html`<ol class="dangers">${grave.slice(0, SHOWN).map(dangerItem)}</ol>`,
    grave.length > SHOWN && html`<p>And ${grave.length - SHOWN} more, shown at their changes below.</p>`,
    changes + cosmetic > 0 &&
      html`<p class="muted">Beside that: ${[
        ...(changes > 0
          ? [`${plural(changes, "change")} that ${changes === 1 ? "takes" : "take"} effect and hurt nobody`]
          : []),
        ...(cosmetic > 0 ? [`${plural(cosmetic, "cosmetic change")} (tags, descriptions, order)`] : []),
      ].join(", ")}.</p>`,
  );
}

function dangerItem(danger: Danger): Html {
  const { kind, address, module, what, advice } = danger;
  return html`<li class="danger ${kind}">
<p class="head"><span class="tag ${kind}">${DANGERS[kind]}</span> <code class="address">${address}</code> <span class="muted">${module}</span></p>
<p class="what">${what}</p>
${advice.map((line) => html`<p class="advice">${line}</p>`)}
${forcedByList(danger.forcedBy)}${statementList(danger.statements)}
</li>
`;
}
