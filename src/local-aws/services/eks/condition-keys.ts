import type { CreateClusterRequest, Logging } from "@aws-sdk/client-eks";
import type { ConditionKeys } from "../../iam/access.ts";

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

/** What policies may ask of how a cluster is made or changed. */
export function clusterKeys(input: Partial<CreateClusterRequest>): ConditionKeys {
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

/** What policies may ask of who is let into a cluster. */
export const entryKeys = ({ principalArn, type = "STANDARD", username, kubernetesGroups }: EntryInput) =>
  present({
    "eks:principalarn": principalArn,
    "eks:accessentrytype": type,
    "eks:username": username,
    "eks:kubernetesgroups": kubernetesGroups,
  });

export interface AccessPolicyInput {
  readonly policyArn?: string;
  readonly accessScope?: { readonly type?: string; readonly namespaces?: readonly string[] };
}

/** What policies may ask of what somebody may do in a cluster. */
export const policyKeys = ({ policyArn, accessScope }: AccessPolicyInput) =>
  present({
    "eks:policyarn": policyArn,
    "eks:accessscope": accessScope?.type,
    "eks:namespaces": accessScope?.namespaces,
  });
