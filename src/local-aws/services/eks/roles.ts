import { InvalidParameterException } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { findRole, trustsService } from "../iam/find.ts";
import type { Role } from "../iam/state.ts";

/** @throws InvalidParameterException when there is no such role, in the words that clients retry on. */
export function requireRole(roleArn: string | undefined, ctx: Context): Role {
  const role = findRole(ctx, roleArn ?? "");
  if (!role) throw invalid(`roleArn, ${roleArn}, does not exist`);
  return role;
}

const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

/** The control plane's role: EKS takes it on, and it has EKS's managed policy or policies of its own. @throws InvalidParameterException */
export function requireClusterRole(roleArn: string | undefined, ctx: Context): void {
  const role = requireRole(roleArn, ctx);
  if (!trustsService(role, "eks.amazonaws.com"))
    throw invalid("Role could not be assumed because the trusted entity is not correct");
  if (!role.attached.has(clusterPolicy) && role.inline.size === 0)
    throw invalid(
      `The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: ${clusterPolicy}`,
    );
}

/** The role of a node group's instances. @throws InvalidParameterException */
export function requireNodeRole(roleArn: string | undefined, ctx: Context): void {
  if (!trustsService(requireRole(roleArn, ctx), "ec2.amazonaws.com"))
    throw invalid(
      `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${roleArn}`,
    );
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
