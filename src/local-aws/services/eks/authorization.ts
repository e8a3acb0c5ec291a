import type { CreateClusterRequest, CreateNodegroupRequest, Logging } from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import type { ConditionKeys } from "../../iam/access.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
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

/** Keys are left out where a request leaves their members out. */
function present(
  keys: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
): ConditionKeys {
  const given = Object.entries(keys).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([key, value]) => [key, typeof value === "boolean" ? String(value) : (value as string)]),
  );
}

function loggingKeys(logging: Logging | undefined): Record<string, boolean> {
  const all = (logging?.clusterLogging ?? []).flatMap(({ types = [], enabled = false }) =>
    types.map((type) => [`eks:loggingtype/${type.toLowerCase()}`, enabled] as const),
  );
  return Object.fromEntries(all);
}

function clusterKeys(input: Partial<CreateClusterRequest>): ConditionKeys {
  const { accessConfig, resourcesVpcConfig: vpc, kubernetesNetworkConfig: network } = input;
  const keys = input.encryptionConfig?.flatMap(({ provider }) => provider?.keyArn ?? []);
  return present({
    "eks:authenticationmode": accessConfig?.authenticationMode,
    "eks:bootstrapclustercreatoradminpermissions": accessConfig?.bootstrapClusterCreatorAdminPermissions,
    "eks:bootstrapselfmanagedaddons": input.bootstrapSelfManagedAddons,
    "eks:supporttype": input.upgradePolicy?.supportType,
    "eks:computeconfigenabled": input.computeConfig?.enabled,
    "eks:elasticloadbalancingenabled": network?.elasticLoadBalancing?.enabled,
    "eks:blockstorageenabled": input.storageConfig?.blockStorage?.enabled,
    "eks:endpointpublicaccess": vpc?.endpointPublicAccess,
    "eks:endpointprivateaccess": vpc?.endpointPrivateAccess,
    "eks:publicaccesscidrs": vpc?.publicAccessCidrs,
    "eks:encryptionconfigproviderkeyarns": keys,
    "eks:kubernetesversion": input.version,
    "eks:deletionprotection": input.deletionProtection,
    ...loggingKeys(input.logging),
  });
}

interface EntryInput {
  readonly principalArn?: string;
  readonly type?: string;
  readonly username?: string;
  readonly kubernetesGroups?: readonly string[];
}

const entryKeys = ({ principalArn, type = "STANDARD", username, kubernetesGroups }: EntryInput) =>
  present({
    "eks:principalarn": principalArn,
    "eks:accessentrytype": type,
    "eks:username": username,
    "eks:kubernetesgroups": kubernetesGroups,
  });

interface PolicyInput extends Named {
  readonly policyArn?: string;
  readonly accessScope?: { readonly type?: string; readonly namespaces?: readonly string[] };
}

const onEntryPolicy: AccessRule = (input: PolicyInput, ctx) => {
  const { policyArn, accessScope } = input;
  const question = onAccessEntry(input, ctx);
  const keys = present({
    "eks:policyarn": policyArn,
    "eks:accessscope": accessScope?.type,
    "eks:namespaces": accessScope?.namespaces,
  });
  return [{ ...question, keys: { ...question.keys, ...keys } }];
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
