import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { outputText } from "../words.ts";
import { section, table } from "./section.ts";

/** What the deployment hands out, with the values that are known. */
export function outputsSection({ outputs }: Review): Html | undefined {
  if (outputs.length === 0) return undefined;
  const known = outputs.some(({ value, sensitive }) => value !== undefined || sensitive);
  const headings = known ? ["Name", "Value", "What it is"] : ["Name", "What it is"];
  return section(
    "outputs",
    "Outputs",
    !known && html`<p class="lead">Their values are known after the apply.</p>`,
    table(
      "Outputs of the deployment",
      "outputs",
      headings,
      outputs.map(
        (output) => html`<tr><th scope="row"><code>${output.name}</code></th>${
          known &&
          html`<td class="value${output.value === undefined && " muted"}"><pre>${outputText(output)}</pre></td>`
        }<td>${output.description}</td></tr>
`,
      ),
    ),
  );
}
