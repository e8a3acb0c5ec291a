import type { Context } from "../../context.ts";
import { findRole, findUser } from "./find.ts";

/** A principal that a policy names and IAM does not know. */
export interface UnknownPrincipal {
  /** `AWS` or `Service`. */
  readonly kind: string;
  readonly name: string;
}

/** Principals in a resource's policy that are not there: services refuse such a policy, each with its own words. */
export function unknownPrincipals(document: object, ctx: Context): UnknownPrincipal[] {
  const { Statement } = document as { readonly Statement?: unknown };
  return listOf(Statement).flatMap((statement) => {
    const { Principal, NotPrincipal } = (statement ?? {}) as Record<string, unknown>;
    return [...unknownIn(Principal, ctx), ...unknownIn(NotPrincipal, ctx)];
  });
}

function unknownIn(principal: unknown, ctx: Context): UnknownPrincipal[] {
  if (principal === undefined || principal === "*") return [];
  if (typeof principal !== "object" || principal === null) return [{ kind: "AWS", name: String(principal) }];
  return Object.entries(principal).flatMap(([kind, names]) =>
    listOf(names)
      .map(String)
      .filter((name) => !isKnown(kind, name, ctx))
      .map((name) => ({ kind, name })),
  );
}

function isKnown(kind: string, name: string, ctx: Context): boolean {
  if (kind === "Service") return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name);
  return kind !== "AWS" || name === "*" || isKnownPrincipal(name, ctx);
}

const principalArn = /^arn:aws:(iam|sts)::(\d{12}):(root|[a-z-]+\/.+)$/;
/** What IAM leaves in place of a user or role that went. */
const uniqueId = /^A(?:IDA|ROA)[A-Z0-9]{12,}$/;

/** Whether an ARN, an account or a unique id stands for somebody: of accounts, every number may be one. */
export function isKnownPrincipal(name: string, ctx: Context): boolean {
  if (/^\d{12}$/.test(name) || uniqueId.test(name) || name.startsWith("arn:aws:iam::cloudfront:user/"))
    return true;
  const [, service, , resource = ""] = principalArn.exec(name) ?? [];
  if (service === "sts") return /^(assumed-role|federated-user)\//.test(resource);
  if (resource === "root") return true;
  if (resource.startsWith("role/")) return findRole(ctx, name) !== undefined;
  return resource.startsWith("user/") && findUser(ctx, name) !== undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
