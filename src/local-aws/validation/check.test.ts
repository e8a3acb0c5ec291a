import type { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf, membersOf } from "../protocols/scalar.ts";
import { keyOf } from "../service.ts";
import { services } from "../services/index.ts";
import { type Checker, checker } from "./check.ts";
import { type Constraint, type Constraints, constraints } from "./constraints.ts";
import type { PathPart, Problem } from "./problem.ts";

/** A place in an input with what breaks a rule there: an edit of an input that was good. */
interface Flaw {
  readonly path: readonly PathPart[];
  readonly kind: Problem["rule"]["kind"];
  readonly value: unknown;
}

interface Sample {
  readonly input: unknown;
  readonly flaws: readonly Flaw[];
}

/** Texts that keep, and break, the patterns of the services' models. */
const candidates = [
  ..."aA1/*",
  "ab-c",
  "abc",
  "a/b",
  "/a/",
  "v1",
  "data-bucket",
  "arn:aws:iam::123456789012:role/abcdefgh",
  "123456789012",
  "alias/a",
  "sha256:abcdef0123456789",
  "a".repeat(40),
  "\u0001",
  "é ?",
  "",
];

function textOf({ min = 0, max = 1e6, pattern, enum: values }: Constraint): string[] {
  if (values) return [...values];
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, "u");
  const sized = candidates.flatMap((text) => [
    text,
    text.repeat(Math.max(1, Math.ceil(min / Math.max(1, text.length)))),
  ]);
  return sized.filter((text) => text.length >= min && text.length <= max && (whole?.test(text) ?? true));
}

function textFlaws({ min, max, pattern, enum: values }: Constraint, path: readonly PathPart[]): Flaw[] {
  const flaws: Flaw[] = [];
  if (min) flaws.push({ path, kind: "min", value: "a".repeat(min - 1) });
  if (max !== undefined && max < 1e5) flaws.push({ path, kind: "max", value: "a".repeat(max + 1) });
  if (values) flaws.push({ path, kind: "enum", value: "no such value" });
  const whole = pattern && new RegExp(`^(?:${pattern})$`, "u");
  const broken = whole && candidates.find((text) => text.length > 0 && !whole.test(text));
  if (broken) flaws.push({ path, kind: "pattern", value: broken });
  return flaws;
}

/** Makes good inputs of a shape, choosing by `seed`, and lists how each of their values could be broken. */
function sampler({ structs, shapes }: Constraints, seed: () => number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(seed() * from.length)] as T;

  const struct = (schema: NormalizedSchema, path: PathPart[], depth: number): Sample => {
    const needed = (schema.getSchema() as unknown as { 6?: number })[6] ?? 0;
    const flaws: Flaw[] = [];
    const input: Record<string, unknown> = {};
    membersOf(schema).forEach(([name, member], i) => {
      if (i >= needed && (depth > 3 || seed() < 0.4)) return;
      const made = value(member, structs[schema.getName() ?? ""]?.[name], [...path, name], depth + 1);
      if (made.input === undefined) return;
      input[name] = made.input;
      flaws.push(...made.flaws);
      if (i < needed) flaws.push({ path: [...path, name], kind: "required", value: undefined });
    });
    return { input, flaws };
  };

  const value = (
    schema: NormalizedSchema,
    shape: string | undefined,
    path: PathPart[],
    depth: number,
  ): Sample => {
    const constraint = shapes[shape ?? ""] ?? {};
    const { min = 0, max, item, key, value: entry } = constraint;
    switch (kindOf(schema)) {
      case "struct":
        return struct(schema, path, depth);
      case "list": {
        const items = Array.from({ length: Math.max(1, min) }, (_, i) =>
          value(schema.getValueSchema(), item, [...path, i + 1], depth + 1),
        );
        const flaws = items.flatMap(({ flaws }) => flaws.map((flaw) => upTo(flaw, path, schema)));
        if (max !== undefined && max < 1000)
          flaws.push({ path, kind: "max", value: Array.from({ length: max + 1 }, () => items[0]?.input) });
        if (min > 0) flaws.push({ path, kind: "min", value: [] });
        return { input: items.map(({ input }) => input), flaws };
      }
      case "map": {
        const name = pick(textOf(shapes[key ?? ""] ?? {}).filter((text) => text !== ""));
        const inner = value(schema.getValueSchema(), entry, [...path, { key: name }], depth + 1);
        const flaws = min > 0 ? [{ path, kind: "min" as const, value: {} }] : [];
        return { input: { [name]: inner.input }, flaws };
      }
      case "number": {
        const flaws: Flaw[] = constraint.min === undefined ? [] : [{ path, kind: "min", value: min - 1 }];
        if (max !== undefined) flaws.push({ path, kind: "max", value: max + 1 });
        return { input: constraint.min ?? max ?? 1, flaws };
      }
      case "boolean":
        return { input: true, flaws: [] };
      case "blob":
        return { input: new Uint8Array(Math.max(1, min)), flaws: [] };
      case "timestamp":
        return { input: new Date(0), flaws: [] };
      case "string": {
        const texts = textOf(constraint);
        expect(texts, `no text for ${shape}`).not.toEqual([]);
        return { input: pick(texts), flaws: textFlaws(constraint, path) };
      }
      default:
        return { input: undefined, flaws: [] };
    }
  };

  return (schema: NormalizedSchema) => struct(schema, [], 0);
}

