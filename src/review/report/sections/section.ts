import { type Html, type HtmlPart, html } from "../html.ts";

/** One part of the page, with the heading that the page's list of contents links to. */
export function section(id: string, title: string, ...content: readonly HtmlPart[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

/** A table that scrolls by itself where it is too wide, so that the page never does. */
export function table(caption: string, className: string, headings: readonly string[], rows: HtmlPart): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="${className}">
<caption>${caption}</caption>
<thead><tr>${headings.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}
