import type { z } from "zod";

/** How Terraform writes the type of a variable, e.g. `list(string)` or `object({ desired_size = number })`. */
export function terraformType(schema: z.ZodType): string {
  const inner = unwrapped(schema);
  const { def } = inner;
  switch (def.type) {
    case "boolean":
      return "bool";
    case "number":
      return "number";
    case "array":
      return `list(${terraformType(elementOf(inner))})`;
    case "record":
      return "map(string)";
    case "object": {
      const attributes = Object.entries(shapeOf(inner)).map(([name, attribute]) => {
        const type = terraformType(attribute);
        return `${name} = ${isOptional(attribute) ? `optional(${type})` : type}`;
      });
      return `object({ ${attributes.join(", ")} })`;
    }
    default:
      return "string";
  }
}

/**
 * A value as Terraform would convert it to the variable's type: `"3"` to a number, `"true"` to a bool, a number or bool to a string,
 * inside lists and objects too. What Terraform could not convert is returned as it is, for the schema to refuse.
 */
export function converted(schema: z.ZodType, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const inner = unwrapped(schema);
  switch (inner.def.type) {
    case "number":
      return typeof value === "string" && isNumeral(value) ? Number(value) : value;
    case "boolean":
      if (value === "true" || value === "1") return true;
      return value === "false" || value === "0" ? false : value;
    case "string":
    case "enum":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "array":
      return Array.isArray(value) ? value.map((element) => converted(elementOf(inner), element)) : value;
    case "object":
      return isRecord(value) ? convertedAttributes(shapeOf(inner), value) : value;
    default:
      return value;
  }
}

/** A value as HCL text, on one line: `["a", "b"]`, `{ min_size = 1 }`, `null`. */
export function hcl(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `[${value.map(hcl).join(", ")}]`;
  if (isRecord(value)) {
    const attributes = Object.entries(value).map(
      ([name, attribute]) => `${hclKey(name)} = ${hcl(attribute)}`,
    );
    return attributes.length === 0 ? "{}" : `{ ${attributes.join(", ")} }`;
  }
  return JSON.stringify(value);
}

function hclKey(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
}

/** The schema under its default, optional and nullable wrappings. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const { def } = schema as z.ZodType & { def: { type: string; innerType?: z.ZodType } };
  const wraps = def.type === "default" || def.type === "optional" || def.type === "nullable";
  return wraps && def.innerType ? unwrapped(def.innerType) : schema;
}

/** The attributes of an object schema. */
export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  return (schema as z.ZodObject).shape as Record<string, z.ZodType>;
}

function elementOf(schema: z.ZodType): z.ZodType {
  return (schema as z.ZodArray<z.ZodType>).element;
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

function convertedAttributes(shape: Readonly<Record<string, z.ZodType>>, value: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(value).map(([name, attribute]) => {
      // A name such as valueOf is inherited by every object.
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return [name, schema ? converted(schema, attribute) : attribute];
    }),
  );
}

function isNumeral(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
