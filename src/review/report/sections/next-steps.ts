import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { section } from "./section.ts";

/** Commands to go on with. */
export function nextStepsSection({ nextSteps }: Review): Html | undefined {
  if (nextSteps.length === 0) return undefined;
  return section(
    "next",
    "Next steps",
    html`<ul class="steps">${nextSteps.map(
      ([
        line,
        what,
      ]) => html`<li><code>${line}</code> <button type="button" class="script" data-copy="${line}" aria-label="Copy ${line}">Copy</button><span>${what}</span></li>
`,
    )}</ul>`,
  );
}
