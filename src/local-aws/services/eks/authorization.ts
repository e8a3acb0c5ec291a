import type { CreateClusterRequest, CreateNodegroupRequest } from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import { type AccessPolicyInput, clusterKeys, entryKeys, policyKeys } from "./condition-keys.ts";
import { makeServiceLinkedRole } from "./linked-roles.ts";
import { eksSlot } from "./state.ts";
import { taggedOf } from "./tags.ts";

/** The members by which requests name what they are about. */
interface Named {
  readonly name?: string;
  readonly clusterName?: string;
  readonly nodegroupName?: string;
  readonly addonName?: string;
  readonly principalArn?: string;
  readonly associationId?: string;
  readonly identityProviderConfig?: { readonly name?: string };
  readonly resourceArn?: string;
}

type Tags = Readonly<Record<string, string>>;

function recordOf({ name, clusterName }: Named, ctx: Context) {
  return ctx.state(eksSlot).clusters.get(clusterName ?? name ?? "");
}

/** A question about something that may be there: of what is not, its ARN has a `*` for what only EKS knows. */
function about(resource: string, ctx: Context): AccessQuestion {
  const tags = taggedOf(resource, ctx)?.tags;
  return { resource, ...(tags && { resourceTags: tags }) };
}

const onCluster = (input: Named, ctx: Context): AccessQuestion =>
  about(arn(ctx, "eks", `cluster/${input.clusterName ?? input.name}`), ctx);

const onNodegroup = (input: Named, ctx: Context): AccessQuestion => {
  const { clusterName, nodegroupName = "" } = input;
  const found = recordOf(input, ctx)?.nodegroups.get(nodegroupName)?.nodegroupArn;
  return about(found ?? arn(ctx, "eks", `nodegroup/${clusterName}/${nodegroupName}/*`), ctx);
};

const onAddon = (input: Named, ctx: Context): AccessQuestion => {
  const { clusterName, addonName = "" } = input;
  const found = recordOf(input, ctx)?.addons.get(addonName)?.addonArn;
  return about(found ?? arn(ctx, "eks", `addon/${clusterName}/${addonName}/*`), ctx);
};

const onAccessEntry = (input: Named, ctx: Context): AccessQuestion => {
  const { clusterName, principalArn = "" } = input;
  const found = recordOf(input, ctx)?.accessEntries.get(principalArn)?.entry.accessEntryArn;
  const question = about(found ?? arn(ctx, "eks", `access-entry/${clusterName}/*`), ctx);
  return { ...question, keys: { "eks:principalarn": principalArn } };
};

const onAssociation = ({ clusterName, associationId }: Named, ctx: Context): AccessQuestion =>
  about(arn(ctx, "eks", `podidentityassociation/${clusterName}/${associationId}`), ctx);

const onIdentityProvider = (input: Named, ctx: Context): AccessQuestion => {
  const name = input.identityProviderConfig?.name ?? "";
  const found = recordOf(input, ctx)?.identityProviders.get(name)?.identityProviderConfigArn;
  return about(found ?? arn(ctx, "eks", `identityproviderconfig/${input.clusterName}/oidc/${name}/*`), ctx);
};

/** A cluster's updates and those of what is in it are asked for by the same operations. */
const onUpdated = (input: Named, ctx: Context): AccessQuestion => {
  const inCluster = { ...input, clusterName: input.name };
  if (input.nodegroupName) return onNodegroup(inCluster, ctx);
  return input.addonName ? onAddon(inCluster, ctx) : onCluster(input, ctx);
};

type Subject = (input: Named, ctx: Context) => AccessQuestion;

const only =
  (subject: Subject): AccessRule =>
  (input: Named, ctx) => [subject(input, ctx)];

/** What makes something in a cluster asks of the cluster; who tags it at once is asked for that, too. */
function creating(
  made: (input: Named) => string,
  more: (input: never, ctx: Context) => readonly AccessQuestion[] = () => [],
  keys: (input: never) => ConditionKeys = () => ({}),
): AccessRule {
  return (input: Named & { readonly tags?: Tags }, ctx) => {
    const requestTags = input.tags ?? {};
    const question = { ...onCluster(input, ctx), keys: keys(input as never), requestTags };
    const tagged = { action: "eks:TagResource", resource: arn(ctx, "eks", made(input)), requestTags };
    return [question, ...(Object.keys(requestTags).length > 0 ? [tagged] : []), ...more(input as never, ctx)];
  };
}

const service = "eks.amazonaws.com";

const handingOver = ({ serviceAccountRoleArn }: { serviceAccountRoleArn?: string }, ctx: Context) =>
  serviceAccountRoleArn ? [passRole(serviceAccountRoleArn, service, ctx)] : [];

