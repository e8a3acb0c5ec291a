import type { Caller, CallerSession } from "../../context.ts";
import { slot } from "../../store.ts";

/** Temporary credentials: whom they make of whoever holds them. */
export interface StsSession {
  readonly token: string;
  readonly caller: Omit<Caller, "accessKeyId" | "signedRegion"> & { readonly session: CallerSession };
}

/** The sessions of an account's roles and users, by access key id. */
export const stsSlot = slot<{ readonly sessions: Map<string, StsSession> }>({
  name: "sts",
  scope: "account",
  create: () => ({ sessions: new Map() }),
  inventory: () => [],
});
