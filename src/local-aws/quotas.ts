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
  const [nearest] = [...names].sort((a, b) => distance(name, a) - distance(name, b));
  const meant = nearest && distance(name, nearest) <= 1 + name.length / 3 ? `; is it "${nearest}"?` : ".";
  return `There is no quota "${name}"${meant}`;
}

/** How many letters to put in, take out or change to make one text the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries())
      next.push(
        Math.min(
          (row[j] as number) + (letter === other ? 0 : 1),
          (row[j + 1] as number) + 1,
          (next[j] as number) + 1,
        ),
      );
    row = next;
  }
  return row[to.length] as number;
}