const handingPods = ({ roleArn }: { roleArn?: string }, ctx: Context) =>
  roleArn ? [passRole(roleArn, "pods.eks.amazonaws.com", ctx)] : [];

const onEntryPolicy: AccessRule = (input: Named & AccessPolicyInput, ctx) => {
  const question = onAccessEntry(input, ctx);
  return [{ ...question, keys: { ...question.keys, ...policyKeys(input) } }];
};

const tagging: AccessRule = ({ resourceArn = "", tags, tagKeys = [] }, ctx) => [
  {
    ...about(resourceArn, ctx),
    requestTags: tags,
    keys: tagKeys.length > 0 ? { "aws:tagkeys": tagKeys } : undefined,
  },
];

const nodegroupMade = ({ nodeRole }: CreateNodegroupRequest, ctx: Context) => [
  passRole(nodeRole, service, ctx),
  ...makeServiceLinkedRole("eks-nodegroup.amazonaws.com", ctx),
];

const updating =
  (keys: (input: never) => ConditionKeys): AccessRule =>
  (input: Named, ctx) => [{ ...onCluster(input, ctx), keys: keys(input as never) }];

/**
 * Lists over all clusters and AWS's own catalogs know no resources. Source: Service Authorization Reference, "Amazon Elastic
 * Kubernetes Service", November 2026.
 */
export const eksAuthorization: Authorization = {
  prefix: "eks",
  rules: {
    CreateCluster: creating(
      ({ name }) => `cluster/${name}`,
      ({ roleArn }: CreateClusterRequest, ctx) => [
        passRole(roleArn, service, ctx),
        ...makeServiceLinkedRole(service, ctx),
      ],
      clusterKeys,
    ),
    // It knows no resource, and is refused in the name of all clusters.
    ListClusters: (_: unknown, ctx) => [{ resourceName: arn(ctx, "eks", "cluster/*") }],
    DescribeCluster: only(onCluster),
    DeleteCluster: only(onCluster),
    UpdateClusterConfig: updating(clusterKeys),
    UpdateClusterVersion: updating(clusterKeys),
    AssociateEncryptionConfig: updating(clusterKeys),
    DescribeUpdate: only(onUpdated),
    ListUpdates: only(onUpdated),
    CreateNodegroup: creating(
      ({ clusterName, nodegroupName }) => `nodegroup/${clusterName}/${nodegroupName}/*`,
      nodegroupMade,
    ),
    DescribeNodegroup: only(onNodegroup),
    ListFargateProfiles: only(onCluster),
    ListNodegroups: only(onCluster),
    UpdateNodegroupConfig: only(onNodegroup),
    UpdateNodegroupVersion: only(onNodegroup),
    DeleteNodegroup: only(onNodegroup),
    CreateAddon: creating(({ clusterName, addonName }) => `addon/${clusterName}/${addonName}/*`, handingOver),
    DescribeAddon: only(onAddon),
    ListAddons: only(onCluster),
    UpdateAddon: (input, ctx) => [onAddon(input, ctx), ...handingOver(input, ctx)],
    DeleteAddon: only(onAddon),
    CreateAccessEntry: creating(({ clusterName }) => `access-entry/${clusterName}/*`, undefined, entryKeys),
    DescribeAccessEntry: only(onAccessEntry),
    ListAccessEntries: only(onCluster),
    UpdateAccessEntry: only(onAccessEntry),
    DeleteAccessEntry: only(onAccessEntry),
    AssociateAccessPolicy: onEntryPolicy,
    DisassociateAccessPolicy: onEntryPolicy,
    ListAssociatedAccessPolicies: only(onAccessEntry),
    CreatePodIdentityAssociation: creating(
      ({ clusterName }) => `podidentityassociation/${clusterName}/*`,
      handingPods,
    ),
    DescribePodIdentityAssociation: only(onAssociation),
    ListPodIdentityAssociations: only(onCluster),
    UpdatePodIdentityAssociation: (input, ctx) => [onAssociation(input, ctx), ...handingPods(input, ctx)],
    DeletePodIdentityAssociation: only(onAssociation),
    AssociateIdentityProviderConfig: creating(({ clusterName }) => `identityproviderconfig/${clusterName}/*`),
    DescribeIdentityProviderConfig: only(onIdentityProvider),
    ListIdentityProviderConfigs: only(onCluster),
    DisassociateIdentityProviderConfig: only(onIdentityProvider),
    TagResource: tagging,
    UntagResource: tagging,
    ListTagsForResource: tagging,
  },
};
