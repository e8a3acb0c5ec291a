/**
 * The part of Terraform's plan JSON (`terraform show -json PLAN`, format 1.x) that a review reads. Declared here, structurally:
 * a review is a function of this JSON, whoever produced it.
 */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What changed outside Terraform since the last apply, as found while refreshing. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, ValueChange>>;
}

export interface ResourceChange {
  readonly address: string;
  /** Set when the resource moved here from another address. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name?: string;
  /** Key of an object that an earlier replacement could not delete. */
  readonly deposed?: string;
  readonly change: ValueChange;
  /** Why Terraform chose this action, e.g. `replace_because_cannot_update`. */
  readonly action_reason?: string;
}

/** One of Terraform's action lists (`["update"]`): two entries mean a replacement, in the order in which it happens. */
export type PlanActions = readonly string[];

export interface ValueChange {
  readonly actions: PlanActions;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Same shape as `after`, with `true` where the value is only known after the apply. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths whose change forces the replacement, e.g. `[["cidr_block"]]`. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}
