import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { outputText } from "../words.ts";
import { section, table } from "./section.ts";

/** What the deployment hands out, with the values that are known. */
export function outputsSection({ outputs }: Review): Html | undefined {
  if (outputs.length === 0) return undefined;
  return section(
    "outputs",
    "Outputs",
    table(
      "Outputs of the deployment",
      "outputs",
      ["Name", "Value", "What it is"],
      outputs.map(
        (output) => html`<tr><th scope="row"><code>${output.name}</code></th>
<td class="value${output.value === undefined && " muted"}"><pre>${outputText(output)}</pre></td><td>${output.description}</td></tr>
`,
      ),
    ),
  );
}
