import type { Review } from "../../review.ts";
import { Html, html } from "../html.ts";
import { section } from "./section.ts";

/** A larger picture would be most of the page, and nobody could read it there. */
const LARGEST = 400_000;

/** The picture, drawn already; with the page's script it can be zoomed, and its boxes say what they hold. */
export function pictureSection({ picture, environment }: Review): Html {
  if (picture.length > LARGEST)
    return section(
      "picture",
      "What it looks like",
      html`<p class="lead">The picture of so many resources is too large for this page: <code>infra diagram ${environment}</code> writes it to a file of its own.</p>`,
    );
  return section(
    "picture",
    "What it looks like",
    html`<div class="toolbar script" role="group" aria-label="Zoom the picture">
<button type="button" data-zoom="in" aria-label="Zoom in">+</button>
<button type="button" data-zoom="out" aria-label="Zoom out">−</button>
<button type="button" data-zoom="fit">Whole picture</button>
<span class="muted hint">Point at a box to read what it is, click it to see its changes. Drag or arrow keys move, Ctrl and the wheel or + and − zoom.</span>
</div>
<div class="drawing">
<div id="drawing">${new Html(picture)}</div>
<div id="about-box" class="about-box script" role="status" aria-live="polite"></div>
</div>`,
  );
}
