import type { Finding } from "../../findings.ts";
import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { plural } from "../words.ts";
import { section } from "./section.ts";

/** What the security rules found, what they could not tell, and what is accepted, with why. */
export function securitySection({ security: { checked, findings } }: Review): Html {
  const open = findings.filter(({ verdict }) => verdict === "fail");
  const unknown = findings.filter(({ verdict }) => verdict === "unknown");
  const accepted = findings.filter(({ verdict }) => verdict === "accepted");
  return section(
    "security",
    "Is it secure",
    html`<p class="lead">${plural(checked, "check")} of the security rules: ${open.length === 0 ? "nothing found" : `${plural(open.length, "finding")}, the most severe first`}.</p>`,
    open.length > 0 && html`<ul class="findings">${open.map(findingItem)}</ul>`,
    unknown.length > 0 &&
      html`<h3>Only the apply tells</h3><ul class="findings">${unknown.map(findingItem)}</ul>`,
    accepted.length > 0 &&
      html`<h3>Accepted, and why</h3><ul class="findings">${accepted.map(findingItem)}</ul>`,
  );
}

/** One finding: what should be so, where it is not, why that matters, how to mend it. */
export function findingItem({ rule, severity, address, verdict, title, why, fix }: Finding): Html {
  return html`<li class="finding ${verdict}"><p><span class="tag ${verdict === "fail" ? severity : "quiet"}">${verdict === "fail" ? severity : verdict}</span> <strong>${verdict === "fail" ? `Should be so: ${title}` : title}</strong></p>
<p class="muted"><code class="address">${address}</code> (${rule})</p>
<p>${why}</p>${verdict === "fail" && html`<p class="advice">${fix}</p>`}</li>
`;
}
