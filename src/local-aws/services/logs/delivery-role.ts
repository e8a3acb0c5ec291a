import { roleCaller, serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { type CertainQuestion, mayAccess, note } from "../../iam/authorize.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";

/** A role by which a service of AWS acts in an account. */
export interface DeliveryRole {
  readonly arn: string | undefined;
  /** `vpc-flow-logs.amazonaws.com` */
  readonly service: string;
  /** How the service calls its sessions. */
  readonly session: string;
  /** What the service tells the role's trust policy of whom it acts for; not every service does. */
  readonly source?: { readonly sourceArn: string; readonly sourceAccount: string };
}

/**
 * What keeps a service from doing all this through a role: `trust`, when there is no such role or it does not let the service
 * take it on; `permissions`, when its policies, its boundary or what it writes to do not allow it. Undefined when nothing does.
 *
 * @example
 * deliveryObstacle(ctx, { arn, service: "vpc-flow-logs.amazonaws.com", session: "flow-logs" }, [
 *   { action: "logs:PutLogEvents", resource: `${group.arn}:log-stream:${eni}-all` },
 * ])
 */
export function deliveryObstacle(
  ctx: Context,
  delivery: DeliveryRole,
  questions: readonly CertainQuestion[],
): "trust" | "permissions" | undefined {
  const role = findRole(ctx, delivery.arn ?? "");
  if (!role || !isTrusted(ctx, delivery, role)) return "trust";
  const acting = ctx.in({ caller: roleCaller(role, delivery.session) });
  return questions.every((question) => isAllowed(acting, question)) ? undefined : "permissions";
}

function isTrusted(ctx: Context, { service, source }: DeliveryRole, role: Role): boolean {
  return isAllowed(ctx.in({ caller: serviceCaller(service, source) }), {
    action: "sts:AssumeRole",
    resource: role.arn,
    resourceAccount: role.arn.split(":")[4],
    resourcePolicy: { kind: "required", name: `trust policy of ${role.name}`, document: role.trustPolicy },
  });
}

function isAllowed(ctx: Context, question: CertainQuestion): boolean {
  const decision = mayAccess(ctx, question);
  note(ctx, question, decision);
  return decision.decision === "allowed";
}
