import { InvalidInputException } from "@aws-sdk/client-iam";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import type { NamedPolicy, Principal } from "../../iam/access.ts";
import { iamState, requireGroup, requireRole, requireUser } from "./entities.ts";
import { defaultDocument, findPolicy } from "./find.ts";
import type { Entity } from "./state.ts";

interface SimulatedPolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly principal: Principal;
}

/** What speaks for a user, group or role, under the names that the simulator gives. @throws NoSuchEntityException, InvalidInputException */
export function simulatedPolicies(ctx: Context, arn: string): SimulatedPolicies {
  const [, account = "", kind = ""] = /^arn:aws:iam::(\d{12}):(user|group|role)\/./.exec(arn) ?? [];
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (account !== ctx.account)
    throw exception(
      InvalidInputException,
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  if (kind === "group")
    return { identity: policiesOf(ctx, requireGroup(ctx, name)), principal: { kind: "user", account, arn } };
  if (kind === "role") {
    const role = requireRole(ctx, name);
    const session = `arn:aws:sts::${account}:assumed-role/${name}/simulated`;
    return {
      identity: policiesOf(ctx, role),
      boundary: boundaryOf(ctx, role.permissionsBoundary),
      principal: { kind: "role", account, arn: session, roleArn: role.arn },
    };
  }
  const user = requireUser(ctx, name);
  const groups = [...iamState(ctx).groups.values()].filter(({ users }) => users.has(name));
  return {
    identity: [user, ...groups].flatMap((entity) => policiesOf(ctx, entity)),
    boundary: boundaryOf(ctx, user.permissionsBoundary),
    principal: { kind: "user", account, arn },
  };
}

/** Inline policies are called `<kind>_<entity>_<policy>`, managed ones by their names. */
function policiesOf(ctx: Context, { kind, name, inline, attached }: Entity): NamedPolicy[] {
  const own = [...inline].map(([policy, document]) => ({ name: `${kind}_${name}_${policy}`, document }));
  const managed = [...attached].flatMap((arn) => boundaryOf(ctx, arn) ?? []);
  return [...own, ...managed];
}

function boundaryOf(ctx: Context, arn: string | undefined): NamedPolicy | undefined {
  const policy = arn === undefined ? undefined : findPolicy(ctx, arn);
  return policy && { name: policy.name, document: defaultDocument(policy) };
}
