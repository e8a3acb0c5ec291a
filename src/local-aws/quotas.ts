/** How many of something AWS lets an account have until it asks for more. */
export interface Quota {
  /** AWS's code in Service Quotas, such as `L-F678F1CE`. */
  readonly code: string;
  readonly title: string;
  readonly value: number;
  readonly adjustable: boolean;
  readonly source: string;
}

const guide = "Service Quotas and the services' user guides, read November 2026";

/** AWS's defaults, by the names under which `--quota <name>=<value>` changes them. */
export const quotas = {
  "vpc:vpcs": {
    code: "L-F678F1CE",
    title: "VPCs per Region",
    value: 5,
    adjustable: true,
    source: guide,
  },
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaName = keyof typeof quotas;

/** Values that differ from AWS's defaults. */
export type QuotaOverrides = Readonly<Partial<Record<QuotaName, number>>>;

export function quotaOf(name: QuotaName, overrides: QuotaOverrides): number {
  return overrides[name] ?? quotas[name].value;
}

/** Reads `<name>=<value>` pairs. @throws Error that names every one that is none */
export function parseQuotas(pairs: readonly string[]): QuotaOverrides {
  const wrong = pairs.filter(
    (pair) => !/^[^=]+=\d+$/.test(pair) || !((pair.split("=")[0] as string) in quotas),
  );
  if (wrong.length > 0)
    throw new Error(
      `Not a quota: ${wrong.join(", ")}. Expected <name>=<whole number>, with a name of: ${Object.keys(quotas).join(", ")}.`,
    );
  return Object.fromEntries(
    pairs.map((pair) => pair.split("=")).map(([name, value]) => [name, Number(value)]),
  );
}
