import { createHash } from "node:crypto";
import type { Review } from "../review.ts";
import { compressed } from "./compressed.ts";
import { Html, html } from "./html.ts";
import { pageData } from "./page-data.ts";
import { changesSection } from "./sections/changes.ts";
import { costSection } from "./sections/cost.ts";
import { dangersSection } from "./sections/dangers.ts";
import { nextStepsSection } from "./sections/next-steps.ts";
import { outputsSection } from "./sections/outputs.ts";
import { pictureSection } from "./sections/picture.ts";
import { securitySection } from "./sections/security.ts";
import { timeSection } from "./sections/time.ts";
import { verdictSection } from "./sections/verdict.ts";

/** What stands in the page beside the review: its script and its style, built from `page/`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * Everything there is to say about a plan as one HTML file that asks nobody for anything: no request may leave it, and no script may run in
 * it but its own. Without scripts it still shows all but the single attributes.
 */
export function renderReport(review: Review, { script, style }: PageAssets): string {
  const title = `${review.mode === "destroy" ? "Removal" : "Plan"} of ${review.environment}`;
  const parts = [dangersSection, pictureSection, changesSection, costSection, timeSection, securitySection];
  const code = inline(script);
  return html`${new Html("<!doctype html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: ${review.verdict.sentence}</title>
<style>${new Html(style.replace(/<\//g, "<\\/"))}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
${header(review, title)}
<main id="main">
${verdictSection(review)}${parts.map((part) => part(review))}${outputsSection(review)}${nextStepsSection(review)}</main>
<footer><p>Written by <code>infra report</code> from the plan itself. Figures on cost and time are estimates.</p></footer>
<script type="application/octet-stream" id="data">${compressed(pageData(review))}</script>
<script type="module">${new Html(code)}</script>
</body>
</html>
`.text;
}

function header(review: Review, title: string): Html {
  const { place, plannedAt, engine } = review;
  const day = plannedAt.replace("T", " ").replace(/(:\d\d)(:\d\d(\.\d+)?)?Z$/, "$1 UTC");
  return html`<header class="top">
<div><h1>${title}</h1>
<p class="muted">On ${place}, planned <time datetime="${plannedAt}">${day}</time> with ${engine}</p></div>
<button type="button" id="theme" class="script" aria-pressed="false">Dark</button>
</header>
<nav aria-label="Parts of this page"><ul>${contents(review).map(
    ([id, name]) => html`<li><a href="#${id}">${name}</a></li>`,
  )}</ul></nav>`;
}

function contents({ outputs, nextSteps }: Review): (readonly [id: string, name: string])[] {
  return [
    ["dangers", "Dangers"],
    ["picture", "Picture"],
    ["changes", "Changes"],
    ["cost", "Cost"],
    ["time", "Time"],
    ["security", "Security"],
    ...(outputs.length > 0 ? [["outputs", "Outputs"] as const] : []),
    ...(nextSteps.length > 0 ? [["next", "Next steps"] as const] : []),
  ];
}

/** Code that may stand in a page: nothing in it ends its element early. */
function inline(script: string): string {
  return script.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
}

/** Only this very script may run, and nothing may be fetched; styles stand in attributes of bars and of the picture. */
function policy(script: string): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}
