import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { kindOf, membersOf } from "../protocols/scalar.ts";
import { type TagError, type TagRules, tagRules } from "./tag-rules.ts";

type Tag = readonly [key: string, value: string];

/** Reads the tags out of an input, one array for each resource. */
type TagReader = (input: unknown) => Tag[][];

interface TagCheck {
  readonly rules: TagRules;
  readonly read: TagReader;
}

/** By operation; undefined where an operation takes no tags. */
const checks = new WeakMap<Operation, TagCheck | undefined>();

/** @throws ServiceError for the first tag that the service does not allow, in its words */
export function checkTags(service: string, operation: Operation, input: unknown): void {
  if (operation.readOnly) return;
  if (!checks.has(operation)) checks.set(operation, tagCheck(service, operation));
  const check = checks.get(operation);
  for (const tags of check?.read(input) ?? []) mustBeAllowed(tags, (check as TagCheck).rules);
}

function tagCheck(service: string, { name, input }: Operation): TagCheck | undefined {
  const rules = tagRules[service]?.find(({ operations }) => operations?.test(name) ?? true);
  const read = rules && tagReader(input, rules);
  return rules && read && { rules, read };
}

function mustBeAllowed(tags: readonly Tag[], rules: TagRules): void {
  const { anyCase, reserved, repeated, tooMany, key: badKey, value: badValue } = rules;
  const keys = new Set<string>();
  for (const tag of tags) {
    const [key, value] = tag;
    if (/^aws:/i.test(key)) throw refused(reserved, tag);
    if (badKey && (key === "" || key.length > 128)) throw refused(badKey, tag);
    if (badValue && value.length > 256) throw refused(badValue, tag);
    const same = anyCase ? key.toLowerCase() : key;
    if (repeated && keys.has(same)) throw refused(repeated, tag);
    keys.add(same);
  }
  if (tooMany && tags.length > tooMany.most) throw refused(tooMany, ["", ""]);
}

function refused({ code, message }: TagError, [key, value]: Tag): ServiceError {
  return new ServiceError(
    code,
    message.replace(/\{(key|value)\}/, (_, part) => (part === "key" ? key : value)),
  );
}

/** Tags stand in members called so, at whatever depth; those of filters say what is looked for. */
function tagReader(schema: NormalizedSchema, rules: TagRules, depth = 0): TagReader | undefined {
  if (!schema.isStructSchema() || depth > 4) return undefined;
  const readers = membersOf(schema).flatMap(([name, member]): TagReader[] => {
    if (/filter/i.test(name) || /AndOperator$/.test(schema.getName() ?? "")) return [];
    const read = memberReader(name, member, rules, depth);
    return read ? [(input) => readMember(input, name, read)] : [];
  });
  return readers.length > 0 ? (input) => readers.flatMap((read) => read(input)) : undefined;
}

function readMember(input: unknown, name: string, read: TagReader): Tag[][] {
  const inner = (input as Record<string, unknown> | undefined)?.[name];
  return inner === undefined || inner === null ? [] : read(inner);
}

function memberReader(
  name: string,
  member: NormalizedSchema,
  rules: TagRules,
  depth: number,
): TagReader | undefined {
  const holdsTags = /^(Tags|tags|TagSet|TagsList)$/.test(name);
  switch (kindOf(member)) {
    case "map":
      return holdsTags && !rules.members
        ? (map) => [Object.entries(map as object).map(([key, value]): Tag => [key, String(value)])]
        : undefined;
    case "list": {
      const { members } = rules;
      if (holdsTags && members) return (list) => [(list as object[]).map((tag) => asTag(tag, members))];
      const inner = tagReader(member.getValueSchema(), rules, depth + 1);
      return inner && ((list) => (list as unknown[]).flatMap(inner));
    }
    case "string":
      return name === "Tagging" && rules.header ? headerReader(rules.header) : undefined;
    default:
      return tagReader(member, rules, depth + 1);
  }
}

/** S3's header: an object's tags as a query string. */
function headerReader(malformed: TagError): TagReader {
  return (text) => {
    const tags = [...new URLSearchParams(String(text))];
    const keys = new Set(tags.map(([key]) => key));
    if (keys.size < tags.length) throw refused(malformed, ["", ""]);
    return [tags];
  };
}

function asTag(tag: object, [key, value]: readonly [string, string]): Tag {
  const members = tag as Record<string, string | undefined>;
  return [members[key] ?? "", members[value] ?? ""];
}
