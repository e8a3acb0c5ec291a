import { nobody } from "../../caller.ts";
import type { Context } from "../../context.ts";
import { mayAccess } from "../../iam/authorize.ts";
import { findRole } from "../iam/find.ts";
import { iamSlot, type Role } from "../iam/state.ts";
import { trustOf } from "../sts/trust.ts";
import { mayDo, servesPods } from "./roles.ts";
import type { ClusterRecord } from "./state.ts";

/** The service account of the network plugin. */
const pod = { namespace: "kube-system", serviceAccount: "aws-node" };

/** Why the network plugin would not run on nodes of this role: no node is ready without it. */
export function cniProblem(record: ClusterRecord, nodeRole: Role, ctx: Context): string | undefined {
  const { cluster, addons, selfManaged } = record;
  const addon = addons.get("vpc-cni");
  const installed = addon && addon.status !== "DELETING" && addon.status !== "CREATE_FAILED";
  // EKS's auto mode brings networking of its own.
  if (cluster.computeConfig?.enabled) return undefined;
  if (!installed && !selfManaged.has("vpc-cni"))
    return "the cluster has no network plugin: the add-on vpc-cni";
  const role = roleOfPlugin(record, nodeRole, ctx);
  if (typeof role === "string") return role;
  const action =
    cluster.kubernetesNetworkConfig?.ipFamily === "ipv6"
      ? "ec2:AssignIpv6Addresses"
      : "ec2:AssignPrivateIpAddresses";
  if (mayDo(role, action, ctx, `arn:aws:ec2:${ctx.region}:${ctx.account}:network-interface/eni-0`))
    return undefined;
  return `the network plugin's role ${role.name} may not ${action}`;
}

/** The role that the plugin acts as: its pod identity's, its service account's, else its node's; or why it cannot take it on. */
function roleOfPlugin(record: ClusterRecord, nodeRole: Role, ctx: Context): Role | string {
  const { cluster, addons, podIdentities } = record;
  const identity = [...podIdentities.values()].find(
    ({ namespace, serviceAccount }) => namespace === pod.namespace && serviceAccount === pod.serviceAccount,
  );
  if (identity && addons.has("eks-pod-identity-agent")) {
    const role = findRole(ctx, identity.roleArn ?? "");
    if (role && servesPods(role, cluster.arn, pod, ctx)) return role;
    return `the network plugin cannot take on its role ${identity.roleArn}`;
  }
  const roleArn = addons.get("vpc-cni")?.serviceAccountRoleArn;
  if (!roleArn) return nodeRole;
  const role = findRole(ctx, roleArn);
  if (role && servesServiceAccount(role, record, ctx)) return role;
  return `the network plugin cannot take on its role ${roleArn}: trust policy or OIDC provider do not fit the cluster`;
}

/** Whether the plugin's token from this cluster opens the role, as `sts:AssumeRoleWithWebIdentity` weighs it. */
function servesServiceAccount(role: Role, { cluster }: ClusterRecord, ctx: Context): boolean {
  const issuer = (cluster.identity?.oidc?.issuer ?? "").replace("https://", "");
  const account = role.arn.split(":")[4] ?? "";
  const provider = [...ctx.in({ account }).state(iamSlot).oidcProviders.values()].find(
    ({ url }) => url === issuer,
  );
  if (!provider?.clientIds.has("sts.amazonaws.com")) return false;
  const key = issuer.toLowerCase();
  const { decision } = mayAccess(ctx.in({ caller: { ...nobody, federatedBy: provider.arn } }), {
    action: "sts:AssumeRoleWithWebIdentity",
    resource: role.arn,
    resourceAccount: account,
    keys: {
      "aws:federatedprovider": provider.arn,
      [`${key}:aud`]: "sts.amazonaws.com",
      [`${key}:sub`]: `system:serviceaccount:${pod.namespace}:${pod.serviceAccount}`,
    },
    resourcePolicy: trustOf(role),
  });
  return decision === "allowed";
}
