import { InvalidParameterException } from "@aws-sdk/client-eks";
import { roleCaller, serviceCaller } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { mayAccess } from "../../iam/authorize.ts";
import { findRole } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";
import { trustOf } from "../sts/trust.ts";

/** @throws InvalidParameterException when there is no such role, in the words that clients retry on. */
export function requireRole(roleArn: string | undefined, ctx: Context): Role {
  const role = findRole(ctx, roleArn ?? "");
  if (!role) throw invalid(`roleArn, ${roleArn}, does not exist`);
  return role;
}

const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

/** The control plane's role: EKS takes it on, and it has EKS's managed policy or policies of its own. @throws InvalidParameterException */
export function requireClusterRole(roleArn: string | undefined, clusterArn: string, ctx: Context): void {
  const role = requireRole(roleArn, ctx);
  if (!mayTakeOn(role, "eks.amazonaws.com", clusterArn, ctx))
    throw invalid("Role could not be assumed because the trusted entity is not correct");
  if (role.attached.size + role.inline.size === 0)
    throw invalid(
      `The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: ${clusterPolicy}`,
    );
  if (!mayDo(role, "ec2:DescribeSubnets", ctx))
    throw invalid("IAM role's policy must include the `ec2:DescribeSubnets` action");
}

/** The role of a node group's instances. @throws InvalidParameterException */
export function requireNodeRole(roleArn: string | undefined, ctx: Context): void {
  if (!mayTakeOn(requireRole(roleArn, ctx), "ec2.amazonaws.com", undefined, ctx))
    throw invalid(
      `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${roleArn}`,
    );
}

/** What EKS tells a role about the pod that takes it on. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A role that pods take on through EKS, which also tags their sessions. @throws InvalidParameterException */
export function requirePodRole(
  roleArn: string | undefined,
  clusterArn: string,
  pod: Pod,
  ctx: Context,
): void {
  if (!servesPods(requireRole(roleArn, ctx), clusterArn, pod, ctx))
    throw invalid("Trust policy of the role provided is invalid");
}

export function servesPods(role: Role, clusterArn: string, pod: Pod, ctx: Context): boolean {
  const tags = {
    "eks-cluster-arn": clusterArn,
    "eks-cluster-name": clusterArn.split("/").at(-1) ?? "",
    "kubernetes-namespace": pod.namespace,
    "kubernetes-service-account": pod.serviceAccount,
  };
  return ["sts:AssumeRole", "sts:TagSession"].every((action) =>
    mayTakeOn(role, "pods.eks.amazonaws.com", clusterArn, ctx, { action, tags }),
  );
}

/** Whether a role's trust policy lets a service of AWS take it on for a resource of this account, conditions weighed. */
function mayTakeOn(
  role: Role,
  service: string,
  sourceArn: string | undefined,
  ctx: Context,
  { action = "sts:AssumeRole", tags }: { action?: string; tags?: Readonly<Record<string, string>> } = {},
): boolean {
  const caller = serviceCaller(service, { sourceArn, sourceAccount: ctx.account });
  const { decision } = mayAccess(ctx.in({ caller }), {
    action,
    resource: role.arn,
    resourceAccount: accountOf(role),
    requestTags: tags,
    resourcePolicy: trustOf(role),
  });
  return decision === "allowed";
}

/** Whether a role's policies allow it something. */
export function mayDo(role: Role, action: string, ctx: Context, resource = "*"): boolean {
  return mayAccess(ctx.in({ caller: roleCaller(role, "eks") }), { action, resource }).decision === "allowed";
}

function accountOf({ arn }: Role): string {
  return arn.split(":")[4] ?? "";
}

/**
 * Whom an access entry may name: a role or user by its IAM ARN. Whether it exists is not asked: people's roles are made outside
 * of what is rehearsed here.
 * @throws InvalidParameterException
 */
export function requirePrincipal(principalArn: string): void {
  if (!/^arn:[\w-]+:iam::\d{12}:(role|user)\/./.test(principalArn))
    throw invalid("The specified principalArn is invalid: invalid format.");
}

function invalid(message: string): InvalidParameterException {
  return exception(InvalidParameterException, message);
}
