/**
 * The line of each top-level attribute of an HCL body (`name = …`), by name; lines count from one.
 * Needed because the HCL parser gives values without positions. Expects text that parses.
 */
export function attributeLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let depth = 0;
  let line = 1;
  let at = 0;
  let atLineStart = true;
  while (at < text.length) {
    const skipped = depth === 0 && atLineStart ? attributeAt(text, at) : undefined;
    if (skipped) {
      if (!lines.has(skipped.name)) lines.set(skipped.name, line);
      at = skipped.end;
      atLineStart = false;
      continue;
    }
    const end = endOfOpaque(text, at);
    const piece = text.slice(at, end);
    if (piece === "\n") atLineStart = true;
    else if (!isBlank(piece) && !isComment(piece)) atLineStart = false;
    if (piece.length === 1) depth += depthChange(piece);
    line += countNewlines(piece);
    // A heredoc and a line comment end with their newline, so that the next attribute starts a line again.
    if (piece.length > 1 && piece.endsWith("\n")) atLineStart = true;
    at = end;
  }
  return lines;
}

function attributeAt(text: string, at: number): { name: string; end: number } | undefined {
  const attribute = /([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*=(?![=>])/uy;
  attribute.lastIndex = at;
  const match = attribute.exec(text);
  return match?.[1] ? { name: match[1], end: attribute.lastIndex } : undefined;
}

/** End of the string, heredoc or comment that starts at `at`, or of the single character that is there. */
function endOfOpaque(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest[0] === '"') return endOfString(text, at);
  if (rest[0] === "#" || rest === "//") return endOfLine(text, at);
  if (rest === "/*") return endAfter(text, "*/", at + 2);
  if (rest === "<<") return endOfHeredoc(text, at);
  return at + 1;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text[at] === '"') return at + 1;
    else if ((text[at] === "$" || text[at] === "%") && text[at + 1] === "{" && text[at - 1] !== text[at])
      at = endOfTemplate(text, at + 2);
    else at += 1;
  }
  return text.length;
}

function endOfTemplate(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    const end = endOfOpaque(text, at);
    if (end === at + 1) depth += text[at] === "{" ? 1 : text[at] === "}" ? -1 : 0;
    at = end;
  }
  return at;
}

function endOfHeredoc(text: string, start: number): number {
  const opening = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
  opening.lastIndex = start;
  const match = opening.exec(text);
  if (!match) return start + 1;
  const closing = new RegExp(`^[ \\t]*${match[1]}[ \\t]*\\r?$`, "gmu");
  closing.lastIndex = opening.lastIndex;
  return closing.exec(text) ? endOfLine(text, closing.lastIndex) : text.length;
}

function endOfLine(text: string, at: number): number {
  return endAfter(text, "\n", at);
}

function endAfter(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index + mark.length;
}

function depthChange(character: string): number {
  if ("{[(".includes(character)) return 1;
  return "}])".includes(character) ? -1 : 0;
}

function isBlank(piece: string): boolean {
  return piece.trim() === "";
}

function isComment(piece: string): boolean {
  return piece.startsWith("/*") || piece.startsWith("//") || piece.startsWith("#");
}

function countNewlines(piece: string): number {
  return piece.split("\n").length - 1;
}
