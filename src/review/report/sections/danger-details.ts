import type { AttributeChange } from "../../attributes.ts";
import type { StatementChange } from "../../dangers/danger.ts";
import { type Html, html } from "../html.ts";
import { afterText, beforeText } from "../words.ts";

/** Which attributes force a replacement, each with what it was and what it becomes. */
export function forcedByList(forcedBy: readonly AttributeChange[]): Html | undefined {
  if (forcedBy.length === 0) return undefined;
  return html`<ul class="forced">${forcedBy.map(
    (one) =>
      html`<li>forced by <code>${one.path}</code>: <del>${inline(beforeText(one))}</del> <span class="to">to</span> <ins>${inline(afterText(one))}</ins></li>`,
  )}</ul>`;
}

/** A short list stays on its line. */
const INLINE = 80;

function inline(value: string): string {
  const line = value.replace(/\n\s*/g, " ");
  return line.length <= INLINE ? line : value;
}

const CHANGES: Readonly<Record<StatementChange["change"], string>> = {
  added: "+",
  removed: "−",
  changed: "~",
};

/** Statements of policies that come, go or change, as sentences. */
export function statementList(statements: readonly StatementChange[]): Html | undefined {
  if (statements.length === 0) return undefined;
  return html`<ul class="statements">${statements.map(
    ({ change, text, before, opens }) =>
      html`<li class="${change}"><span class="sign" aria-hidden="true">${CHANGES[change]}</span> <span class="hidden">${change}: </span>${text}${
        opens && html` <span class="tag access">allows more</span>`
      }${before && html`<br><span class="muted">was: ${before}</span>`}</li>`,
  )}</ul>`;
}
