import type { Danger } from "./danger.ts";
import type { ResourcePlan } from "./resource-plan.ts";

/** What a rule says of a change. */
export interface Told extends Pick<Danger, "kind" | "what"> {
  readonly advice?: Danger["advice"];
  readonly statements?: Danger["statements"];
  readonly level?: Danger["level"];
  readonly refused?: Danger["refused"];
  /** @default true for `access` */
  readonly opens?: boolean;
}

/** One thing that changes can do to somebody. */
export interface DangerRule {
  /** Kebab-case; in `--json` and the page. */
  readonly id: string;
  /** Terraform's types, or every type. */
  readonly types: readonly string[] | "all";
  /** What this change does, or nothing. It is only asked of what the plan changes, and of no part whose owner comes or goes with it. */
  readonly check: (resource: ResourcePlan) => Told | undefined;
}
