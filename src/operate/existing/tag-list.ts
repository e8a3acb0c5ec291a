/** A tag as most services write it, and as KMS does. */
interface AnyTag {
  readonly Key?: string;
  readonly Value?: string;
  readonly TagKey?: string;
  readonly TagValue?: string;
}

/** AWS's list of tags as a record. */
export function tagRecord(tags: readonly AnyTag[] = []): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key, TagKey, Value, TagValue }) => [Key ?? TagKey ?? "", Value ?? TagValue ?? ""]),
  );
}
