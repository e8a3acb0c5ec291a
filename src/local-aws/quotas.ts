import { nearest } from "./faults/problem.ts";
import { quotas } from "./quota-table.ts";

export type QuotaName = keyof typeof quotas;

/** Values that differ from AWS's defaults. */
export type QuotaOverrides = Readonly<Partial<Record<QuotaName, number>>>;

export function quotaOf(name: QuotaName, overrides: QuotaOverrides): number {
  return overrides[name] ?? quotas[name].value;
}

/** Reads `<name>=<value>` pairs. @throws Error with a line for each one that is none, and the name that was probably meant */
export function parseQuotas(pairs: readonly string[]): QuotaOverrides {
  const wrong = pairs.flatMap((pair) => whyNot(pair) ?? []);
  if (wrong.length > 0)
    throw new Error(
      [...wrong, `Expected <name>=<whole number>, with a name of: ${names.join(", ")}.`].join("\n"),
    );
  return Object.fromEntries(pairs.map((pair) => [nameIn(pair), Number(pair.slice(nameIn(pair).length + 1))]));
}

const names = Object.keys(quotas) as readonly QuotaName[];

function nameIn(pair: string): string {
  return pair.split("=", 1)[0] as string;
}

function whyNot(pair: string): string | undefined {
  const name = nameIn(pair);
  const known = Object.hasOwn(quotas, name);
  if (known && /^\d+$/.test(pair.slice(name.length + 1))) return undefined;
  if (known) return `The quota "${pair}" has no whole number behind "${name}=".`;
  const meant = nearest(name, names);
  return `There is no quota "${name}"${meant ? `; is it "${meant}"?` : "."}`;
}
