/** What a flowchart's text says. */
export interface Flowchart {
  readonly nodes: readonly { id: string; shape: string; label: string; within: readonly string[] }[];
  readonly subgraphs: readonly { id: string; label: string }[];
  readonly edges: readonly { from: string; to: string; arrow: string; label?: string }[];
  readonly classes: Readonly<Record<string, readonly string[]>>;
}

const closing: Readonly<Record<string, string>> = {
  "[": "]",
  "[(": ")]",
  "[[": "]]",
  "((": "))",
  "([": "])",
  "{{": "}}",
};

/**
 * Reads the part of Mermaid's flowchart grammar that we write: one statement a line, every label in quotes.
 * @throws Error on anything else
 */
export function flowchart(text: string): Flowchart {
  const [first, ...lines] = text.trimEnd().split("\n");
  if (first !== "flowchart TB") throw new Error(`not a flowchart: ${first}`);
  const chart = {
    nodes: [] as Flowchart["nodes"][number][],
    subgraphs: [] as Flowchart["subgraphs"][number][],
  };
  const edges: Flowchart["edges"][number][] = [];
  const classes: Record<string, string[]> = {};
  const defined = new Set<string>();
  const within: string[] = [];
  const statements: [RegExp, (match: string[]) => void][] = [
    [
      /^subgraph (b_\w+)\["([^"\n]*)"\]$/,
      ([, id = "", label = ""]) => {
        chart.subgraphs.push({ id, label });
        within.push(label);
      },
    ],
    [
      /^end$/,
      () => {
        if (within.pop() === undefined) throw new Error("an end too many");
      },
    ],
    [
      /^(b_\w+)(\[\(|\[\[|\(\(|\(\[|\{\{|\[)"([^"\n]*)"(.+)$/,
      ([, id = "", shape = "", label = "", close]) => {
        if (closing[shape] !== close) throw new Error(`${shape} closed with ${close}`);
        chart.nodes.push({ id, shape, label, within: [...within] });
      },
    ],
    [
      /^(b_\w+) (==>|-->|-\.->)(?:\|"([^"\n]*)"\|)? (b_\w+)$/,
      ([, from = "", arrow = "", label, to = ""]) => {
        edges.push({ from, to, arrow, ...(label === undefined ? {} : { label }) });
      },
    ],
    [/^classDef (\w+) [\w:#,. -]+$/, ([, name = ""]) => defined.add(name)],
    [
      /^class (b_\w+(?:,b_\w+)*) (\w+)$/,
      ([, ids = "", name = ""]) => {
        if (!defined.has(name)) throw new Error(`class ${name} is not defined`);
        classes[name] = ids.split(",");
      },
    ],
  ];
  for (const line of lines) {
    const found = statements.find(([pattern]) => pattern.test(line.trim()));
    if (!found) throw new Error(`not understood: ${line}`);
    found[1](found[0].exec(line.trim()) ?? []);
  }
  if (within.length > 0) throw new Error(`left open: ${within.join(", ")}`);
  return { ...chart, edges, classes };
}
