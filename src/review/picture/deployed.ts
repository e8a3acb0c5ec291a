import type { ReviewedResource } from "../resources.ts";
import { type DeclaredResource, UNDECLARED } from "../summary.ts";

/** One resource of a state. */
export interface StateEntry {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a state holds, as a picture reads it: nothing changes, and who belongs to whom is told by ids and ARNs alone. */
export function deployedResources(
  entries: readonly StateEntry[],
  { declared, region }: { readonly declared: readonly DeclaredResource[]; readonly region: string },
): ReviewedResource[] {
  const modules = new Map(declared.map(({ address, module }) => [address, module]));
  return entries.map(({ address, type, attributes }) => ({
    address,
    type,
    module: modules.get(address) ?? modules.get(address.replace(/\[[^\]]*\]$/, "")) ?? UNDECLARED,
    region: regionOf(attributes) ?? region,
    change: "none",
    deployed: attributes,
    references: {},
  }));
}

/** What is global (IAM) names no region, and is drawn in the deployment's own. */
function regionOf({ region, arn }: StateEntry["attributes"]): string | undefined {
  if (typeof region === "string" && region !== "") return region;
  return (typeof arn === "string" && arn.split(":")[3]) || undefined;
}
