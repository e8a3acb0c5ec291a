import type { InventoryItem } from "../../store.ts";
import { everyKind } from "./resource-kinds.ts";
import type { Ec2State, Tagged } from "./state.ts";

/** What a user would find: records that AWS keeps by itself are left out. */
export function inventory(state: Ec2State): InventoryItem[] {
  return everyKind.flatMap((one) =>
    [...one.records(state)]
      .filter(([, record]) => !one.kept?.(record))
      .map(([id, record]) => ({
        type: one.cloudFormation,
        id,
        ...(isMadeByAws(record) ? { madeByAws: true } : {}),
      })),
  );
}

/** EKS marks what it makes with its own tags; requesters' interfaces say so themselves. */
function isMadeByAws(record: Tagged & { readonly RequesterManaged?: boolean }): boolean {
  return Boolean(
    record.RequesterManaged ||
      record.Tags?.some(({ Key = "" }) => /^(aws:)?eks:(eni:owner|cluster-name)$/.test(Key)),
  );
}
