import type { Context } from "../../context.ts";
import type { Kind } from "./kind.ts";
import { ec2Slot, type Tagged } from "./state.ts";

/**
 * Makes a thing once per client token: who repeats a request whose answer got lost finds what the first one made.
 */
export function once<T extends Tagged>(
  ctx: Context,
  operation: string,
  token: string | undefined,
  kind: Kind<T>,
  make: () => T,
): T {
  const state = ctx.state(ec2Slot);
  const key = `${operation} ${token}`;
  const known = token ? kind.records(state).get(state.clientTokens.get(key) ?? "") : undefined;
  if (known) return known;
  const made = make();
  if (token) state.clientTokens.set(key, String(made[kind.idMember]));
  return made;
}
