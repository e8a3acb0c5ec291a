import { z } from "zod";
import { hcl, terraformType } from "./terraform-type.ts";

/** What is said of a variable beside its schema. */
export interface About {
  /** What it decides, in one sentence. */
  readonly description: string;
  /** What values are allowed, in a few words. */
  readonly rule: string;
  /** A value that is allowed. */
  readonly example: unknown;
  /** A default that depends on other settings: what it says, and how it is found. */
  readonly computedDefault?: {
    readonly text: string;
    readonly from: (values: Readonly<Record<string, unknown>>) => unknown;
  };
}

/** A variable as a table shows it. */
export interface VariableDescription extends About {
  readonly name: string;
  /** Terraform's type, e.g. `list(string)`. */
  readonly type: string;
  readonly required: boolean;
  /** The default as HCL text or in words; `undefined` when the variable is required. */
  readonly default?: string;
}

const registry = z.registry<About>();

/** Joins a schema with what is said about it, so that both stand in one place. */
export function variable<S extends z.ZodType>(schema: S, about: About): S {
  registry.add(schema, about);
  return schema;
}

export function aboutOf(schema: z.ZodType): About {
  const about = registry.get(schema);
  if (!about) throw new Error("A variable is declared without `variable()`.");
  return about;
}

export function described(name: string, schema: z.ZodType): VariableDescription {
  const about = aboutOf(schema);
  const ownDefault = schema.safeParse(undefined);
  const required = !ownDefault.success && !about.computedDefault;
  const text = about.computedDefault?.text ?? (ownDefault.success ? hcl(ownDefault.data) : undefined);
  return { ...about, name, type: terraformType(schema), required, default: text };
}
