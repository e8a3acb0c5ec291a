import type { Review } from "../../review.ts";
import { Html, html } from "../html.ts";
import { section } from "./section.ts";

/** The picture, drawn already; with the page's script it can be zoomed, and its boxes say what they hold. */
export function pictureSection({ picture }: Review): Html {
  return section(
    "picture",
    "What it looks like",
    html`<div class="toolbar script" role="group" aria-label="Zoom the picture">
<button type="button" data-zoom="in" aria-label="Zoom in">+</button>
<button type="button" data-zoom="out" aria-label="Zoom out">−</button>
<button type="button" data-zoom="fit">Whole picture</button>
<span class="muted hint">Drag or use the arrow keys to move, Ctrl and the wheel or + and − to zoom. Enter a box to see its changes.</span>
</div>
<div class="drawing">
<div id="drawing">${new Html(picture)}</div>
<div id="about-box" class="about-box script" role="status" aria-live="polite"><p class="muted">Point at a box, or walk through them with Tab and the arrow keys, to read what it is.</p></div>
</div>`,
  );
}
