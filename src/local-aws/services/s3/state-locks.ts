import type { Store } from "../../store.ts";
import { s3Slot } from "./state.ts";

/** A lock that a Terraform run holds on its state, as Terraform wrote it into the `.tflock` object beside the state. */
export interface StateLock {
  readonly bucket: string;
  readonly key: string;
  readonly id?: string;
  readonly operation?: string;
  /** `user@host`. */
  readonly who?: string;
  readonly created?: string;
}

/** Every state lock that is held right now, over all buckets. */
export function stateLocks(store: Store): StateLock[] {
  const { buckets } = store.state(s3Slot, "", "");
  return [...buckets.values()].flatMap((bucket) =>
    [...bucket.objects].flatMap(([key, [newest]]) =>
      key.endsWith(".tflock") && newest && !newest.deleteMarker
        ? [{ bucket: bucket.name, key, ...lockInfo(newest.body) }]
        : [],
    ),
  );
}

function lockInfo(body: Uint8Array): Pick<StateLock, "id" | "operation" | "who" | "created"> {
  try {
    const { ID, Operation, Who, Created } = JSON.parse(new TextDecoder().decode(body));
    return { id: ID, operation: Operation, who: Who, created: Created };
  } catch {
    return {};
  }
}
