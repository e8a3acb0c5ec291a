import { slot } from "../../store.ts";

/** A user's long-lived key. */
export interface AccessKey {
  readonly id: string;
  userName: string;
  readonly secret: string;
  readonly created: Date;
  status: "Active" | "Inactive";
  lastUsed?: { readonly at: Date; readonly service: string; readonly region: string };
}

/** The access keys of an account's users, by id. */
export const accessKeysSlot = slot<{ readonly keys: Map<string, AccessKey> }>({
  name: "iam-access-keys",
  scope: "account",
  create: () => ({ keys: new Map() }),
  inventory: ({ keys }) => [...keys.keys()].map((id) => ({ type: "AWS::IAM::AccessKey", id })),
});
