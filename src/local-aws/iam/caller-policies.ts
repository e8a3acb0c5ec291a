import type { Caller, Context } from "../context.ts";
import { awsManagedPolicy } from "../services/iam/aws-managed-policy.ts";
import {
  defaultDocument,
  type EntityPolicy,
  findPolicy,
  findRole,
  findUser,
  rolePolicies,
  userPolicies,
} from "../services/iam/find.ts";
import type { AccessRequest, NamedPolicy } from "./access.ts";

const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Every policy that speaks about a caller: its own, its groups', its boundary, and what its session was handed. */
export function policiesOf(ctx: Context): Omit<AccessRequest["policies"], "resource"> {
  const { caller } = ctx;
  const session = caller.session?.policies;
  if (caller.administrator) return { identity: administrators(), session };
  if (caller.kind === "role") return { ...roleSide(ctx, caller), session };
  if (caller.kind === "user") return { ...userSide(ctx, caller), session };
  return { identity: [], session };
}

function roleSide(ctx: Context, { roleArn = "", userId }: Caller) {
  const role = findRole(ctx, roleArn);
  // A role of the same name that was made since is another one: its predecessor's sessions may do nothing.
  if (!role || !userId.startsWith(`${role.id}:`)) return { identity: [] };
  return {
    identity: rolePolicies(ctx, role).map(named),
    boundary: boundary(ctx, role.permissionsBoundary),
  };
}

function userSide(ctx: Context, { arn, userArn }: Caller) {
  const user = findUser(ctx, userArn ?? arn);
  if (!user) return { identity: [] };
  return {
    identity: userPolicies(ctx, user).map(named),
    boundary: boundary(ctx, user.permissionsBoundary),
  };
}

function boundary(ctx: Context, arn: string | undefined): NamedPolicy | undefined {
  if (arn === undefined) return undefined;
  const policy = findPolicy(ctx.in({ account: ctx.caller.account }), arn);
  return { name: arn, document: policy ? defaultDocument(policy) : '{"Statement":[]}' };
}

/** A policy under the name by which a refusal tells of it. */
export function named({ name, arn, document }: EntityPolicy): NamedPolicy {
  return { name: arn ?? name, document };
}

let everything: readonly NamedPolicy[] | undefined;

function administrators(): readonly NamedPolicy[] {
  const policy = awsManagedPolicy(administratorAccess);
  everything ??= [{ name: administratorAccess, document: policy ? defaultDocument(policy) : "" }];
  return everything;
}
