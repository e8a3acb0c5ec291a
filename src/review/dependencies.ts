import type { DeclaredConfiguration } from "./findings.ts";
import { mentioned } from "./references.ts";

/** Which resources each resource waits for: addresses by address, in the order of declaration. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** What depends on what, as Terraform will see it: references in expressions, and `depends_on`. */
export function dependencies({ resource = {} }: DeclaredConfiguration): Dependencies {
  const all = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => [`${type}.${name}`, attributes] as const),
  );
  const addresses = new Set<string>(all.map(([address]) => address));
  return new Map(
    all.map(([address, { depends_on: explicit, ...attributes }]) => {
      const used = new Set<string>([...mentioned(attributes), ...[explicit ?? []].flat().map(String)]);
      used.delete(address);
      return [address, new Set([...used].filter((one) => addresses.has(one)))] as const;
    }),
  );
}
