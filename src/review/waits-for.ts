import type { AttributeChange } from "./attributes.ts";
import { mentioned } from "./references.ts";
import type { Attributes } from "./rules/rule.ts";

/**
 * Says of each unknown value which changing resources make it known: those that its declaration refers to. A value that nothing declares
 * is AWS's own and waits for nobody.
 */
export function explained(
  attributes: readonly AttributeChange[],
  declared: Attributes | undefined,
  changing: ReadonlySet<string>,
): AttributeChange[] {
  return attributes.map((attribute) => {
    if (!attribute.unknown || !declared) return attribute;
    const found = mentioned(declaredAt(declared, attribute.path)).filter((one) => changing.has(one));
    return found.length > 0 ? { ...attribute, waitsFor: [...new Set(found)] } : attribute;
  });
}

/** What is declared at a path (`launch_template[0].version`), or where the declaration ends on the way there. */
function declaredAt(declared: Attributes, path: string): unknown {
  let value: unknown = declared;
  for (const step of path.match(/[\w-]+/g) ?? []) {
    if (typeof value === "string") return value;
    if (Array.isArray(value))
      value = /^\d+$/.test(step) ? value[Number(step)] : (value[0] as Attributes)?.[step];
    // A single block is written as an object, where the plan has a list of one.
    else if (typeof value === "object" && value !== null) {
      if (step === "0" && !(step in value)) continue;
      value = (value as Attributes)[step];
    } else return undefined;
  }
  return value;
}
