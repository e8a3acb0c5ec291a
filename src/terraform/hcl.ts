/** One thing that the HCL parser refuses; lines and columns count from one. */
export interface HclProblem {
  readonly line: number;
  readonly column: number;
  /** What kind of mistake, in a few words. */
  readonly summary: string;
  readonly detail: string;
}

export type ParsedHcl =
  | { readonly body: Readonly<Record<string, unknown>>; readonly problems?: undefined }
  | { readonly problems: readonly HclProblem[]; readonly body?: undefined };

const NAME = "body-to-parse";

/**
 * Parses an HCL body into plain data. Expressions other than literals come back as `${…}` text; see `literal`.
 * The parser is Go compiled to WebAssembly and takes a tenth of a second to load, so it is loaded only when there is something to parse.
 */
export async function parseHcl(text: string): Promise<ParsedHcl> {
  const { default: hcl } = await import("@cdktn/hcl2json");
  try {
    return { body: await hcl.parse(NAME, text) };
  } catch (error) {
    return { problems: problemsOf(error instanceof Error ? error.message : String(error)) };
  }
}

/**
 * A parsed value with its escapes (`$${`, `%%{`) resolved, or the first reference, call or template in it:
 * values of variables have to be literals.
 */
export function literal(value: unknown): { value: unknown } | { expression: string } {
  const expressions: string[] = [];
  const resolved = resolveEscapes(value, expressions);
  const [expression] = expressions;
  return expression === undefined ? { value: resolved } : { expression };
}

function resolveEscapes(value: unknown, expressions: string[]): unknown {
  if (typeof value === "string") {
    const template = /(?<![$])\$\{|(?<!%)%\{/.exec(value);
    if (template) expressions.push(/^\$\{(.*)\}$/s.exec(value)?.[1] ?? value);
    return value.replaceAll("$${", "${").replaceAll("%%{", "%{");
  }
  if (Array.isArray(value)) return value.map((element) => resolveEscapes(element, expressions));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [
      resolveEscapes(key, expressions) as string,
      resolveEscapes(element, expressions),
    ]),
  );
}

/** What the parser says of a problem, its references to other places under the name of the file that it read. */
export function saidOf({ summary, detail }: HclProblem, file: string): string {
  const said = [summary, detail].filter(Boolean).join(". ");
  return said.replace(new RegExp(`${NAME}:(\\d+)(?:,\\d+)?(?:-\\d+(?:,\\d+)?)?`, "g"), `${file}:$1`);
}

/** The parser reports `parse config: [NAME:1,5-2,1: Summary; Detail. NAME:2,2-3: …]`, one entry per problem. */
function problemsOf(message: string): HclProblem[] {
  const entry = new RegExp(`${NAME}:(\\d+),(\\d+)(?:-[\\d,]+)?: `, "g");
  const marks = [...message.matchAll(entry)];
  if (marks.length === 0)
    return [{ line: 1, column: 1, summary: "The text does not parse", detail: message }];
  return marks.map((mark, index) => {
    const end = marks[index + 1]?.index ?? message.length;
    const text = message.slice(mark.index + mark[0].length, end).replace(/[\]\s]+$/, "");
    const [summary = text, ...detail] = text.split("; ");
    return { line: Number(mark[1]), column: Number(mark[2]), summary, detail: detail.join("; ") };
  });
}
