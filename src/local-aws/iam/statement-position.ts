/** A place in a policy's text as IAM's simulator counts: lines from 1; the column is the one after the character's, from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where a statement begins and ends: at its braces. */
export interface StatementPosition {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/**
 * Where a statement, counted from 0, stands in a policy's text; undefined when there is none.
 * In the AWS CLI's example of `simulate-custom-policy` the brace that is character 37 of its line is said to be at column 38, and
 * the closing one, character 166, at column 167.
 */
export function positionOf(documentText: string, statementIndex: number): StatementPosition | undefined {
  const braces = [...statementBraces(documentText)][statementIndex];
  return (
    braces && {
      start: textPosition(documentText, braces.open),
      end: textPosition(documentText, braces.close),
    }
  );
}

/** The braces of each element of the document's `Statement`, which is a statement or a list of them. */
function* statementBraces(text: string): Generator<{ open: number; close: number }> {
  let depth = 0;
  let isStatement = false;
  let open = -1;
  let openDepth = 0;
  let lastText = "";
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === ":" && depth === 1) isStatement = lastText === '"Statement"';
    else if (token === "{" || token === "[") {
      depth++;
      if (token === "{" && isStatement && open < 0 && depth <= 3) {
        open = index;
        openDepth = depth;
      }
    } else if (token === "}" || token === "]") {
      if (open >= 0 && depth === openDepth) {
        yield { open, close: index };
        open = -1;
      }
      depth--;
    } else lastText = token;
  }
}

function textPosition(text: string, index: number): TextPosition {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: index - lineStart + 2 };
}
