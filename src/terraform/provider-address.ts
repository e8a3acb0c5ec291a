import type { EngineProduct } from "./engine.ts";

/** Where a provider comes from: `registry.terraform.io/hashicorp/aws`. */
export interface ProviderAddress {
  readonly host: string;
  readonly namespace: string;
  readonly type: string;
}

/** The registry that each engine means when a source names none. */
export const DEFAULT_REGISTRY: Readonly<Record<EngineProduct, string>> = {
  terraform: "registry.terraform.io",
  tofu: "registry.opentofu.org",
};

/** The full address of a source as `required_providers` writes it: `aws`, `hashicorp/aws` or `host/hashicorp/aws`. */
export function providerAddress(source: string, product: EngineProduct): ProviderAddress {
  const parts = source.split("/");
  const type = parts.at(-1) ?? source;
  return { host: parts.at(-3) ?? DEFAULT_REGISTRY[product], namespace: parts.at(-2) ?? "hashicorp", type };
}

export function formatAddress({ host, namespace, type }: ProviderAddress): string {
  return `${host}/${namespace}/${type}`;
}
