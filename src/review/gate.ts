import { REASONS } from "./dangers/plainly.ts";
import type { PlannedChange, PlanSummary } from "./summary.ts";

/** Something that a plan deletes or replaces, and that must not be lost by accident. */
export interface Loss {
  readonly address: string;
  readonly type: string;
  readonly action: "delete" | "replace";
  /** What goes with it: `every object and version in the bucket`. */
  readonly lost: string;
  /** Why Terraform wants it: `bucket changes, and AWS cannot change that in place`. */
  readonly why: string;
  /** An earlier apply left it unfinished, or somebody marked it so. */
  readonly tainted: boolean;
}

/** Every loss of a plan, in the plan's order; `guarded` are Terraform's types with what goes with each. */
export function lossesOf({ modules }: PlanSummary, guarded: Readonly<Record<string, string>>): Loss[] {
  return modules
    .flatMap(({ changes }) => changes)
    .flatMap((change): Loss[] => {
      const { address, type, action, reason } = change;
      const lost = guarded[type];
      if (lost === undefined || (action !== "delete" && action !== "replace")) return [];
      const tainted = reason === "replace_because_tainted";
      return [{ address, type, action, lost, why: whyOf(change), tainted }];
    });
}

function whyOf({ deposed, reason = "", forcedBy }: PlannedChange): string {
  if (deposed) return "an earlier replacement left it behind";
  if (forcedBy.length > 0)
    return `${forcedBy.join(", ")} ${forcedBy.length === 1 ? "changes" : "change"}, which cannot be done in place`;
  return REASONS[reason] ?? "Terraform does not say why";
}

/** What of `named` (addresses that may be lost) the plan and the declaration do not know. */
export function unknownAmong(
  named: readonly string[],
  { modules }: PlanSummary,
  declared: readonly { readonly address: string }[],
): string[] {
  const known = new Set(
    [...modules.flatMap(({ changes }) => changes), ...declared].map(({ address }) => address),
  );
  return named.filter((address) => !known.has(address));
}
