import type { Finding } from "../findings.ts";
import type { ReviewedResource } from "../resources.ts";
import type { ChangeAction } from "../summary.ts";
import { boxesOf } from "./boxes.ts";
import { drawn } from "./draw.ts";
import { linesOf } from "./lines.ts";
import { ownership } from "./ownership.ts";
import { relationsOf } from "./relations.ts";

export { mermaidOf } from "./mermaid.ts";

/** A box of the picture: something that exists, or a place that things are in. */
export interface PictureBox {
  /** Unique in a picture and stable between runs, e.g. `aws_subnet.private_a` or `zone-a`. */
  readonly id: string;
  /** What it is, which decides its looks: `region`, `vpc`, `zone`, `public-subnet`, `cluster`, `node-group`, `bucket`, `role`, … */
  readonly kind: string;
  readonly title: string;
  /** Smaller lines below, e.g. `10.0.0.0/18`. */
  readonly details: readonly string[];
  /** The resources that it stands for: itself, and its settings (a bucket's policy, encryption, versioning). */
  readonly addresses: readonly string[];
  /** What the plan does to the thing itself; an `update` where it only touches its settings. */
  readonly change: ChangeAction | "none";
  readonly children: readonly PictureBox[];
  /** Ids of the subnets that it reaches over: it is drawn across their zones. */
  readonly across?: readonly string[];
}

/** Who reaches or uses what. */
export interface PictureLine {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly kind: "traffic" | "access" | "delivery" | "encryption";
}

export interface Picture {
  readonly title: string;
  readonly boxes: readonly PictureBox[];
  readonly lines: readonly PictureLine[];
}

/** What to draw: read from resources, whether declared, planned or deployed. Every one of them is in exactly one box's `addresses`. */
export function pictureOf(resources: readonly ReviewedResource[], title: string): Picture {
  const relations = relationsOf(resources);
  const owners = ownership(resources, relations);
  const boxes = boxesOf(resources, relations, owners);
  return { title, boxes, lines: linesOf(resources, relations, owners, boxes) };
}

export interface DrawOptions {
  /** `auto` follows the reader's setting (`prefers-color-scheme`), and `[data-theme]` of a page around it. @default "auto" */
  readonly theme?: "auto" | "light" | "dark";
  /** Findings are marked on the boxes of their resources. @default none */
  readonly findings?: readonly Finding[];
}

/**
 * The picture as SVG text. Every box is a `<g class="box" data-id data-kind data-change data-addresses="a b c">` with a `<title>`;
 * every line a `<g class="line" data-from data-to data-kind>`, so that a page can add to it.
 */
export async function drawPicture(picture: Picture, options: DrawOptions = {}): Promise<string> {
  return drawn(picture, options);
}
