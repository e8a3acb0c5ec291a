import type { ReviewedResource } from "../resources.ts";
import { UNDECLARED } from "../summary.ts";

/** One resource of a state. */
export interface StateEntry {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * What a state holds, as a picture reads it: nothing changes, and who belongs to whom is told by ids and ARNs alone. What is still declared
 * stands in the declaration's order, and in its region where no value names one.
 */
export function deployedResources(
  entries: readonly StateEntry[],
  { declared, region }: { readonly declared: readonly ReviewedResource[]; readonly region: string },
): ReviewedResource[] {
  const known = new Map(declared.map((resource, index) => [resource.address, { resource, index }]));
  const origin = (address: string) => known.get(address) ?? known.get(address.replace(/\[[^\]]*\]$/, ""));
  const place = (address: string) => origin(address)?.index ?? declared.length;
  return entries
    .toSorted((a, b) => place(a.address) - place(b.address))
    .map(({ address, type, attributes }) => ({
      address,
      type,
      module: origin(address)?.resource.module ?? UNDECLARED,
      region: regionOf(attributes) ?? origin(address)?.resource.region ?? region,
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
