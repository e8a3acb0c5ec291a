import type { AttributeChange } from "../attributes.ts";
import type { Danger } from "../dangers/danger.ts";
import type { Finding } from "../findings.ts";
import type { ReviewedResource } from "../resources.ts";
import type { CostBasis, Review } from "../review.ts";
import type { ChangeAction } from "../summary.ts";
import { type MadeAssumption, madeAssumptions } from "./assumptions.ts";

/** What the page's script reads: too much to stand in the page as markup, so it travels compressed. */
export interface PageData {
  readonly environment: string;
  /** In the order of declaration, module by module. */
  readonly changes: readonly PageChange[];
  readonly dangers: readonly Danger[];
  /** Findings that are not accepted, by address. */
  readonly findings: Readonly<Record<string, readonly Finding[]>>;
  readonly resources: readonly ReviewedResource[];
  readonly costBasis: CostBasis;
  readonly made: readonly MadeAssumption[];
  /** US dollars a month, with the assumptions as they are. */
  readonly total: number;
}

/** One changed resource with everything that a reader may open. */
export interface PageChange {
  readonly address: string;
  readonly module: string;
  readonly action: ChangeAction;
  readonly path?: string;
  readonly previousAddress?: string;
  readonly createBeforeDestroy?: boolean;
  readonly reason?: string;
  readonly attributes: readonly AttributeChange[];
}

/** The part of a review that the page's script works with. */
export function pageData(review: Review): PageData {
  const { environment, summary, dangers, security, resources, cost, costBasis } = review;
  return {
    environment,
    changes: summary.modules.flatMap(({ module, changes }) =>
      changes.map(({ address, action, path, previousAddress, createBeforeDestroy, reason, attributes }) => ({
        address,
        module,
        action,
        path,
        previousAddress,
        createBeforeDestroy,
        reason,
        attributes: review.attributes[address] ?? attributes,
      })),
    ),
    dangers,
    findings: byAddress(security.findings.filter(({ verdict }) => verdict !== "accepted")),
    // What goes costs nothing afterwards, and its values stand among the changes.
    resources: resources.filter(({ change }) => change !== "delete"),
    costBasis,
    made: madeAssumptions(cost.usage),
    total: cost.total,
  };
}

function byAddress(findings: readonly Finding[]): Record<string, Finding[]> {
  const found: Record<string, Finding[]> = {};
  for (const finding of findings) {
    const list = found[finding.address] ?? [];
    list.push(finding);
    found[finding.address] = list;
  }
  return found;
}
