import { type Html, html } from "../html.ts";
import type { PageData } from "../page-data.ts";
import { ACTIONS, SIGNS } from "../words.ts";
import type { ChangeList } from "./change-list.ts";
import { element } from "./data.ts";

/** Resources of one box that are named; a box of log groups may stand for hundreds. */
const NAMED = 10;

/** A drag ends with a click as well: only a pointer that moved less than this meant one, in pixels. */
const STILL = 4;

interface Context {
  readonly data: PageData;
  readonly changes: ChangeList;
}

/** Boxes say what they are when they are pointed at or walked to; entering one shows its changes alone. */
export function enableBoxes(svg: SVGSVGElement, context: Context): void {
  const boxes = [...svg.querySelectorAll<SVGGElement>("g.box")].filter((box) => addressesOf(box).length > 0);
  for (const [index, box] of boxes.entries()) {
    // What holds other boxes may not be a button to assistive technology; it can be entered all the same.
    const leaf = box.querySelector("g.box") === null;
    box.setAttribute("role", leaf ? "button" : "group");
    box.setAttribute("aria-label", leaf ? textOf(box) : titleOf(box));
    box.setAttribute("tabindex", index === 0 ? "0" : "-1");
  }
  let pressed = { x: 0, y: 0 };
  const boxAt = (target: EventTarget | null) =>
    target instanceof Element ? boxes.find((box) => box === target.closest("g.box")) : undefined;
  svg.addEventListener("pointerover", ({ target }) => describe(boxAt(target), context));
  svg.addEventListener("focusin", ({ target }) => describe(boxAt(target), context));
  svg.addEventListener("pointerleave", forget);
  svg.addEventListener("focusout", forget);
  svg.addEventListener("pointerdown", ({ clientX, clientY }) => {
    pressed = { x: clientX, y: clientY };
  });
  svg.addEventListener("click", ({ target, clientX, clientY }) => {
    if (Math.hypot(clientX - pressed.x, clientY - pressed.y) < STILL) enter(boxAt(target), context);
  });
  svg.addEventListener("keydown", (event) => {
    const box = boxAt(event.target);
    if (!box) return;
    const next = neighbour(boxes, box, event.key);
    if (!next && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (next) walk(box, next);
    else enter(box, context);
  });
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function neighbour(boxes: readonly SVGGElement[], box: SVGGElement, key: string): SVGGElement | undefined {
  if (key === "Home") return boxes[0];
  if (key === "End") return boxes.at(-1);
  const step = STEPS[key];
  return step === undefined
    ? undefined
    : boxes[Math.min(boxes.length - 1, Math.max(0, boxes.indexOf(box) + step))];
}

/** One stop for the Tab key: the box that was walked to last. */
function walk(from: SVGGElement, to: SVGGElement): void {
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

function enter(box: SVGGElement | undefined, { changes }: Context): void {
  if (!box) return;
  const changed = addressesOf(box).filter((address) => changes.find(address));
  if (changed.length > 0) changes.showOnly(changed, titleOf(box));
}

function describe(box: SVGGElement | undefined, context: Context): void {
  if (!box) return;
  forget();
  box.classList.add("described");
  element("about-box").innerHTML = description(box, context).text;
}

function forget(): void {
  for (const other of document.querySelectorAll("g.box.described")) other.classList.remove("described");
  element("about-box").textContent = "";
}

function description(box: SVGGElement, { data, changes }: Context): Html {
  const addresses = addressesOf(box);
  const changed = addresses.flatMap((address) => changes.find(address) ?? []);
  const found = addresses.flatMap((address) => data.findings[address] ?? []);
  const rest = addresses.length - changed.length;
  return html`<p><strong>${titleOf(box)}</strong></p>
<ul class="plain">${changed
    .slice(0, NAMED)
    .map(
      ({ change: { action, address } }) =>
        html`<li><span class="sign ${action}">${SIGNS[action]}</span> <code class="address">${address}</code> <span class="muted">${ACTIONS[action]}</span></li>`,
    )}${changed.length > NAMED && html`<li>and ${changed.length - NAMED} more</li>`}${
    rest > 0 &&
    html`<li class="muted">${changed.length === 0 ? "nothing of it changes" : `${rest} unchanged`}</li>`
  }</ul>
${found.length > 0 && html`<ul class="plain">${found.map(({ title, severity }) => html`<li><span class="tag ${severity}">${severity}</span> ${title}</li>`)}</ul>`}`;
}

function addressesOf({ dataset }: SVGGElement): string[] {
  return (dataset.addresses ?? "").split(" ").filter(Boolean);
}

/** All that is written in a box. */
function textOf(box: SVGGElement): string {
  return [...box.querySelectorAll("text")].map(({ textContent }) => textContent?.trim()).join(" ");
}

function titleOf(box: SVGGElement): string {
  return box.querySelector(":scope > title")?.textContent ?? box.dataset.id ?? "";
}
