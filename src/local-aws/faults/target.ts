import { createHash } from "node:crypto";

/**
 * What a request is about, in words that are the same in every run: generated ids, tokens, dates and contents are left out,
 * and the order of lists and members does not count. Short inputs stand as they are; long ones end in a digest.
 */
export function targetOf(region: string, input: unknown): string {
  const text = `${region} ${canonical(input)}`;
  if (text.length <= longest) return text;
  const digest = createHash("sha1").update(text).digest("hex").slice(0, 10);
  return `${text.slice(0, longest)}…#${digest}`;
}

const longest = 100;

/** Members that differ from run to run by their purpose. */
const volatileMembers =
  /^(client(request)?token|idempotencytoken|callerreference|next(token|marker)|marker|continuationtoken|uploadid|sequencetoken|body|content(md5|length)|checksum\w*)$/i;

/** Parts of values that are made anew in every run, and what they are called here. */
const volatileValues: readonly (readonly [RegExp, string])[] = [
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, "uuid"],
  // Ids of EC2 and suffixes of names: at least one digit, or words such as `facade` would go.
  [/-(?=[a-f]*\d)[\da-f]{8,32}\b/g, "-*"],
  // Terraform's own: a date to the tenth of a millisecond, and a counter.
  [/\d{16,18}[\da-f]{8}\b/g, "*"],
  [/\b(AROA|AIDA|AKIA|ASIA|AIPA|ANPA)[A-Z\d]{12,17}\b/g, "$1*"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?/g, "time"],
  [/\b[\dA-F]{32,64}\b/gi, "*"],
];

function canonical(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(steady(value));
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Date) return "time";
  if (ArrayBuffer.isView(value)) return "bytes";
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !volatileMembers.test(name))
    .map(([name, member]) => `${steady(name)}:${canonical(member)}`);
  return `{${members.sort().join(",")}}`;
}

function steady(text: string): string {
  return volatileValues.reduce((kept, [pattern, name]) => kept.replace(pattern, name), text);
}
