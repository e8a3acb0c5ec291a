/**
 * Wildcards stand for themselves in a policy's text, but not in what a variable brings in: a bucket called `*` is one bucket.
 * So a pattern holds them as characters that IAM lets no document contain.
 */
const many = "\u0001";
const one = "\u0002";
const manyOfSegment = "\u0003";
const oneOfSegment = "\u0004";

/** Text in which wildcards are marked; everything else means itself. */
export type Pattern = string;

/** How a stretch of a policy's text becomes one of a pattern. */
export type Encoding = (text: string, colonsBefore: number) => Pattern;

/** Every character means itself. */
export const literal: Encoding = (text) => text;

/** `*` and `?` reach over every character, as in actions and `StringLike`. */
export const wild: Encoding = (text) => text.replaceAll("*", many).replaceAll("?", one);

/** `*` and `?` stay within one of the first five fields of an ARN, and reach over `:` and `/` in its sixth. */
export const wildArn: Encoding = (text, colonsBefore) => {
  if (!/[*?]/.test(text)) return text;
  let colons = colonsBefore;
  let pattern = "";
  for (const character of text) {
    if (character === ":") colons++;
    if (character === "*") pattern += colons < 5 ? manyOfSegment : many;
    else if (character === "?") pattern += colons < 5 ? oneOfSegment : one;
    else pattern += character;
  }
  return pattern;
};

/** Asks of one text after the other whether it fits. */
export type TextMatcher = (text: string) => boolean;

/** A matcher that does no more than the pattern needs: most have no wildcard, or one at the end. */
export function matcherOf(pattern: Pattern): TextMatcher {
  if (pattern === many) return () => true;
  const first = pattern.search(anyWildcard);
  if (first < 0) return (text) => text === pattern;
  const prefix = pattern.slice(0, first);
  if (pattern[first] === many && first === pattern.length - 1) return (text) => text.startsWith(prefix);
  return (text) => text.startsWith(prefix) && matches(pattern, text);
}

/**
 * Whether a text fits a pattern. Upon a mismatch only the last star grows: whatever an earlier one could reach, the last one can too,
 * also where stars end at colons, since the colons of pattern and text have to meet.
 */
export function matches(pattern: Pattern, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let grown = 0;
  while (t < text.length) {
    const expected = pattern[p];
    if (expected === many || expected === manyOfSegment) {
      star = p++;
      grown = t;
    } else if (p < pattern.length && fits(expected, text[t])) {
      p++;
      t++;
    } else if (star >= 0 && (pattern[star] === many || text[grown] !== ":")) {
      p = star + 1;
      t = ++grown;
    } else return false;
  }
  while (pattern[p] === many || pattern[p] === manyOfSegment) p++;
  return p === pattern.length;
}

function fits(expected: string | undefined, character: string | undefined): boolean {
  return expected === character || expected === one || (expected === oneOfSegment && character !== ":");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the marks of wildcards
const anyWildcard = /[\u0001-\u0004]/;
