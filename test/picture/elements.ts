/** An element of an SVG text. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly classes: readonly string[];
  /** Its first child is a title. */
  readonly titled: boolean;
}

/**
 * Every element in its order: a small and strict reader of XML.
 * @throws Error when it is not well-formed: tags that do not match, attributes without quotes, signs that must be escaped
 */
export function elements(xml: string): SvgElement[] {
  const found: SvgElement[] = [];
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
  let at = 0;
  while (at < xml.length) {
    const next = xml.indexOf("<", at);
    const text = xml.slice(at, next === -1 ? undefined : next);
    // Style is text, too: its `>` is no end of a tag.
    if (/&(?!amp;|lt;|gt;|quot;)/.test(text)) throw new Error(`not escaped: ${text}`);
    if (next === -1) break;
    tag.lastIndex = next;
    const match = tag.exec(xml);
    if (!match) throw new Error(`not well-formed: ${xml.slice(next, next + 80)}`);
    const [whole, closing, name = "", attributes = "", empty] = match;
    at = next + whole.length;
    if (closing) {
      const expected = open.pop();
      if (expected !== name) throw new Error(`</${name}> closes <${expected}>`);
      continue;
    }
    const values = Object.fromEntries(
      [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value ?? ""]),
    );
    found.push({
      name,
      attributes: values,
      classes: values.class?.split(" ") ?? [],
      titled: xml.startsWith("<title>", at),
    });
    if (!empty) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(", ")}`);
  return found;
}
