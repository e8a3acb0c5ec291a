import type { Picture, PictureBox } from "../../review/picture/picture.ts";
import type { DiagramRequest } from "../diagramming.ts";
import type { Look } from "../paint.ts";
import { plural } from "./text.ts";

/** How much a picture shows. */
export interface DiagramSize {
  readonly resources: number;
  readonly boxes: number;
  readonly lines: number;
}

/** The words above the picture: `dev on the embedded AWS, as planned`. */
export function diagramTitle(environment: string, from: DiagramRequest["from"], place?: string): string {
  const how = { plan: "as planned", state: "as deployed", declaration: "as declared" }[from];
  return `${environment}${place ? ` on ${place}` : ""}, ${how}`;
}

/** Counts what a picture shows; places that only hold others (a region, a zone, a group) are no boxes of their own. */
export function sizeOf({ boxes, lines }: Picture): DiagramSize {
  const all = boxes.flatMap(withChildren);
  return {
    resources: all.reduce((sum, { addresses }) => sum + addresses.length, 0),
    boxes: all.filter(({ addresses }) => addresses.length > 0).length,
    lines: lines.length,
  };
}

const withChildren = (box: PictureBox): PictureBox[] => [box, ...box.children.flatMap(withChildren)];

/** Where the diagram is, and what it shows. */
export function renderDrawn(file: string, { resources, boxes, lines }: DiagramSize, { paint }: Look): string {
  const shown = `${plural(resources, "resource")} in ${plural(boxes, "box", "boxes")}, ${plural(lines, "line")}`;
  return `Written to ${paint("bold", file)}: ${shown}.`;
}
