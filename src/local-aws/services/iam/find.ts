import type { Context } from "../../context.ts";
import { awsManagedPolicy } from "./aws-managed-policy.ts";
import { iamState } from "./entities.ts";
import type { Entity, ManagedPolicy, Role, User } from "./state.ts";

/** What other services ask IAM: they know ARNs, and a role may be another account's. */

/** The role of this ARN, in whichever account it is. */
export function findRole(ctx: Context, arn: string): Role | undefined {
  const { account, name } = partsOf(arn, "role");
  const role = account ? iamState(accountOf(ctx, account)).roles.get(name.toLowerCase()) : undefined;
  return role?.arn === arn ? role : undefined;
}

/** The user of this ARN, in whichever account it is. */
export function findUser(ctx: Context, arn: string): User | undefined {
  const { account, name } = partsOf(arn, "user");
  const user = account ? iamState(accountOf(ctx, account)).users.get(name.toLowerCase()) : undefined;
  return user?.arn === arn ? user : undefined;
}

/** A managed policy, AWS's or the account's own. */
export function findPolicy(ctx: Context, arn: string): ManagedPolicy | undefined {
  return awsManagedPolicy(arn) ?? iamState(ctx).policies.get(arn);
}

/** One policy that speaks for an entity. */
export interface EntityPolicy {
  readonly name: string;
  /** Of a managed policy; an inline one has none. */
  readonly arn?: string;
  /** JSON text. */
  readonly document: string;
}

/** Every identity policy of a role: inline ones, then attached ones in their default versions. Its boundary is not among them. */
export function rolePolicies(ctx: Context, role: Role): EntityPolicy[] {
  return entityPolicies(accountOf(ctx, role.arn.slice(13, 25)), role);
}

/** Every identity policy of a user: its own, then its groups'. Its boundary is not among them. */
export function userPolicies(ctx: Context, user: User): EntityPolicy[] {
  const there = accountOf(ctx, user.arn.slice(13, 25));
  const groups = [...iamState(there).groups.values()].filter(({ users }) => users.has(user.name));
  return [user, ...groups].flatMap((entity) => entityPolicies(there, entity));
}

function entityPolicies(ctx: Context, { inline, attached }: Entity): EntityPolicy[] {
  const own = [...inline].map(([name, document]) => ({ name, document }));
  const managed = [...attached].flatMap((arn) => {
    const policy = findPolicy(ctx, arn);
    return policy ? [{ name: policy.name, arn, document: defaultDocument(policy) }] : [];
  });
  return [...own, ...managed];
}

/** The document that is in force. */
export function defaultDocument({ versions, defaultVersion }: ManagedPolicy): string {
  return versions.get(defaultVersion)?.document ?? "";
}

/** Account and name out of an ARN of this kind; no account when it is none. */
function partsOf(arn: string, kind: "role" | "user"): { account?: string; name: string } {
  if (!arn.startsWith("arn:aws:iam::") || !arn.startsWith(`:${kind}/`, 25)) return { name: "" };
  return { account: arn.slice(13, 25), name: arn.slice(arn.lastIndexOf("/") + 1) };
}

/** The context of an account, which mostly is the one that there is. */
function accountOf(ctx: Context, account: string): Context {
  return account === ctx.account ? ctx : ctx.in({ account });
}
