import type { DeclaredConfiguration } from "../findings.ts";
import type { PlanJson, ResourceChange } from "../plan.ts";
import { summarize } from "../summary.ts";
import type { Danger } from "./danger.ts";
import { dangersOf } from "./dangers.ts";

type Values = Readonly<Record<string, unknown>>;

/** For tests: a resource's change as a plan has it; without a side it is created or destroyed. */
export function changed(
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  more: Partial<ResourceChange> & { readonly actions?: readonly string[]; readonly unknown?: Values } = {},
): ResourceChange {
  const { actions = before ? (after ? ["update"] : ["delete"]) : ["create"], unknown = {}, ...rest } = more;
  return {
    address,
    mode: "managed",
    type: address.slice(0, address.indexOf(".")),
    change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown },
    ...rest,
  };
}

/** For tests: something that stays as it is, so that a plan is no removal of everything. */
export const staying: ResourceChange = {
  address: "aws_vpc.stays",
  mode: "managed",
  type: "aws_vpc",
  change: { actions: ["no-op"], before: {}, after: {} },
};

/** For tests: the dangers of a plan of these changes, beside something that stays. */
export function dangersOfChanges(
  changes: readonly ResourceChange[],
  configuration: DeclaredConfiguration = {},
  drift: readonly ResourceChange[] = [],
): Danger[] {
  const plan: PlanJson = { resource_changes: [...changes, staying], resource_drift: drift };
  return dangersOf(summarize(plan, [], configuration), plan, configuration);
}
