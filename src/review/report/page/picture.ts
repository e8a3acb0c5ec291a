import type { PageData } from "../page-data.ts";
import { moved, type Size, type View, viewBox, zoomed } from "../viewport.ts";
import { enableBoxes } from "./boxes.ts";
import type { ChangeList } from "./change-list.ts";

const STEP = 1.4;

/** Lets the picture be zoomed and moved, with buttons, wheel, pointer and keyboard; its boxes say what they hold. */
export function enablePicture(data: PageData, changes: ChangeList): void {
  const drawing = document.getElementById("drawing");
  const svg = drawing?.querySelector("svg");
  if (!drawing || !svg) return;
  // An image has no parts that one could walk through.
  svg.setAttribute("role", "group");
  const { x, y, width, height } = svg.viewBox.baseVal;
  const size: Size = { x, y, width, height };
  let view: View = { x, y, scale: 1 };
  const look = (next: View) => {
    view = next;
    svg.setAttribute("viewBox", viewBox(view, size));
    drawing.classList.toggle("zoomed", view.scale > 1);
  };
  const zoom = (factor: number, at?: { x: number; y: number }) => look(zoomed(view, size, factor, at));
  const move = (by: { x: number; y: number }) => look(moved(view, size, by));
  const fit = () => look({ x, y, scale: 1 });
  const actions: Readonly<Record<string, () => void>> = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    fit,
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    "0": fit,
  };
  for (const button of document.querySelectorAll<HTMLElement>("[data-zoom]"))
    button.addEventListener("click", () => actions[button.dataset.zoom ?? ""]?.());
  enableKeys(drawing, actions, move);
  enablePointer(drawing, zoom, move);
  enableBoxes(svg, { data, changes });
}

type Move = (by: { x: number; y: number }) => void;

const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -0.1, y: 0 },
  ArrowRight: { x: 0.1, y: 0 },
  ArrowUp: { x: 0, y: -0.1 },
  ArrowDown: { x: 0, y: 0.1 },
};

function enableKeys(drawing: HTMLElement, actions: Readonly<Record<string, () => void>>, move: Move): void {
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute(
    "aria-label",
    "The picture: plus and minus zoom, 0 shows all of it, arrow keys move it",
  );
  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    const arrow = event.target === drawing ? ARROWS[event.key] : undefined;
    if (!action && !arrow) return;
    event.preventDefault();
    if (arrow) move(arrow);
    else action?.();
  });
}

function enablePointer(
  drawing: HTMLElement,
  zoom: (factor: number, at: { x: number; y: number }) => void,
  move: Move,
): void {
  drawing.addEventListener(
    "wheel",
    (event) => {
      // Without Ctrl the wheel scrolls the page, as everywhere.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top, width, height } = drawing.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), {
        x: (event.clientX - left) / width,
        y: (event.clientY - top) / height,
      });
    },
    { passive: false },
  );
  drawing.addEventListener("pointermove", (event) => {
    if (event.buttons !== 1 || !drawing.classList.contains("zoomed")) return;
    const { width, height } = drawing.getBoundingClientRect();
    move({ x: -event.movementX / width, y: -event.movementY / height });
  });
}