/** A flaw of a simple item is its list's. */
function upTo(flaw: Flaw, list: readonly PathPart[], schema: NormalizedSchema): Flaw {
  const kind = kindOf(schema.getValueSchema());
  if (kind === "struct" || kind === "list" || kind === "map" || flaw.path.length !== list.length + 1)
    return flaw;
  return { ...flaw, kind: "item" };
}

/** The input with one value replaced. */
function flawed(input: unknown, [part, ...rest]: readonly PathPart[], value: unknown): unknown {
  if (part === undefined) return value;
  if (typeof part === "number")
    return (input as unknown[]).map((item, i) => (i === part - 1 ? flawed(item, rest, value) : item));
  const name = typeof part === "string" ? part : part.key;
  const struct = input as Record<string, unknown>;
  return { ...struct, [name]: flawed(struct[name], rest, value) };
}

function named(problems: readonly Problem[], { path, kind }: Flaw): boolean {
  const at = kind === "item" ? path.slice(0, -1) : path;
  return problems.some((one) => one.rule.kind === kind && JSON.stringify(one.path) === JSON.stringify(at));
}

describe.each(services.map((service) => [keyOf(service), service] as const))("%s", (name, service) => {
  let check: Checker;
  let model: Constraints;

  const load = async () => {
    model = await modelOf(name);
    check = checker(model);
  };

  it("takes what keeps all rules, and names the one that is broken", async () => {
    await load();
    const operations = service.operations.filter(({ input }) => input.isStructSchema());
    fc.assert(
      fc.property(
        fc.constantFrom(...operations),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (operation, numbers) => {
          const sample = sampler(model, () => numbers.next().value as number)(operation.input);
          expect(check(operation.input, sample.input)).toEqual([]);
          for (const flaw of sample.flaws) {
            const problems = check(operation.input, flawed(sample.input, flaw.path, flaw.value));
            if (!named(problems, flaw)) expect.fail(`${operation.name}: ${JSON.stringify(flaw)}`);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe("A constraint", () => {
  it("is of a struct that an operation takes, and of one of its members", async () => {
    for (const service of services) {
      const { operations, signingName } = service;
      const { structs, shapes } = await modelOf(keyOf(service));
      const reached = new Map<string, Set<string>>();
      for (const { input } of operations) reach(input, reached);
      for (const [struct, members] of Object.entries(structs))
        for (const [member, shape] of Object.entries(members)) {
          expect([...(reached.get(struct) ?? [])], `${signingName} ${struct}`).toContain(member);
          expect(Object.keys(shapes)).toContain(shape);
        }
    }
  });
});

async function modelOf(key: string): Promise<Constraints> {
  const file = await constraints[key]?.();
  return file?.default as Constraints;
}

function reach(schema: NormalizedSchema, reached: Map<string, Set<string>>): void {
  const kind = kindOf(schema);
  if (kind === "list" || kind === "map") reach(schema.getValueSchema(), reached);
  const name = schema.getName() ?? "";
  if (kind !== "struct" || reached.has(name)) return;
  const members = membersOf(schema);
  reached.set(name, new Set(members.map(([member]) => member)));
  for (const [, member] of members) reach(member, reached);
}
