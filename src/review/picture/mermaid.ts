import { isGroup } from "./collapse.ts";
import { signs } from "./look.ts";
import type { Picture, PictureBox, PictureLine } from "./picture.ts";

/** More than this in one group is unreadable: the rest is counted. */
const MOST = 12;

/** The picture as Mermaid's text: what is in what as subgraphs, lines but for encryption, which stands in the label of what is encrypted. */
export function mermaidOf(picture: Picture): string {
  const writing = prepared(picture);
  const lines = picture.lines.filter(({ kind }) => kind !== "encryption");
  const body = picture.boxes.flatMap((box) => written(box, writing, "  "));
  const changes = [...new Set(writing.classes.values())].sort();
  return [
    "flowchart TB",
    ...body,
    ...edges(lines, writing),
    ...changes.map((name) => `  classDef ${name} ${classes[name]}`),
    ...changes.map((name) => {
      const members = [...writing.classes].filter(([id, of]) => of === name && writing.drawn.has(id));
      return `  class ${members.map(([id]) => id).join(",")} ${name}`;
    }),
    "",
  ].join("\n");
}

interface Writing {
  readonly ids: ReadonlyMap<string, string>;
  /** Ids of boxes that a line begins or ends at. */
  readonly reached: ReadonlySet<string>;
  /** Titles of keys by the id of what they encrypt. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly parents: ReadonlyMap<string, string>;
  /** What is written so far: Mermaid's ids, and the change of each that has one. */
  readonly drawn: Set<string>;
  readonly classes: Map<string, string>;
}

/** Colours that stand out on both of GitHub's grounds; the word beside them says the same. */
const classes: Readonly<Record<string, string>> = {
  create: "stroke:#1a7f37,stroke-width:3px",
  update: "stroke:#bf8700,stroke-width:3px",
  delete: "stroke:#cf222e,stroke-width:3px",
};

function prepared({ boxes, lines }: Picture): Writing {
  const ids = new Map<string, string>();
  const parents = new Map<string, string>();
  const titles = new Map<string, string>();
  const taken = new Set<string>();
  const visit = (box: PictureBox) => {
    // A prefix keeps clear of Mermaid's own words (`end`, `class`), a number of another box whose id differs in signs alone.
    const plain = `b_${box.id.replace(/[^A-Za-z0-9]+/g, "_")}`;
    let id = plain;
    for (let count = 2; taken.has(id); count++) id = `${plain}_${count}`;
    taken.add(id);
    ids.set(box.id, id);
    titles.set(box.id, box.title);
    for (const child of box.children) {
      parents.set(child.id, box.id);
      visit(child);
    }
  };
  boxes.forEach(visit);
  const keys = new Map<string, string[]>();
  for (const { kind, from, to } of lines)
    if (kind === "encryption") keys.set(to, [...(keys.get(to) ?? []), titles.get(from) ?? from]);
  const reached = new Set(
    lines.filter(({ kind }) => kind !== "encryption").flatMap(({ from, to }) => [from, to]),
  );
  return { ids, reached, keys, parents, drawn: new Set(), classes: new Map() };
}

function written(box: PictureBox, writing: Writing, indent: string): string[] {
  const id = writing.ids.get(box.id) ?? "";
  writing.drawn.add(id);
  const colour = signs[box.change]?.colour;
  if (colour) writing.classes.set(id, colour);
  if (box.children.length === 0) return [`${indent}${id}${shaped(box.kind, label(box, writing))}`];
  if (isGroup(box) && sayTheSame(box, writing)) return listed(box, writing, indent);
  const shown = box.children.length > MOST ? box.children.slice(0, MOST - 1) : box.children;
  const rest = box.children.slice(shown.length);
  return [
    `${indent}subgraph ${id}["${label(box, writing)}"]`,
    ...shown.flatMap((child) => written(child, writing, `${indent}  `)),
    ...(rest.length > 0 ? [`${indent}  ${id}_more["and ${rest.length} more"]`] : []),
    `${indent}end`,
  ];
}

/** No line ends at one of them, and the plan does the same to all: their names are enough. */
const sayTheSame = ({ children }: PictureBox, { reached }: Writing): boolean =>
  children.every(({ id, change }) => !reached.has(id) && change === children[0]?.change);

function listed(box: PictureBox, writing: Writing, indent: string): string[] {
  const id = writing.ids.get(box.id) ?? "";
  const change = box.children[0]?.change ?? "none";
  const colour = signs[change]?.colour;
  if (colour) writing.classes.set(id, colour);
  const names = box.children.slice(0, MOST).map(({ title }) => title);
  const more = box.children.length > MOST ? [`and ${box.children.length - MOST} more`] : [];
  const text = label({ ...box, change, details: [...names, ...more] }, writing);
  return [`${indent}${id}${shaped(box.children[0]?.kind ?? "", text)}`];
}

function label(box: PictureBox, { keys }: Writing): string {
  const encrypted = (keys.get(box.id) ?? []).map((key) => `encrypted with ${key}`);
  const change = signs[box.change]?.word;
  return [box.title, ...box.details, ...encrypted, ...(change ? [`(${change})`] : [])]
    .map(entity)
    .join("<br/>");
}

/**
 * Text in Mermaid's quotes. Every sign that could end the label or mean something to Mermaid, to Markdown or to HTML inside it is
 * written as an entity; what no reader sees is left out.
 */
export function entity(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/g, " ");
  const safe = [...plain].map((sign) =>
    /[\p{L}\p{N} .,:/_()@+=-]/u.test(sign) ? sign : `#${sign.codePointAt(0)};`,
  );
  // At the beginning, `1. ` and `- ` would be a list.
  return safe
    .join("")
    .replace(/^(\s*)(\d+)\.(?=\s|$)/, "$1$2#46;")
    .replace(/^(\s*)([-+])(?=\s|$)/, (_, space, sign) => `${space}#${sign.charCodeAt(0)};`);
}

/** Shapes by kind: a cylinder holds data, a stadium is who acts, a circle is outside. */
function shaped(kind: string, text: string): string {
  const [open, close] = shapes[kind] ?? ["[", "]"];
  return `${open}"${text}"${close}`;
}

const shapes: Readonly<Record<string, readonly [string, string]>> = {
  internet: ["((", "))"],
  bucket: ["[(", ")]"],
  repository: ["[(", ")]"],
  "log-group": ["[(", ")]"],
  role: ["([", "])"],
  key: ["{{", "}}"],
  cluster: ["[[", "]]"],
};

const arrows: Readonly<Record<PictureLine["kind"], string>> = {
  traffic: "==>",
  access: "-->",
  delivery: "-.->",
  encryption: "-.-",
};

/** What a group does not show is meant by the group; a line to what is around itself says nothing. */
function edges(lines: readonly PictureLine[], { ids, parents, drawn }: Writing): string[] {
  const end = (id: string): string | undefined => {
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
      const found = ids.get(at);
      if (found !== undefined && drawn.has(found)) return at;
    }
    return undefined;
  };
  const around = (outer: string, inner: string): boolean => {
    for (let at: string | undefined = inner; at !== undefined; at = parents.get(at))
      if (at === outer) return true;
    return false;
  };
  const written = lines.flatMap(({ from, to, label, kind }) => {
    const [start, target] = [end(from), end(to)];
    if (start === undefined || target === undefined || around(start, target) || around(target, start))
      return [];
    const words = label ? `|"${entity(label)}"|` : "";
    return [`  ${ids.get(start)} ${arrows[kind]}${words} ${ids.get(target)}`];
  });
  return [...new Set(written)];
}
