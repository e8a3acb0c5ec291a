import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  NoSuchEntityException,
  UnmodifiableEntityException,
} from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { administrator, type Group, type IamState, iamSlot, type Role, type User } from "./state.ts";

/** The account's IAM, in which the administrator is always found. */
export function iamState(ctx: Context): IamState {
  const state = ctx.state(iamSlot);
  if (!state.users.has(administrator)) state.users.set(administrator, newAdministrator(ctx));
  return state;
}

function newAdministrator(ctx: Context): User {
  return {
    kind: "user",
    name: administrator,
    path: "/",
    id: "AIDALOCALADMINISTRAT",
    arn: iamArn(ctx, "user", "/", administrator),
    created: seconds(ctx),
    inline: new Map(),
    attached: new Set(["arn:aws:iam::aws:policy/AdministratorAccess"]),
    tags: new Map(),
  };
}

/** `arn:aws:iam::<account>:<kind><path><name>`. */
export function iamArn(ctx: Context, kind: string, path: string, name: string): string {
  return `arn:${ctx.partition}:iam::${ctx.account}:${kind}${path}${name}`;
}

/** IAM's clock shows whole seconds. */
export function seconds(ctx: Context): Date {
  return new Date(Math.floor(ctx.now().getTime() / 1000) * 1000);
}

/** IAM hands out policy documents percent-encoded by RFC 3986, which is stricter than JavaScript. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The role of this name. @throws NoSuchEntityException */
export function requireRole(ctx: Context, name = ""): Role {
  return requireNamed(iamState(ctx).roles, name, `The role with name ${name} cannot be found.`);
}

/** A role that its owner may change: those linked to a service belong to the service. @throws UnmodifiableEntityException */
export function modifiableRole(ctx: Context, name: string | undefined): Role {
  const role = requireRole(ctx, name);
  if (role.linkedTo)
    throw exception(
      UnmodifiableEntityException,
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  return role;
}

/** The user of this name. @throws NoSuchEntityException */
export function requireUser(ctx: Context, name = ""): User {
  return requireNamed(iamState(ctx).users, name, `The user with name ${name} cannot be found.`);
}

/** The group of this name. @throws NoSuchEntityException */
export function requireGroup(ctx: Context, name = ""): Group {
  return requireNamed(iamState(ctx).groups, name, `The group with name ${name} cannot be found.`);
}

/** Looks a name up exactly as it is written, in a map whose keys are in lower case. @throws NoSuchEntityException */
export function requireNamed<T extends { readonly name: string }>(
  entities: Map<string, T>,
  name: string,
  message: string,
): T {
  const found = entities.get(name.toLowerCase());
  if (found?.name !== name) throw noSuchEntity(message);
  return found;
}

/** Adds what has a name. @throws EntityAlreadyExistsException when the name is taken, whatever its case */
export function addNamed<T extends { readonly name: string }>(
  entities: Map<string, T>,
  entity: T,
  message: string,
): T {
  const key = entity.name.toLowerCase();
  if (entities.has(key)) throw exception(EntityAlreadyExistsException, message);
  entities.set(key, entity);
  return entity;
}

export function noSuchEntity(message: string): NoSuchEntityException {
  return exception(NoSuchEntityException, message);
}

/** @throws DeleteConflictException while a role, user or group has policies of either kind */
export function requireNoPolicies({ inline, attached }: Pick<Role, "inline" | "attached">): void {
  if (attached.size > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
}

export function deleteConflict(message: string): DeleteConflictException {
  return exception(DeleteConflictException, message);
}
