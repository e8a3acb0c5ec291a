import {
  CreatePodIdentityAssociationCommand,
  type CreatePodIdentityAssociationRequest,
  DeletePodIdentityAssociationCommand,
  DescribePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
  type PodIdentityAssociation,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findCluster, findRunningCluster } from "./find.ts";
import { page } from "./page.ts";
import { type Pod, requirePodRole } from "./roles.ts";
import type { ClusterRecord } from "./state.ts";

export const createPodIdentityAssociation = operation(CreatePodIdentityAssociationCommand, (input, ctx) => ({
  association: addAssociation(findRunningCluster(input.clusterName, ctx), input, ctx),
}));

export const describePodIdentityAssociation = operation(
  DescribePodIdentityAssociationCommand,
  ({ clusterName, associationId }, ctx) => ({
    association: findAssociation(findCluster(clusterName, ctx), associationId),
  }),
);

export const listPodIdentityAssociations = operation(ListPodIdentityAssociationsCommand, (input, ctx) => {
  const found = [...findCluster(input.clusterName, ctx).podIdentities.values()].filter(
    ({ namespace, serviceAccount }) =>
      (input.namespace === undefined || input.namespace === namespace) &&
      (input.serviceAccount === undefined || input.serviceAccount === serviceAccount),
  );
  const { items, nextToken } = page(found, input);
  const associations = items.map(
    ({ clusterName, namespace, serviceAccount, associationArn, associationId, ownerArn }) => ({
      clusterName,
      namespace,
      serviceAccount,
      associationArn,
      associationId,
      ownerArn,
    }),
  );
  return { associations, nextToken };
});

export const updatePodIdentityAssociation = operation(UpdatePodIdentityAssociationCommand, (input, ctx) => {
  const record = findRunningCluster(input.clusterName, ctx);
  const association = findAssociation(record, input.associationId);
  if (input.roleArn !== undefined) {
    requirePodRole(input.roleArn, record.cluster.arn, podOf(association), ctx);
    association.roleArn = input.roleArn;
  }
  association.disableSessionTags = input.disableSessionTags ?? association.disableSessionTags;
  // An empty ARN takes the target role away.
  if (input.targetRoleArn !== undefined) setTarget(association, input.targetRoleArn, ctx);
  association.policy = input.policy ?? association.policy;
  association.modifiedAt = ctx.now();
  return { association };
});

export const deletePodIdentityAssociation = operation(
  DeletePodIdentityAssociationCommand,
  ({ clusterName, associationId }, ctx) => {
    const record = findCluster(clusterName, ctx);
    const association = findAssociation(record, associationId);
    record.podIdentities.delete(associationId ?? "");
    return { association };
  },
);

type NewAssociation = Omit<CreatePodIdentityAssociationRequest, "clusterName" | "clientRequestToken">;

/** Lets a service account's pods take on a role; `ownerArn` is the add-on that asked for it. @throws ResourceInUseException */
export function addAssociation(
  record: ClusterRecord,
  asked: NewAssociation,
  ctx: Context,
  ownerArn?: string,
): PodIdentityAssociation {
  const { namespace, serviceAccount, roleArn, targetRoleArn } = asked;
  const clusterName = record.cluster.name;
  for (const other of record.podIdentities.values())
    if (other.namespace === namespace && other.serviceAccount === serviceAccount)
      throw exception(ResourceInUseException, `Association already exists: ${other.associationId}`, {
        clusterName,
      });
  requirePodRole(roleArn, record.cluster.arn, podOf(asked), ctx);
  const associationId = `a-${ctx.ids.hex(17)}`;
  const now = ctx.now();
  const association: PodIdentityAssociation = {
    clusterName,
    namespace,
    serviceAccount,
    roleArn,
    associationArn: arn(ctx, "eks", `podidentityassociation/${clusterName}/${associationId}`),
    associationId,
    tags: asked.tags ?? {},
    createdAt: now,
    modifiedAt: now,
    ownerArn,
    disableSessionTags: asked.disableSessionTags ?? false,
    policy: asked.policy,
  };
  if (targetRoleArn) setTarget(association, targetRoleArn, ctx);
  record.podIdentities.set(associationId, association);
  return association;
}

function podOf({ namespace = "", serviceAccount = "" }: PodIdentityAssociation): Pod {
  return { namespace, serviceAccount };
}

/** A role of another account needs an external id in its trust policy: EKS makes one per association. */
function setTarget(association: PodIdentityAssociation, targetRoleArn: string, ctx: Context): void {
  association.targetRoleArn = targetRoleArn || undefined;
  association.externalId = targetRoleArn ? (association.externalId ?? ctx.ids.uuid()) : undefined;
}

function findAssociation(record: ClusterRecord, id: string | undefined): PodIdentityAssociation {
  const found = record.podIdentities.get(id ?? "");
  if (!found)
    throw exception(
      ResourceNotFoundException,
      `No association found with id: ${id} in cluster: ${record.cluster.name}`,
      { clusterName: record.cluster.name },
    );
  return found;
}
