/**
 * A text that is the same for what means the same to AWS: one value or a list of it, in whatever order, and principals `*` as such or as
 * `{"AWS": "*"}`.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = value.map(canonical).sort();
    return parts.length === 1 ? (parts[0] as string) : `[${parts.join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`)
    .sort();
  const text = `{${parts.join(",")}}`;
  return text === '{"AWS":"*"}' ? '"*"' : text;
}
