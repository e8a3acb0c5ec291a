import type { NormalizedSchema } from "@smithy/core/schema";
import { kindOf, membersOf } from "../protocols/scalar.ts";
import type { Constraint, Constraints } from "./constraints.ts";
import type { PathPart, Problem, Rule } from "./problem.ts";
import { numberTests, sizeTests, type Test, textTests } from "./rules.ts";

/** Adds to `problems` whatever breaks a rule; `path` leads to the value, and is as it was afterwards. */
type Check = (value: unknown, path: PathPart[], problems: Problem[]) => void;

/** Finds all that is wrong with inputs of a service; each shape is compiled with its first value. */
export type Checker = (input: NormalizedSchema, value: unknown) => readonly Problem[];

const none: readonly Problem[] = [];
const required: Rule = { kind: "required" };

export function checker(constraints: Constraints): Checker {
  const scope: Scope = { constraints, compiled: new WeakMap() };
  return (input, value) => {
    if (!input.isStructSchema()) return none;
    const problems: Problem[] = [];
    structCheck(input, scope)(value, [], problems);
    return problems;
  };
}

/** One service's constraints, and the structs that are compiled already: they may contain themselves. */
interface Scope {
  readonly constraints: Constraints;
  readonly compiled: WeakMap<object, Check>;
}

function structCheck(schema: NormalizedSchema, scope: Scope): Check {
  const key = schema.getSchema() as object;
  const known = scope.compiled.get(key);
  if (known) return known;
  const made = compileStruct(schema, scope);
  scope.compiled.set(key, made);
  return made;
}

function compileStruct(schema: NormalizedSchema, scope: Scope): Check {
  const { structs } = scope.constraints;
  const named = structs[schema.getName() ?? ""] ?? {};
  const inEvery = structs["*"] ?? {};
  const needed = requiredCount(schema);
  const members = membersOf(schema)
    .map(([name, member], i) => ({
      name,
      needed: i < needed,
      sensitive: Boolean(member.getMergedTraits().sensitive),
      check: checkOf(member, named[name] ?? inEvery[name], scope),
    }))
    .filter((member) => member.needed || member.check);
  return (value, path, problems) => {
    if (typeof value !== "object" || value === null) return;
    for (const { name, needed, sensitive, check } of members) {
      const inner = (value as Record<string, unknown>)[name];
      if (inner !== undefined && inner !== null) {
        if (!check) continue;
        path.push(name);
        check(inner, path, problems);
        path.pop();
      } else if (needed)
        problems.push({ path: [...path, name], rule: required, value: undefined, sensitive });
    }
  };
}

function checkOf(schema: NormalizedSchema, shape: string | undefined, scope: Scope): Check | undefined {
  const constraint = shapeOf(shape, scope);
  switch (kindOf(schema)) {
    case "struct":
      // Compiled with its first value: a struct may contain itself.
      return (value, path, problems) => structCheck(schema, scope)(value, path, problems);
    case "list":
      return both(
        ownCheck(
          schema,
          shape,
          sizeTests(constraint, ({ length }: unknown[]) => length),
        ),
        itemsCheck(schema, constraint, scope),
      );
    case "map":
      return both(
        ownCheck(
          schema,
          shape,
          sizeTests(constraint, (map: object) => Object.keys(map).length),
        ),
        entriesCheck(schema, constraint, scope),
      );
    case "blob":
      return ownCheck(
        schema,
        shape,
        sizeTests(constraint, ({ byteLength }: Uint8Array) => byteLength),
      );
    default:
      return ownCheck(schema, shape, scalarTests(schema, constraint));
  }
}

function shapeOf(name: string | undefined, { constraints: { shapes } }: Scope): Constraint {
  return shapes[name ?? ""] ?? {};
}

/** Items that are structs are looked into; simple ones are refused together, as AWS does. */
function itemsCheck(schema: NormalizedSchema, { item }: Constraint, scope: Scope): Check | undefined {
  const inner = schema.getValueSchema();
  const kind = kindOf(inner);
  if (kind !== "struct" && kind !== "list" && kind !== "map")
    return partsCheck(schema, item, "item", scalarTests(inner, shapeOf(item, scope)), (list) =>
      (list as unknown[]).map((value, i) => [i + 1, value]),
    );
  const check = checkOf(inner, item, scope);
  if (!check) return undefined;
  return (list, path, problems) => {
    (list as unknown[]).forEach((value, i) => {
      path.push(i + 1);
      check(value, path, problems);
      path.pop();
    });
  };
}

function entriesCheck(schema: NormalizedSchema, { key, value }: Constraint, scope: Scope): Check | undefined {
  const inner = schema.getValueSchema();
  const keys = partsCheck(schema, key, "key", textTests(shapeOf(key, scope)), (map) =>
    Object.keys(map as object).map((name) => [{ key: name }, name]),
  );
  const values =
    kindOf(inner) === "struct"
      ? eachValue((entry, path, problems) => structCheck(inner, scope)(entry, path, problems))
      : partsCheck(schema, value, "value", scalarTests(inner, shapeOf(value, scope)), (map) =>
          Object.entries(map as object).map(([name, entry]) => [{ key: name }, entry]),
        );
  return both(keys, values);
}

/** The SDK's schemas name the required members first, and say how many those are. */
function requiredCount(schema: NormalizedSchema): number {
  return (schema.getSchema() as unknown as { 6?: number })[6] ?? 0;
}

function scalarTests(schema: NormalizedSchema, constraint: Constraint): Test[] {
  const kind = kindOf(schema);
  if (kind === "number") return numberTests(constraint);
  return kind === "string" ? textTests(constraint) : [];
}

function ownCheck(schema: NormalizedSchema, shape: string | undefined, tests: Test[]): Check | undefined {
  if (tests.length === 0) return undefined;
  const sensitive = Boolean(schema.getMergedTraits().sensitive);
  return (value, path, problems) => {
    for (const { rule, keeps } of tests)
      if (!keeps(value as never)) problems.push({ path: [...path], rule, value, shape, sensitive });
  };
}

/** Refuses a whole list or map for the first part of it that breaks a rule. */
function partsCheck(
  schema: NormalizedSchema,
  shape: string | undefined,
  kind: "item" | "key" | "value",
  tests: Test[],
  partsOf: (value: unknown) => [PathPart, unknown][],
): Check | undefined {
  if (tests.length === 0) return undefined;
  const rules = tests.map(({ rule }) => rule);
  const sensitive = Boolean(schema.getMergedTraits().sensitive);
  return (value, path, problems) => {
    for (const [at, part] of partsOf(value)) {
      const test = tests.find(({ keeps }) => !keeps(part as never));
      if (!test) continue;
      const broken = { rule: test.rule, at, value: part };
      problems.push({ path: [...path], rule: { kind, rules, broken }, value, shape, sensitive });
      return;
    }
  };
}

function eachValue(check: Check): Check {
  return (map, path, problems) => {
    for (const [key, value] of Object.entries(map as object)) {
      path.push({ key });
      check(value, path, problems);
      path.pop();
    }
  };
}

function both(first: Check | undefined, second: Check | undefined): Check | undefined {
  if (!first || !second) return first ?? second;
  return (value, path, problems) => {
    first(value, path, problems);
    second(value, path, problems);
  };
}
